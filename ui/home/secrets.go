package home

import (
	"encoding/base64"
	"errors"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/shelf"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// missingSecrets are what a connection needs and what is not kept here.
type missingSecrets struct {
	profile profiles.Profile
	names   []string
	why     string // says more, if there is more to say
	usage   Usage  // of the connection, once they are there
}

// mostAsked is how many secrets are asked for at a time: what is asked for is up to
// whoever wrote the file with the connection.
const mostAsked = 10

// askFor asks for secrets, after the question that is asked now.
func (h *Page) askFor(m missingSecrets) { h.desk.AskLater(func() { h.askForNow(m) }) }

func (h *Page) askForNow(m missingSecrets) {
	p, names := m.profile, m.names[:min(len(m.names), mostAsked)] // for the others when these are there
	h.Choose(p.ID)
	content := container.NewVBox(widgets.NewSentences(format.Excerpt(format.Fill("To connect to {name}, type what is not stored on this computer. It is sent to {address}.",
		"name", format.ConnectionName(p), "address", p.Address)), widget.MediumImportance))
	problem := widgets.NewSentences(format.Excerpt(m.why), widget.DangerImportance)
	arrange.SetHidden(m.why == "", problem)
	entries := make([]*widgets.FormEntry, len(names))
	var others []desk.NamedObject
	for i, name := range names {
		entries[i] = widgets.NewFormEntry("", 0)
		control := fyne.CanvasObject(entries[i])
		if isFile(name) {
			entries[i].SetPlaceHolder("path of the file")
			choose := widgets.NewButton("", theme.FolderOpenIcon(), func() { h.desk.ChooseFile(entries[i].SetText) })
			choose.Tip = "Choose a file"
			control = container.NewBorder(nil, nil, nil, choose, entries[i])
		} else {
			entries[i].Password = true
		}
		content.Add(widgets.NewFormRow(capital(explain.Secret(name)), control).Object)
		others = append(others, desk.NamedObject{Name: "secret " + name, Object: entries[i]})
	}
	content.Add(widgets.NewSentences(h.shelf.WhereKept(shelf.SecretUnset), widget.LowImportance))
	content.Add(problem)
	others = append(others, desk.NamedObject{Name: "problem", Object: problem})
	var q *desk.Question
	confirm := widgets.NewButton("Connect", theme.LoginIcon(), nil)
	confirm.OnTapped = func() {
		given := make(map[string]string, len(names))
		for i, e := range entries {
			given[names[i]] = e.Value()
		}
		h.takeSecrets(m, given, problem, q)
	}
	for _, e := range entries {
		e.OnSubmitted = func(string) { confirm.OnTapped() }
	}
	q = h.desk.Ask(format.Fill("Connect to {name}", "name", format.ConnectionName(p)), content, confirm, others...)
	q.Dialog.Resize(fyne.NewSize(h.desk.Width(520), 200))
	h.desk.Focus(entries[0])
}

// capital gives a name a capital to begin with.
func capital(name string) string {
	first, n := utf8.DecodeRuneInString(name)
	if n == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + name[n:]
}

// isFile reports whether a secret comes as a file as a rule.
func isFile(name string) bool { return name == profiles.SecretKey || name == profiles.SecretPKCS12 }

// takeSecrets keeps what was typed, and goes on with what it was asked for.
func (h *Page) takeSecrets(m missingSecrets, given map[string]string, problem *widget.Label, q *desk.Question) {
	id := m.profile.ID
	h.shelf.GiveSecrets(id, func() (map[string]string, error) { return fromFiles(given) }, func(err error) {
		switch {
		case err != nil && q.Gone:
			h.failed(err)
			return
		case err != nil:
			widgets.ShowProblem(problem, explain.Error(err, broker.Address{}))
			return
		case q.Gone: // cancelled meanwhile
			return
		}
		q.Close()
		h.Use(id, m.usage)
	})
}

// fromFiles reads those of the secrets that were given as the paths of their files.
func fromFiles(given map[string]string) (map[string]string, error) {
	all := make(map[string]string, len(given))
	for name, value := range given {
		value, err := fromFile(name, value)
		if err != nil {
			return nil, err
		}
		all[name] = value
	}
	return all, nil
}

// fromFile reads a secret that was given as the path of its file.
func fromFile(name, value string) (string, error) {
	if value == "" {
		return "", errors.New(format.Fill("The {secret} is required to connect.", "secret", explain.Secret(name)))
	}
	if !isFile(name) || profiles.IsPEM(value) {
		return value, nil
	}
	content, err := profiles.ReadMaterial(value)
	switch {
	case err != nil:
		return "", errors.New(format.Fill("The {secret} cannot be read: choose its file. {why}", "secret", explain.Secret(name), "why", explain.File(err)))
	case name == profiles.SecretPKCS12:
		return base64.StdEncoding.EncodeToString(content), nil
	case !profiles.IsPEM(string(content)):
		return "", errors.New(format.Fill("This file is not a {secret} in PEM. Choose the one that came with the certificate.", "secret", explain.Secret(name)))
	}
	return string(content), nil
}

// askMoved asks whether the secrets of a connection are meant for what another
// program has made of it.
func (h *Page) askMoved(p profiles.Profile, moved *profiles.MovedError, u Usage) {
	h.desk.AskLater(func() { h.askMovedNow(p, moved, u) })
}

func (h *Page) askMovedNow(p profiles.Profile, moved *profiles.MovedError, u Usage) {
	h.Choose(p.ID)
	was := "other, unknown settings"
	if len(moved.Was) > 0 {
		was = format.Excerpts(explain.Parts(moved.Was)...)
	}
	problem := widgets.NewSentences("", widget.DangerImportance)
	problem.Hide()
	content := container.NewVBox(
		widgets.NewSentences("The password and other secrets of this connection were entered for:", widget.MediumImportance),
		widgets.NewSentences(was, widget.HighImportance),
		widgets.NewSentences("The connections file now says:", widget.MediumImportance),
		widgets.NewSentences(format.Excerpts(explain.Parts(moved.Now)...), widget.DangerImportance),
		widgets.NewSentences("Send them there only if you know who changed it.", widget.MediumImportance),
		problem)
	var q *desk.Question
	confirm := widgets.NewButton("Send them there", theme.LoginIcon(), nil)
	confirm.OnTapped = func() {
		h.shelf.WithSecrets(func(s shelf.Stored) (string, error) { return p.ID, s.Book.Allow(p) }, func(id string, err error) {
			switch {
			case err != nil && q.Gone:
				h.failed(err)
			case err != nil:
				widgets.ShowProblem(problem, explain.Error(err, broker.Address{}))
			case !q.Gone:
				q.Close()
				h.Use(id, u)
			}
		})
	}
	q = h.desk.Ask(format.Fill("Another program has changed {name}", "name", format.ConnectionName(p)), content, confirm, desk.NamedObject{Name: "problem", Object: problem})
	confirm.Importance = widget.DangerImportance // not by Enter
	q.Dialog.Resize(fyne.NewSize(h.desk.Width(520), 200))
}
