package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker/profiles"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// secretPart is a field of the form for a secret. What is kept is not shown; it
// can be replaced or forgotten.
type secretPart struct {
	*row
	form   *form
	name   string // of the secret
	entry  *widgets.FormEntry
	forget *widget.Button
	shown  string // the profile whose secret is being typed
}

// secret adds a field for a secret.
func (f *form) secret(label, name string, when func(p *profiles.Profile) bool) {
	s := &secretPart{form: f, name: name, entry: f.entry("", 0)}
	s.entry.Password = true
	s.entry.OnChanged = s.typed
	s.entry.OnSubmitted = func(string) { f.connect() }
	s.forget = newForget(func() { f.home.shelf.setSecret(f.profile.ID, name, ""); s.clear() })
	s.row = newRow(label, container.NewBorder(nil, nil, nil, s.forget, s.entry))
	s.when = when
	f.add(label, s, s.entry)
}

// newForget makes a button that removes what it stands beside. A field that
// goes with it is left first: what is typed after must not go to another.
func newForget(do func()) *widget.Button {
	b := widget.NewButtonWithIcon("", theme.ContentClearIcon(), nil)
	b.OnTapped = func() {
		fyne.CurrentApp().Driver().CanvasForObject(b).Unfocus()
		do()
	}
	b.Importance = widget.LowImportance
	return b
}

func (s *secretPart) typed(value string) {
	if f := s.form; !f.showing {
		f.home.shelf.setSecret(f.profile.ID, s.name, value)
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
	state := s.form.home.shelf.secretOf(p, s.name)
	arrange.SetHidden(state == secretUnset, s.forget)
	hint := state.hint("")
	if s.entry.PlaceHolder != hint {
		s.entry.SetPlaceHolder(hint)
	}
	s.Say(s.form.home.shelf.whereKept(state), widget.LowImportance)
}

// secretState is what has become of a secret of a stored connection.
type secretState int

const (
	secretUnset  secretState = iota // there is none
	secretKept                      // it is there
	secretAbsent                    // there is one, which this computer does not have
)

// secretOf is what has become of a secret.
func (s *shelf) secretOf(p *profiles.Profile, name string) secretState {
	switch {
	case !slices.Contains(p.Kept, name):
		return secretUnset
	case slices.Contains(s.findings[p.ID].absent, name):
		return secretAbsent
	}
	return secretKept
}

// dots stand in a field for a secret that is kept.
const dots = "••••••••"

// hint is what an empty field for a secret shows.
func (s secretState) hint(other string) string {
	if s == secretKept {
		return dots
	}
	return other
}

// whereKept says what becomes of a secret.
func (s *shelf) whereKept(state secretState) string {
	switch {
	case state == secretAbsent:
		return "not kept: asked for each time you connect"
	case s.asking:
		return "the key ring of this computer has not opened yet"
	case !s.kept && state == secretKept:
		return "no key ring is open: kept until Mangrove ends"
	case !s.kept:
		return "no key ring is open: asked for each time Mangrove starts"
	case state == secretKept:
		return "kept on this computer, sealed with its key ring"
	}
	return "will be kept on this computer, sealed with its key ring"
}
