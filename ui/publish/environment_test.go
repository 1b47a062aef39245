package publish

import (
	"strings"
	"testing"

	"mangrove/broker/environments"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
)

// keepEnvironments has some environments kept, each with a variable site, and offers them.
func (b *bench) keepEnvironments(p *Panel, names ...string) {
	b.t.Helper()
	b.keep(p)
	for i, name := range names {
		e := environments.Environment{Name: name, Variables: []environments.Variable{{Name: "site", Value: string(rune('a' + i))}}}
		if _, err := p.messages().Environments.Put(e); err != nil {
			b.t.Fatal(err)
		}
	}
	p.SetFolded(false)
	p.how.template.SetChecked(true)
	b.until("the environments are offered", func() bool { return len(p.environment.choice.Options) == len(names)+2 })
}

// TestEnvironmentsOfOneName are told apart, also one that is called as another choice is:
// with the values of the other one messages would go elsewhere.
func TestEnvironmentsOfOneName(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	b.keepEnvironments(p, "Plant", "Plant", noEnvironment, editEnvironments)
	for i := range p.environment.all {
		name := p.environment.choice.Options[i+1]
		p.environment.choice.SetSelected(name) // as the menu does
		b.until(name+" is chosen", func() bool { return p.environment.values != nil })
		if got := p.environment.values["site"]; got != p.environment.all[i].Variables[0].Value {
			t.Errorf("%q has %q", name, got)
		}
	}
	if options := p.environment.choice.Options; options[5] != editEnvironments {
		t.Errorf("%q", options)
	}
}

// TestWhatIsTypedOfAnEnvironmentStays when another one is turned to.
func TestWhatIsTypedOfAnEnvironmentStays(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	b.keepEnvironments(p, "North", "South")
	p.environment.choice.SetSelectedIndex(1)
	b.until("it is chosen", func() bool { return p.environment.values != nil })
	p.environment.choice.SetSelectedIndex(3) // to edit them
	which := func() *widgets.Select { return uitest.Find[*widgets.Select](b.window.Canvas().Overlays().Top())[0] }
	which().SetSelectedIndex(2)
	which().SetSelectedIndex(1) // nothing was typed
	asked[*widgets.Entry](b, "environment name").SetText("Far North")
	which().SetSelectedIndex(2)
	if got := asked[*widgets.Entry](b, "environment name").Value(); got != "Far North" || which().SelectedIndex() != 1 || !strings.Contains(b.dialogWords(), "are not saved") {
		t.Errorf("it has %q of %d, and says %q", got, which().SelectedIndex(), b.dialogWords())
	}
	b.dialogButton("Save").OnTapped()
	b.until("it is saved", func() bool { return len(p.environment.all) == 2 && p.environment.chosenOne().Name == "Far North" })
	if v := p.environment.chosenOne().Variables; len(v) != 1 || v[0].Value != "a" {
		t.Errorf("it has %+v", v)
	}
}

// TestAScopeThatIsGoneStays: a folder without a connection is one that an environment is for
// all the same.
func TestAScopeThatIsGoneStays(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	b.keepEnvironments(p, "North")
	f := &environmentForm{part: p.environment}
	p.environment.all[0].Folder = "gone"
	f.was = p.environment.all[0]
	if scopes := f.scopes(); scopes[len(scopes)-1] != "For the folder gone" {
		t.Errorf("%q", scopes)
	}
}

// TestWhyNothingIsAddedToASequence is said in the dialog, over the panel.
func TestWhyNothingIsAddedToASequence(t *testing.T) {
	b := newBench(t)
	p := b.ends(b.connect())
	p.topic.SetText("a")
	p.retain.SetChecked(true)
	p.work.showSequence()
	if b.dialogButton("Close") == nil {
		t.Errorf("the dialog, which keeps what is typed, says %q", b.dialogWords())
	}
	asked[*widgets.Button](b, "add step").OnTapped()
	if words := b.dialogWords(); !strings.Contains(words, "clears what the broker keeps") {
		t.Errorf("it says %q", words)
	}
	p.retain.SetChecked(false)
	asked[*widgets.Button](b, "add step").OnTapped()
	if words := b.dialogWords(); strings.Contains(words, "clears what the broker keeps") || len(p.Sequence().Steps) != 1 {
		t.Errorf("it says %q with %d steps", words, len(p.Sequence().Steps))
	}
}
