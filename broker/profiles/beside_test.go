package profiles

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/broker/explain"
)

// books are those of two windows, and two profiles as both had them at the
// beginning.
type books struct {
	mine, other *Book
	p, q        Profile
}

// edit changes a profile as it was at the beginning.
func edit(t *testing.T, b *Book, p Profile, change func(p *Profile)) error {
	t.Helper()
	now := p.clone()
	change(&now)
	return b.Edit(Edit{Was: p, Now: now})
}

func rename(to string) func(*Profile) { return func(p *Profile) { p.Name = to } }

// beside are what two windows do at the same time.
var beside = map[string]struct {
	other func(t *testing.T, s books) // what the other window has done
	mine  func(t *testing.T, s books) // what is done here, where that was not seen
	names string
	check func(p Profile) bool // of what has become of p
	news  string
}{
	"both make one": {
		func(t *testing.T, s books) { create(t, s.other, "theirs", nil) },
		func(t *testing.T, s books) { create(t, s.mine, "mine", nil) }, "p,q,theirs,mine", nil, "",
	},
	"different ones": {
		func(t *testing.T, s books) { must(t, edit(t, s.other, s.p, rename("P"))) },
		func(t *testing.T, s books) { must(t, edit(t, s.mine, s.q, rename("Q"))) }, "P,Q", nil, "",
	},
	"different fields": {
		func(t *testing.T, s books) {
			must(t, edit(t, s.other, s.p, func(p *Profile) { p.Address.Port, p.TLS.SkipVerify = 1884, true }))
		},
		func(t *testing.T, s books) {
			must(t, edit(t, s.mine, s.p, func(p *Profile) { p.Address.Host = "mine.example" }))
		},
		"p,q", func(p Profile) bool {
			return p.Address.HostPort() == "mine.example:1884" && p.TLS.SkipVerify
		}, "",
	},
	"the same field": {
		func(t *testing.T, s books) {
			must(t, edit(t, s.other, s.p, func(p *Profile) { p.Address.Host = "theirs.example" }))
		},
		func(t *testing.T, s books) {
			must(t, edit(t, s.mine, s.p, func(p *Profile) { p.Address.Host = "mine.example" }))
		},
		"p,q", func(p Profile) bool { return p.Address.Host == "mine.example" },
		"Another window changed the host of p to theirs.example. The later change made here is kept.",
	},
	"the same field alike": {
		func(t *testing.T, s books) { must(t, edit(t, s.other, s.p, rename("new"))) },
		func(t *testing.T, s books) { must(t, edit(t, s.mine, s.p, rename("new"))) }, "new,q", nil, "",
	},
	"the last will": {
		func(t *testing.T, s books) {
			must(t, edit(t, s.other, s.p, func(p *Profile) { p.Will.QoS = 2 }))
		},
		func(t *testing.T, s books) {
			must(t, edit(t, s.mine, s.p, func(p *Profile) { p.Will.Topic = "mine" }))
		},
		"p,q", func(p Profile) bool { return p.Will.QoS == 2 && p.Will.Topic == "mine" }, "",
	},
	"subscriptions": {
		func(t *testing.T, s books) {
			must(t, edit(t, s.other, s.p, func(p *Profile) { p.Subscriptions = []Subscription{{Filter: "theirs"}} }))
		},
		func(t *testing.T, s books) {
			must(t, edit(t, s.mine, s.p, func(p *Profile) { p.Subscriptions = []Subscription{{Filter: "mine"}} }))
		},
		"p,q", func(p Profile) bool { return p.Subscriptions[0].Filter == "mine" },
		"Another window changed the subscriptions of p. The later change made here is kept.",
	},
	"secrets": {
		func(t *testing.T, s books) { must(t, s.other.SetSecret(s.p.ID, SecretPassword, "pw")) },
		func(t *testing.T, s books) { must(t, s.mine.SetSecret(s.p.ID, SecretAuthData, "d")) },
		"p,q", func(p Profile) bool { return reflect.DeepEqual(p.Kept, []string{SecretAuthData, SecretPassword}) }, "",
	},
	"deleted there, edited here": {
		func(t *testing.T, s books) { must(t, s.other.Delete(s.p.ID)) },
		func(t *testing.T, s books) {
			if err := edit(t, s.mine, s.p, rename("mine")); !errors.Is(err, ErrDeleted) || !errors.Is(err, ErrUnknown) {
				t.Error(err)
			}
		}, "q", nil, "",
	},
	"edited there, deleted here and brought back": {
		func(t *testing.T, s books) { must(t, edit(t, s.other, s.p, rename("theirs"))) },
		func(t *testing.T, s books) {
			must(t, s.mine.Delete(s.p.ID))
			_, err := s.mine.Undo()
			must(t, err)
		}, "theirs,q", nil, "",
	},
	"moved behind one that is gone": {
		func(t *testing.T, s books) { must(t, s.other.Delete(s.q.ID)); create(t, s.other, "r", nil) },
		func(t *testing.T, s books) { must(t, s.mine.Move(s.p.ID, 1)) }, "p,r", nil, "",
	},
	"duplicated": {
		func(t *testing.T, s books) { must(t, s.other.Move(s.p.ID, 1)) },
		func(t *testing.T, s books) { _, err := s.mine.Duplicate(s.p.ID, copyName); must(t, err) }, "q,p,p copy", nil, "",
	},
}

// TestTwoWindowsSeeEachOther: what one changes is not lost by what the other does,
// and neither is told to start anew.
func TestTwoWindowsSeeEachOther(t *testing.T) {
	for name, c := range beside {
		t.Run(name, func(t *testing.T) {
			dir, secrets := t.TempDir(), new(Memory)
			first := open(t, dir, secrets)
			p, err := first.Create(Profile{Name: "p", Address: broker.Address{Scheme: "mqtt", Host: "h", Port: 1883}, Will: &Will{Topic: "t"}}, nil)
			must(t, err)
			q := create(t, first, "q", nil)
			s := books{open(t, dir, secrets), first, p, q}
			c.other(t, s)
			c.mine(t, s)
			if changed, err := s.mine.Refresh(); !changed || err != nil {
				t.Errorf("what the other did is not seen: %v, %v", changed, err)
			}
			_, err = s.other.Refresh()
			must(t, err)
			for who, b := range map[string]*Book{"here": s.mine, "there": s.other, "the file": open(t, dir, secrets)} {
				if got := names(b); got != c.names {
					t.Errorf("%s: %s, want %s", who, got, c.names)
				}
				if got, _ := b.Get(p.ID); c.check != nil && !c.check(got) {
					t.Errorf("%s: %+v", who, got)
				}
			}
			if again, err := s.other.Refresh(); again || err != nil {
				t.Errorf("seen twice: %v, %v", again, err)
			}
			if got := strings.Join(explain.Notes(s.mine.DrainNotes()), "\n"); got != c.news {
				t.Errorf("told: %q, want %q", got, c.news)
			}
			if got := s.other.DrainNotes(); got != nil {
				t.Errorf("the other is told %v", got)
			}
		})
	}
}
