package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"mangrove/broker"
	"mangrove/broker/profiles"
)

// linesPart is a list in the form that can be added to and taken from.
type linesPart struct {
	*formRow
	form  *form
	lines *fyne.Container
	// count is how many there are, line makes what shows one of them.
	count  func(p *profiles.Profile) int
	line   func(i int) fyne.CanvasObject
	shown  string // the profile whose lines are there
	number int    // of them
}

// lines adds a list. plus adds to the profile.
func (f *form) lines(label, add string, l *linesPart, plus func(p *profiles.Profile)) {
	l.form, l.lines = f, container.NewVBox()
	var more *formButton
	more = f.press(add, theme.ContentAddIcon(), func() {
		f.home.window.window.Canvas().Focus(more) // the lines are made anew
		f.change(plus)
		l.fill(&f.profile)
	})
	l.formRow = newFormRow(label, container.NewVBox(l.lines, container.NewHBox(more)))
	f.add(add, l, more)
}

func (l *linesPart) show(p *profiles.Profile) {
	l.follow(p)
	if l.shown != p.ID || l.number != l.count(p) {
		l.fill(p)
	}
}

// fill makes the lines anew.
func (l *linesPart) fill(p *profiles.Profile) {
	l.shown, l.number = p.ID, l.count(p)
	l.lines.RemoveAll()
	l.form.quietly(func() {
		for i := range l.number {
			l.lines.Add(l.line(i))
		}
	})
	l.box.Refresh()
}

// change changes the profile; the lines are made anew if there are more or
// fewer of them.
func (l *linesPart) change(do func(p *profiles.Profile)) {
	l.form.change(do)
	if l.count(&l.form.profile) != l.number {
		l.fill(&l.form.profile)
	}
}

// userProperties adds a list of names and values.
func (f *form) userProperties(label string, at func(p *profiles.Profile) *[]broker.UserProperty, when func(p *profiles.Profile) bool) {
	l := &linesPart{}
	edit := func(i int, do func(u *broker.UserProperty)) {
		l.change(func(p *profiles.Profile) {
			list := slices.Clone(*at(p))
			if i < len(list) {
				do(&list[i])
				*at(p) = list
			}
		})
	}
	l.count = func(p *profiles.Profile) int { return len(*at(p)) }
	l.line = func(i int) fyne.CanvasObject {
		u := (*at(&f.profile))[i]
		name, value := f.entry("name", 0), f.entry("value", 0)
		name.SetText(u.Name)
		value.SetText(u.Value)
		name.OnChanged = func(s string) { edit(i, func(u *broker.UserProperty) { u.Name = s }) }
		value.OnChanged = func(s string) { edit(i, func(u *broker.UserProperty) { u.Value = s }) }
		return pairLine(name, value, func() {
			l.change(func(p *profiles.Profile) {
				list := at(p) // once: of a last will it gives a copy each time
				*list = slices.Delete(slices.Clone(*list), i, i+1)
			})
			l.fill(&f.profile)
		})
	}
	f.lines(label, "Add a property", l, func(p *profiles.Profile) {
		list := at(p)
		*list = append(slices.Clone(*list), broker.UserProperty{})
	})
	l.when = when
}

func pairLine(name, value fyne.CanvasObject, remove func()) fyne.CanvasObject {
	return container.NewBorder(nil, nil, nil, newForget(remove), container.NewGridWithColumns(2, name, value))
}

// headers adds the list of WebSocket headers; their values are secrets.
func (f *form) headers() {
	l := &linesPart{count: func(p *profiles.Profile) int { return len(p.Headers) }}
	l.line = func(i int) fyne.CanvasObject { return f.headerLine(l, i) }
	f.lines("Headers", "Add a header", l, func(p *profiles.Profile) { p.Headers = append(slices.Clone(p.Headers), "") })
	l.when = func(p *profiles.Profile) bool { return p.Address.WebSocket() }
}

func (f *form) headerLine(l *linesPart, i int) fyne.CanvasObject {
	name, value := f.entry("name, such as Authorization", 0), f.entry("value", 0)
	was := f.profile.Headers[i]
	name.SetText(was)
	value.Password = true
	if was != "" {
		value.SetPlaceHolder(f.home.shelf.secretOf(&f.profile, profiles.HeaderSecret(was)).hint("value"))
	}
	keep := func(header, secret string) {
		if header != "" {
			f.home.shelf.setSecret(f.profile.ID, profiles.HeaderSecret(header), secret)
		}
	}
	// The value is kept under the name, so it moves when the name is left.
	name.left = func() {
		now := strings.TrimSpace(name.Value())
		if now == was || i >= len(f.profile.Headers) {
			return
		}
		switch {
		case was == "":
			keep(now, value.Value()) // it was typed first
		case now == "":
			keep(was, "")
		default:
			f.home.shelf.renameSecret(f.profile.ID, profiles.HeaderSecret(was), profiles.HeaderSecret(now))
		}
		was = now
		l.change(func(p *profiles.Profile) {
			p.Headers = slices.Clone(p.Headers)
			p.Headers[i] = now
		})
	}
	value.OnChanged = func(s string) {
		if !f.showing {
			keep(was, s)
		}
	}
	return pairLine(name, value, func() {
		keep(was, "")
		l.change(func(p *profiles.Profile) { p.Headers = slices.Delete(slices.Clone(p.Headers), i, i+1) })
		l.fill(&f.profile)
	})
}
