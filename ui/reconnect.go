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
	"mangrove/ui/desk"
	"mangrove/ui/widgets"
)

// guarded is a session that can be told to publish nothing.
type guarded interface{ SetReadOnly(on bool) }

// followStored brings the tabs of a stored connection, or of all for none, what has
// changed of it: name, colour and guard at once. That the rest takes another session
// is said there.
func (h *home) followStored(id string) {
	for _, e := range h.window.tabs.list {
		c := e.conn
		p, ok := h.shelf.get(c.Stored.ID)
		if !ok || id != "" && id != p.ID {
			continue
		}
		c.FollowStored(p)
		if s, ok := c.Session.(guarded); ok {
			s.SetReadOnly(p.ReadOnly)
		}
		c.Outdated = !c.Ended() && c.OutdatedBy(p, h.shelf.secretChanges(p.ID))
	}
	h.window.sayCurrent()
	h.form.drawLive()
}

// reconnect ends the session if there is one, and opens another with the stored
// connection as it is now.
func (h *home) reconnect(e *explore) {
	if _, stored := h.shelf.get(e.conn.Stored.ID); !stored {
		e.connectTo(e.conn.Target) // typed, or deleted since
		return
	}
	e.notice.Hide()
	h.use(e.conn.Stored.ID, usage{do: e.connectTo, refuse: func(why string) {
		e.notice.Offer("Not connected: "+why, "Edit connection…", e.edit)
	}})
}

// edit shows the connection of the tab where it can be changed: the stored one,
// or the address that was typed. What certificates are accepted stands with a
// stored one only.
func (h *home) edit(e *explore) {
	c := e.conn
	untrusted := explain.IsCertificateProblem(c.Status.Problem)
	p, stored := h.shelf.get(c.Stored.ID)
	if !stored && untrusted && h.shelf.isReady() {
		h.askToKeep(e)
		return
	}
	h.window.tabs.choose(nil)
	if stored {
		h.choose(p.ID)
		group := generalTitle
		if untrusted {
			group = tlsTitle
		}
		h.form.turnTo(group)
		return
	}
	h.choose("")
	h.quick.change(e)
}

// askToKeep asks whether a typed connection is to be kept, and shows its
// certificates then.
func (h *home) askToKeep(e *explore) {
	p := e.conn.Profile
	if h.desk.Asked != nil {
		return
	}
	words := "To set which certificates are accepted, keep the connection in the list."
	if p.Password != "" {
		words += " Its password: " + h.shelf.whereKept(secretUnset) + "."
	}
	about := widgets.NewSentences(words, widget.MediumImportance)
	confirm := widgets.NewButton("Keep it and set TLS…", nil, nil)
	q := h.desk.Ask("Keep the connection to "+e.conn.Title()+"?", about, confirm, desk.NamedObject{Name: "question", Object: about})
	confirm.OnTapped = func() {
		q.Close()
		h.quick.changing = e
		h.window.tabs.choose(nil)
		h.create(keptOf(p), map[string]string{profiles.SecretPassword: p.Password}, func(string) {
			h.form.turnTo(tlsTitle)
			h.quick.replace()
		})
	}
	q.Dialog.Resize(fyne.NewSize(h.desk.Width(520), 160))
}

// askLogin asks for the user name and the password again, and connects with
// them.
func (h *home) askLogin(e *explore) {
	c := e.conn
	if h.desk.Asked != nil {
		return
	}
	user, secret := widgets.NewFormEntry("", 0), widgets.NewFormEntry("", 0)
	user.SetText(c.Profile.Username)
	secret.Password = true
	problem := widgets.NewSentences("", widget.DangerImportance)
	problem.Hide()
	kept := "used until this tab is closed, and kept nowhere"
	if c.Stored.ID != "" {
		kept = h.shelf.whereKept(secretUnset)
	}
	words := "Type the login of this connection again."
	if c.Status.Problem != nil {
		words = explain.Error(c.Status.Problem, c.Profile.Address)
	}
	why := widgets.NewSentences(words, widget.MediumImportance)
	content := container.NewVBox(why,
		widgets.NewFormRow("User name", user).Object, widgets.NewFormRow("Password", secret).Object, widgets.NewSentences(kept, widget.LowImportance), problem)
	confirm := widgets.NewButton("Connect", theme.LoginIcon(), nil)
	q := h.desk.Ask("Connect to "+c.Title(), content, confirm,
		desk.NamedObject{Name: "secret user name", Object: user}, desk.NamedObject{Name: "secret password", Object: secret}, desk.NamedObject{Name: "problem", Object: problem})
	confirm.OnTapped = func() {
		h.takeLogin(e, strings.TrimSpace(user.Value()), secret.Value(), func(err error) {
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
	q.Dialog.Resize(fyne.NewSize(h.desk.Width(520), 200))
	first := secret
	if c.Profile.Username == "" {
		first = user
	}
	h.desk.Focus(first)
}

// takeLogin keeps a login where that of the connection is kept, and connects
// with it.
func (h *home) takeLogin(e *explore, user, password string, then func(error)) {
	id := e.conn.Stored.ID
	p, stored := h.shelf.get(id)
	if !stored {
		r := &e.conn.Profile
		r.Username, r.Password, r.PasswordSet = user, password, user != ""
		h.quick.trying = append(h.quick.trying, e.conn)
		then(nil)
		e.reconnect()
		return
	}
	// What is left empty here is meant to be empty.
	if empty := password == "" && user != ""; p.Username != user || p.EmptyPassword != empty {
		p.Username, p.EmptyPassword = user, empty
		h.shelf.edit(p)
	}
	h.shelf.giveSecrets(id, func() (map[string]string, error) {
		return map[string]string{profiles.SecretPassword: password}, nil
	}, func(err error) {
		if then(err); err == nil {
			e.reconnect()
		}
	})
}
