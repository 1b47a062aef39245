package checkform

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"mangrove/model/checklist"
	"mangrove/model/yamledit"
)

// kindOf is what a checklist can ask for with a key.
func kindOf(t *testing.T, key string) *checklist.Asked {
	t.Helper()
	kinds := checklist.Kinds()
	i := slices.IndexFunc(kinds, func(a checklist.Asked) bool { return a.Key == key })
	if i < 0 {
		t.Fatalf("there is no %s", key)
	}
	return &kinds[i]
}

// changes are what somebody does to the site, with the lines that go and that come of it.
var changes = map[string]struct {
	do       func(t *testing.T, f *Form) (*Form, yamledit.Path, error)
	gone     []string
	made     []string
	at       string // the path of what was made
	unusable bool   // it cannot be used yet
}{
	"a device": {do: func(_ *testing.T, f *Form) (*Form, yamledit.Path, error) { return f.AddDevice() },
		made: []string{"  - {id: device-1, topic: site/device-1, present: true}"}, at: "devices/2"},
	"a rule": {do: func(_ *testing.T, f *Form) (*Form, yamledit.Path, error) { return f.AddRule() },
		made: []string{`  - topic: "site/{device}/state"`, "    present: true"}, at: "rules/1"},
	"a check": {do: func(t *testing.T, f *Form) (*Form, yamledit.Path, error) {
		return f.AddCheck(f.part(t, "devices/1"), kindOf(t, "interval"))
	}, gone: []string{"  - {id: boiler, use: tasmota, topic: boiler_plug, online: true}"},
		made: []string{"  - {id: boiler, use: tasmota, topic: boiler_plug, online: true, interval: {max: 60s}}"}, at: "devices/1/interval"},
	"a field": {do: func(t *testing.T, f *Form) (*Form, yamledit.Path, error) {
		return f.AddCheck(f.part(t, "devices/0"), kindOf(t, "fields"))
	}, made: []string{"      value1: {type: number}"}, at: "devices/0/fields/value1"},
	"no check": {do: func(t *testing.T, f *Form) (*Form, yamledit.Path, error) {
		made, err := f.Remove(f.part(t, "devices/0/battery"))
		return made, nil, err
	}, gone: []string{`    battery: ">=20" # as agreed`}},
	"no device": {do: func(t *testing.T, f *Form) (*Form, yamledit.Path, error) {
		made, err := f.Remove(f.part(t, "devices/1"))
		return made, nil, err
	}, gone: []string{"  - {id: boiler, use: tasmota, topic: boiler_plug, online: true}"}},
	"no rule at all": {do: func(t *testing.T, f *Form) (*Form, yamledit.Path, error) {
		made, err := f.Remove(f.part(t, "rules/0"))
		return made, nil, err
	}, gone: []string{"rules:", `  - topic: "site/{meter}/state"`, "    members: [m01, m02]", "    lint: all", `    waive: [{check: members, reason: "it, too", by: me}]`}},
	"a copy of a device": {do: func(t *testing.T, f *Form) (*Form, yamledit.Path, error) { return f.Duplicate(f.part(t, "devices/1")) },
		made: []string{"  - {id: boiler-1, use: tasmota, topic: boiler_plug, online: true}"}, at: "devices/2"},
	"a copy of a field": {do: func(t *testing.T, f *Form) (*Form, yamledit.Path, error) {
		return f.Duplicate(f.part(t, "devices/0/fields/temperature"))
	}, made: []string{"      temperature-1: {type: number, range: [5, 40]}"}, at: "devices/0/fields/temperature-1"},
	"another field": {do: func(t *testing.T, f *Form) (*Form, yamledit.Path, error) {
		return f.Rename(f.part(t, "devices/0/fields/humidity"), "air.humidity")
	}, gone: []string{"      humidity: {range: [null, 90]}"}, made: []string{"      air.humidity: {range: [null, 90]}"}, at: "devices/0/fields/air.humidity"},
	"another check": {do: func(t *testing.T, f *Form) (*Form, yamledit.Path, error) {
		return f.Change(f.part(t, "devices/0/battery"), kindOf(t, "firmware"))
	}, gone: []string{`    battery: ">=20" # as agreed`}, made: []string{`    firmware: ">=1.0" # as agreed`}, at: "devices/0/firmware"},
	"a check over a field": {do: func(t *testing.T, f *Form) (*Form, yamledit.Path, error) {
		return f.Move(f.part(t, "devices/0/interval"), -1)
	},
		at: "devices/0/interval", made: nil},
	"no deadline": {do: func(_ *testing.T, f *Form) (*Form, yamledit.Path, error) {
		made, err := f.Fill(&f.Parts[0], &f.Parts[0].Inputs[1], "")
		return made, nil, err
	}, gone: []string{"deadline: 30m"}},
	"what cannot be used": {do: func(t *testing.T, f *Form) (*Form, yamledit.Path, error) {
		p := &f.Parts[f.part(t, "devices/0/interval")]
		made, err := f.Fill(p, &p.Inputs[0], "")
		return made, nil, err
	}, gone: []string{"    interval: {max: 60s}"}, made: []string{"    interval: {}"}, unusable: true},
}

