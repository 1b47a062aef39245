package profile

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker/profiles"
	"mangrove/ui/shelf"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// secretPart is a field of the form for a secret. What is kept is not shown; it
// can be replaced or forgotten.
type secretPart struct {
	*row
	form   *Form
	name   string // of the secret
	entry  *widgets.FormEntry
	forget *widgets.Button
	shown  string // the profile whose secret is being typed
}

// secret adds a field for a secret.
func (f *Form) secret(label, name string, when func(p *profiles.Profile) bool) {
	s := &secretPart{form: f, name: name, entry: f.entry("", 0)}
	s.entry.Password = true
	s.entry.OnChanged = s.typed
	s.entry.OnSubmitted = func(string) { f.connect() }
	s.forget = newForget(func() { f.shelf.SetSecret(f.profile.ID, name, ""); s.clear() })
	s.row = newRow(label, container.NewBorder(nil, nil, nil, s.forget, s.entry))
	s.when = when
	f.add(label, s, s.entry)
}

// newForget makes a button that removes what it stands beside. A field that
// goes with it is left first: what is typed after must not go to another.
func newForget(do func()) *widgets.Button {
	b := widgets.NewIconButton("Remove", theme.ContentClearIcon(), nil)
	b.OnTapped = func() {
		fyne.CurrentApp().Driver().CanvasForObject(b).Focus(b)
		do()
	}
	return b
}

func (s *secretPart) typed(value string) {
	if f := s.form; !f.showing {
		f.shelf.SetSecret(f.profile.ID, s.name, value)
	}
}

func (s *secretPart) clear() { s.form.quietly(func() { s.entry.SetText("") }) }

func (s *secretPart) show(p *profiles.Profile) {
	if s.shown != p.ID {
		s.shown = p.ID
		s.entry.SetText("")
	}
	s.follow(p)
}

func (s *secretPart) follow(p *profiles.Profile) {
	s.row.follow(p)
	state := s.form.shelf.SecretOf(p, s.name)
	arrange.SetHidden(state == shelf.SecretUnset, s.forget)
	hint := hintOf(state, "")
	if s.entry.PlaceHolder != hint {
		s.entry.SetPlaceHolder(hint)
	}
	s.Say(s.form.shelf.WhereKept(state), widget.LowImportance)
}

// dots stand in a field for a secret that is kept.
const dots = "••••••••"

// hintOf is what an empty field for a secret shows.
func hintOf(state shelf.SecretState, other string) string {
	if state == shelf.SecretKept {
		return dots
	}
	return other
}
