package profile

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker/profiles"
	"mangrove/ui/format"
	"mangrove/ui/shelf"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// sourcePart is a field of the form for a certificate or a key: the path of a
// file, or pasted text, of which only is shown what it is.
type sourcePart struct {
	*row
	form   *Form
	at     func(p *profiles.Profile) *string
	secret string // the name under which pasted text is kept, if it is one
	entry  *widgets.FormEntry
	forget *widgets.Button
	hint   string
}

// source adds a field for a certificate or a key.
func (f *Form) source(label, hint, secret string, at func(p *profiles.Profile) *string) {
	s := &sourcePart{form: f, at: at, secret: secret, hint: hint, entry: f.entry(hint, 1)}
	s.entry.Scroll = container.ScrollNone
	s.entry.OnChanged = s.typed
	s.forget = newForget(s.remove)
	choose := widgets.NewButton("", theme.FolderOpenIcon(), s.choose)
	choose.Tip = "Choose a file"
	s.row = newRow(label, container.NewBorder(nil, nil, nil, container.NewHBox(s.forget, choose), arrange.AtMost(820, s.entry)))
	f.add(label, s, s.entry)
}

func (s *sourcePart) typed(text string) {
	f := s.form
	if f.showing {
		return
	}
	pasted := profiles.IsPEM(text)
	if pasted && !strings.Contains(text, "-----END") {
		s.Say("the end of the text is missing; paste all of it, up to the line that begins with -----END", widget.DangerImportance)
		return
	}
	if !pasted {
		if text = strings.TrimSpace(text); !profiles.IsPath(text) { // which is stored in clear
			s.Say("the beginning of the text is missing; paste all of it, from the line that begins with -----BEGIN", widget.DangerImportance)
			return
		}
	}
	f.change(func(p *profiles.Profile) { *s.at(p) = text })
	if pasted {
		f.showAll()
	}
}

// remove forgets what there is.
func (s *sourcePart) remove() {
	if s.secret != "" {
		s.form.shelf.SetSecret(s.form.profile.ID, s.secret, "")
	}
	s.form.change(func(p *profiles.Profile) { *s.at(p) = "" })
	s.form.showAll()
}

func (s *sourcePart) choose() {
	s.form.desk.ChooseFile(func(path string) {
		s.form.change(func(p *profiles.Profile) { *s.at(p) = path })
		s.form.showAll()
	})
}

func (s *sourcePart) show(p *profiles.Profile) {
	text := *s.at(p)
	if profiles.IsPEM(text) {
		text = ""
	}
	if s.entry.Value() != text {
		s.entry.SetText(text)
	}
	s.follow(p)
}

func (s *sourcePart) follow(p *profiles.Profile) {
	s.row.follow(p)
	text, hint, note := *s.at(p), s.hint, ""
	secret := s.secret != "" && (slices.Contains(p.Kept, s.secret) || strings.Contains(text, "PRIVATE KEY"))
	switch {
	case secret:
		state := shelf.SecretKept
		if s.secret != "" && slices.Contains(p.Kept, s.secret) {
			state = s.form.shelf.SecretOf(p, s.secret)
		}
		hint, note = hintOf(state, s.hint), s.form.shelf.WhereKept(state)
	case profiles.IsPEM(text):
		hint = format.PEM(text)
	}
	if s.entry.PlaceHolder != hint {
		s.entry.SetPlaceHolder(hint)
	}
	s.Say(note, widget.LowImportance)
	arrange.SetHidden(text == "" && !secret, s.forget)
}
