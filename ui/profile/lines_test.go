package profile

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2/test"

	"mangrove/broker"
	"mangrove/broker/profiles"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
)

// TestListsOfThousands: what a file lists is not drawn as a whole, and all of it can
// be come to.
func TestListsOfThousands(t *testing.T) {
	const many = 2*mostLines + 3
	p := at("many", "h.example")
	p.Address.Scheme, p.Address.Path, p.Version = "ws", "/", broker.V5
	for i := range many {
		name := fmt.Sprint("n", i)
		p.Subscriptions = append(p.Subscriptions, profiles.Subscription{Filter: name})
		p.Headers, p.Kept = append(p.Headers, name), append(p.Kept, profiles.HeaderSecret(name))
		p.Connect.User = append(p.Connect.User, broker.UserProperty{Name: name})
	}
	s := newBench(t, p)
	id := s.book.All()[0].ID
	s.choose(id)
	lists := 0
	for _, g := range s.groups {
		for _, part := range g.parts {
			l, ok := part.(*linesPart)
			if !ok || l.number == 0 {
				continue
			}
			lists++
			seen := 0
			for range many/mostLines + 1 {
				if len(l.lines.Objects) > mostLines || !l.others.Visible() {
					t.Fatalf("%d lines at a time", len(l.lines.Objects))
				}
				seen += len(l.lines.Objects)
				test.Tap(l.others)
			}
			if seen != many || l.from != 0 {
				t.Errorf("%d of %d can be seen", seen, many)
			}
		}
	}
	if lists != 3 {
		t.Errorf("%d lists", lists)
	}
}

func TestRemovedLinesLetTheKeyboardGo(t *testing.T) {
	p := at("one", "a.example")
	p.Subscriptions = []profiles.Subscription{{Filter: "a"}, {Filter: "b"}}
	s := newBench(t, p)
	s.choose(s.idOf("one"))
	s.Turn(5)
	filters, removers := uitest.Find[*widgets.FormEntry](s.window.Canvas().Content()), uitest.Find[*widgets.Button](s.body)
	first := filters[slices.IndexFunc(filters, func(e *widgets.FormEntry) bool { return e.Text == "a" })]
	s.window.Canvas().Focus(first)
	test.Tap(removers[0])
	s.has("the line was removed", uitest.Find[*widgets.Button](s.body)[0])
	s.step()
	if got := s.window.Canvas().Focused(); got == first || got == filters[len(filters)-1] || got == nil {
		t.Errorf("then %T has the keyboard", got)
	}
	if subs := s.profile.Subscriptions; len(subs) != 1 || subs[0].Filter != "b" {
		t.Errorf("left are %v", subs)
	}
}

func TestPropertiesOfTheLastWill(t *testing.T) {
	p := at("one", "a.example")
	p.Will = &profiles.Will{Topic: "last"}
	s := newBench(t, p)
	s.choose(s.idOf("one"))
	f := s.Form
	f.Turn(3)
	more := uitest.Find[*widgets.FormButton](f.body)[0]
	test.Tap(more)
	s.has("added", uitest.Find[*widgets.FormEntry](f.body)[len(uitest.Find[*widgets.FormEntry](f.body))-2]) // its name
	if n := len(f.profile.Will.User); n != 1 {
		t.Fatalf("%d properties after one was added", n)
	}
	buttons := uitest.Find[*widgets.Button](f.body)
	test.Tap(buttons[len(buttons)-1])
	if n := len(f.profile.Will.User); n != 0 {
		t.Errorf("%d properties after it was removed", n)
	}
}
