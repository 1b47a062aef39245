package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
	"mangrove/model/payload"
	"mangrove/ui/connection"
	"mangrove/ui/desk"
	"mangrove/ui/explore"
	"mangrove/ui/format"
	"mangrove/ui/home"
	"mangrove/ui/profile"
	"mangrove/ui/shelf"
	"mangrove/ui/widgets"
)

// followStored brings the tabs of a stored connection, or of all for none, what has
// changed of it: name, colour and guard at once. That the rest takes another session
// is said there.
func (w *Window) followStored(id string) {
	for _, e := range w.tabs.list {
		c := e.Conn
		p, ok := w.shelf.Get(c.Stored.ID)
		if !ok || id != "" && id != p.ID {
			continue
		}
		c.FollowStored(p)
		if c.SetReadOnly != nil {
			c.SetReadOnly(p.ReadOnly)
		}
		if p.ReadOnly {
			e.Publish.StopJobs()
		}
		c.Outdated = !c.Ended() && c.OutdatedBy(p, w.shelf.SecretChanges(p.ID))
	}
	w.sayCurrent()
	w.home.DrawLive()
}

// keepView has the payloads of the topics that match a filter shown in a way from now on,
// and the next time that a stored connection is opened.
func (w *Window) keepView(e *explore.Page, filter string, v payload.View) {
	e.Conn.KeepView(filter, v)
	w.keepInProfile(e, func(p *profiles.Profile) { p.SetView(filter, connection.ViewCode(v)) })
}

// keepReading has the payloads of the topics that the filter of a format matches read as
// it says, in the same way.
func (w *Window) keepReading(e *explore.Page, f profiles.PayloadFormat) {
	e.Conn.KeepReading(f)
	w.keepInProfile(e, func(p *profiles.Profile) { p.SetReading(f) })
}

// keepInProfile changes the stored connection of a tab, if it has one.
func (w *Window) keepInProfile(e *explore.Page, change func(p *profiles.Profile)) {
	if p, stored := w.shelf.Get(e.Conn.Stored.ID); stored {
		change(&p)
		w.shelf.Edit(p)
		w.followStored(p.ID)
	}
}

// reconnect ends the session if there is one, and opens another with the stored
// connection as it is now.
func (w *Window) reconnect(e *explore.Page) {
	if _, stored := w.shelf.Get(e.Conn.Stored.ID); !stored {
		e.ConnectTo(e.Conn.Target) // typed, or deleted since
		return
	}
	e.Notice.Hide()
	w.home.Use(e.Conn.Stored.ID, home.Usage{Do: e.ConnectTo, Refuse: func(why string) {
		e.Notice.Offer("Not connected. "+why, "Edit connection…", e.Edit)
	}})
}

// edit shows the connection of the tab where it can be changed: the stored one,
// or the address that was typed. What certificates are accepted stands with a
// stored one only.
func (w *Window) edit(e *explore.Page) {
	c := e.Conn
	untrusted := explain.IsCertificateProblem(c.Status.Problem)
	p, stored := w.shelf.Get(c.Stored.ID)
	if !stored && untrusted && w.shelf.IsReady() {
		w.askToKeep(e)
		return
	}
	w.tabs.choose(nil)
	if stored {
		group := profile.GeneralGroup
		if untrusted {
			group = profile.TLSGroup
		}
		w.home.Edit(p.ID, group)
		return
	}
	w.home.Change(c.Profile, func() { w.closeUnused(e) })
}

// askToKeep asks whether a typed connection is to be kept, and shows its
// certificates then.
func (w *Window) askToKeep(e *explore.Page) {
	p := e.Conn.Profile
	if w.desk.Asked != nil {
		return
	}
	words := "To choose which certificates to accept, keep the connection in the list."
	if p.Password != "" {
		words += format.Fill(" Its password: {place}.", "place", w.shelf.WhereKept(shelf.SecretUnset))
	}
	about := widgets.NewSentences(words, widget.MediumImportance)
	confirm := widgets.NewButton("Keep it and set TLS…", nil, nil)
	q := w.desk.Ask(format.Fill("Keep the connection to {name}?", "name", e.Conn.Title()), about, confirm, desk.NamedObject{Name: "question", Object: about})
	confirm.OnTapped = func() {
		q.Close()
		w.tabs.choose(nil)
		w.home.Keep(p, func(id string) {
			w.home.Edit(id, profile.TLSGroup)
			w.closeUnused(e)
		})
	}
	q.Dialog.Resize(fyne.NewSize(w.desk.Width(520), 160))
}

// askLogin asks for the user name and the password again, and connects with
// them.
func (w *Window) askLogin(e *explore.Page) {
	c := e.Conn
	if w.desk.Asked != nil {
		return
	}
	user, secret := widgets.NewFormEntry("", 0), widgets.NewFormEntry("", 0)
	user.SetText(c.Profile.Username)
	secret.Password = true
	problem := widgets.NewSentences("", widget.DangerImportance)
	problem.Hide()
	kept := "used until this tab is closed, not stored"
	if c.Stored.ID != "" {
		kept = w.shelf.WhereKept(shelf.SecretUnset)
	}
	words := "Type the login of this connection again."
	if c.Status.Problem != nil {
		words = explain.Error(c.Status.Problem, c.Profile.Address)
	}
	why := widgets.NewSentences(words, widget.MediumImportance)
	content := container.NewVBox(why,
		widgets.NewFormRow("User name", user).Object, widgets.NewFormRow("Password", secret).Object, widgets.NewSentences(kept, widget.LowImportance), problem)
	confirm := widgets.NewButton("Connect", theme.LoginIcon(), nil)
	q := w.desk.Ask(format.Fill("Connect to {name}", "name", c.Title()), content, confirm,
		desk.NamedObject{Name: "secret user name", Object: user}, desk.NamedObject{Name: "secret password", Object: secret}, desk.NamedObject{Name: "problem", Object: problem})
	confirm.OnTapped = func() {
		w.takeLogin(e, strings.TrimSpace(user.Value()), secret.Value(), func(err error) {
			if err != nil {
				widgets.ShowProblem(problem, explain.Error(err, broker.Address{}))
				return
			}
			q.Close()
		})
	}
	for _, entry := range []*widgets.FormEntry{user, secret} {
		entry.OnSubmitted = func(string) { confirm.OnTapped() }
	}
	q.Dialog.Resize(fyne.NewSize(w.desk.Width(520), 200))
	first := secret
	if c.Profile.Username == "" {
		first = user
	}
	w.desk.Focus(first)
}

// takeLogin keeps a login where that of the connection is kept, and connects
// with it.
func (w *Window) takeLogin(e *explore.Page, user, password string, then func(error)) {
	id := e.Conn.Stored.ID
	p, stored := w.shelf.Get(id)
	if !stored {
		r := &e.Conn.Profile
		r.Username, r.Password, r.PasswordSet = user, password, user != ""
		w.home.Remember(e.Conn)
		then(nil)
		e.Reconnect()
		return
	}
	// What is left empty here is meant to be empty.
	if empty := password == "" && user != ""; p.Username != user || p.EmptyPassword != empty {
		p.Username, p.EmptyPassword = user, empty
		w.shelf.Edit(p)
	}
	w.shelf.GiveSecrets(id, func() (map[string]string, error) {
		return map[string]string{profiles.SecretPassword: password}, nil
	}, func(err error) {
		if then(err); err == nil {
			e.Reconnect()
		}
	})
}