// TestChanges: parts are added, taken out, copied, moved and made into others, and no other line
// is touched.
func TestChanges(t *testing.T) {
	for name, c := range changes {
		t.Run(name, func(t *testing.T) {
			f := read(t, site)
			made, at, err := c.do(t, f)
			if err != nil {
				t.Fatal(err)
			}
			gone, came := difference(f.Text, made.Text)
			slices.Sort(c.gone)
			slices.Sort(c.made)
			if !slices.Equal(gone, c.gone) || !slices.Equal(came, c.made) || strings.Join(at, "/") != c.at {
				t.Errorf("gone %q, made %q, at %v\n%s", gone, came, at, made.Text)
			}
			if c.at != "" && made.IndexOf(at) < 0 {
				t.Errorf("there is no part %v", at)
			}
			if _, err := checklist.Read([]byte(made.Text), nil); (err != nil) != c.unusable {
				t.Errorf("%v\n%s", err, made.Text)
			}
		})
	}
}

// difference gives the lines that only one of two texts has, each in the order of the alphabet.
func difference(before, after string) (gone, came []string) {
	gone, came = strings.Split(before, "\n"), strings.Split(after, "\n")
	for _, line := range strings.Split(before, "\n") {
		if i := slices.Index(came, line); i >= 0 {
			came = slices.Delete(came, i, i+1)
			gone = slices.Delete(gone, slices.Index(gone, line), slices.Index(gone, line)+1)
		}
	}
	slices.Sort(gone)
	slices.Sort(came)
	return gone, came
}

// TestMoving there and back again leaves what was there.
func TestMoving(t *testing.T) {
	f := read(t, site)
	moved := 0
	for i := range f.Parts {
		if !f.CanMove(i, 1) {
			continue
		}
		there, at, err := f.Move(i, 1)
		if err != nil || there.Text == f.Text {
			t.Fatal(f.Parts[i].Path, err)
		}
		back, at, err := there.Move(there.IndexOf(at), -1)
		if err != nil || back.Text != f.Text || back.IndexOf(at) != i {
			t.Errorf("%v: %v\n%s", f.Parts[i].Path, err, back.Text)
		}
		moved++
	}
	if moved != 6 {
		t.Errorf("%d parts can be moved down", moved)
	}
}

// TestAnyChanges: from an empty checklist, whatever somebody does one after the other leaves
// one that is read, and what was made is where it is said to be.
func TestAnyChanges(t *testing.T) {
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // not for secrets
		f, did := read(t, "# mine\n"+New+"# end\n"), ""
		for range 25 {
			made, at, what, err := anyChange(f, r)
			if err != nil {
				t.Fatalf("seed %d, %s: %v\n%s", seed, what, err, f.Text)
			}
			if did += what + "\n"; at != nil && made.IndexOf(at) < 0 {
				t.Fatalf("seed %d: there is no part %v\n%s\n%s", seed, at, did, made.Text)
			}
			if !strings.HasPrefix(made.Text, "# mine\n") || !strings.Contains(made.Text, "# end\n") {
				t.Fatalf("seed %d: a comment is lost\n%s\n%s", seed, did, made.Text)
			}
			f = made
		}
	}
}

func anyFilling(f *Form, p *Part, r *rand.Rand) (*Form, error) {
	in := &p.Inputs[r.IntN(len(p.Inputs))]
	words := samples[in.Form]
	if in.Form == checklist.WordForm {
		words = in.Words
	}
	return f.Fill(p, in, words[r.IntN(len(words))])
}

func anyChange(f *Form, r *rand.Rand) (made *Form, at yamledit.Path, what string, err error) {
	i := r.IntN(len(f.Parts))
	p := &f.Parts[i]
	switch n := r.IntN(8); {
	case n == 0 || p.Sort == Whole && n < 5:
		made, at, err = f.AddDevice()
		return made, at, "a device", err
	case n == 1 || p.Sort == Whole:
		made, at, err = f.AddRule()
		return made, at, "a rule", err
	case n == 2 && f.CanDuplicate(i):
		made, at, err = f.Duplicate(i)
		return made, at, "a copy", err
	case n == 3 && f.CanMove(i, 1):
		made, at, err = f.Move(i, 1)
		return made, at, "down", err
	case n == 4:
		made, err = f.Remove(i)
		return made, nil, "none", err
	case n == 5 && p.Sort == Check:
		all := f.Addable(f.SubjectOf(i))
		made, at, err = f.Change(i, &all[r.IntN(len(all))])
		return made, at, "another check", err
	case n == 6:
		made, err = anyFilling(f, p, r)
		return made, nil, "filled in", err
	default:
		s := f.SubjectOf(i)
		all := f.Addable(s)
		made, at, err = f.AddCheck(s, &all[r.IntN(len(all))])
		return made, at, "a check", err
	}
}
