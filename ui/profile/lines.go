package profile

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/profiles"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// linesPart is a list in the form that can be added to and taken from.
type linesPart struct {
	*row
	form  *Form
	lines *fyne.Container
	// count is how many there are, line makes what shows one of them.
	count  func(p *profiles.Profile) int
	line   func(i int) fyne.CanvasObject
	shown  string // the profile whose lines are there
	number int    // of all that there are
	from   int    // the first that has a line
	others *widgets.FormButton
	more   *widget.Label // says which have lines
	marks  []*widgets.FormCheck
	plus   *widgets.FormButton // adds one
	keys   []lineKeys          // of the lines that are there
	hints  []func()            // bring up to date what empty fields for secrets show
}

// mostLines is how many of a list are shown at a time: a line takes milliseconds to
// be made and drawn, and a list that somebody else has written may have thousands.
const mostLines = 20

// lines adds a list. plus adds to the profile.
func (f *Form) lines(label, add string, l *linesPart, plus func(p *profiles.Profile)) {
	l.form, l.lines = f, container.NewVBox()
	more := f.press(add, theme.ContentAddIcon(), func() {
		f.change(plus)
		last := l.count(&f.profile) - 1
		l.showPage(last)
		l.enter(last)
	})
	l.plus = more
	l.more = widgets.NewSentences("", widget.LowImportance)
	l.others = f.press("Show others", theme.MoreHorizontalIcon(), func() { l.showPage((l.from + mostLines) % max(1, l.number)) })
	l.row = newRow(label, container.NewVBox(l.lines, l.more, container.NewHBox(more, l.others)))
	f.add(add, l, more)
}

// showPage shows the lines with one of the list among them.
func (l *linesPart) showPage(to int) {
	l.from = max(0, to) / mostLines * mostLines
	l.fill(&l.form.profile)
}

func (l *linesPart) show(p *profiles.Profile) {
	l.follow(p)
	if l.shown != p.ID {
		l.from = 0
	}
	if l.shown != p.ID || l.number != l.count(p) {
		l.fill(p)
	}
	for _, update := range l.hints {
		update()
	}
}

// fill makes the lines anew.
func (l *linesPart) fill(p *profiles.Profile) {
	l.shown, l.number = p.ID, l.count(p)
	if l.from >= l.number {
		l.from = max(0, l.number-1) / mostLines * mostLines
	}
	to := min(l.number, l.from+mostLines)
	l.lines.RemoveAll()
	l.marks, l.hints, l.keys = nil, nil, nil
	l.form.quietly(func() {
		for i := l.from; i < to; i++ {
			l.lines.Add(l.line(i))
		}
	})
	if l.number > mostLines {
		l.more.SetText(format.Excerpt(format.Fill("These are {from} to {to} of {number}; all of them are used.",
			"from", format.Count(l.from+1), "to", format.Count(to), "number", format.Count(l.number))))
	}
	arrange.SetHidden(l.number <= mostLines, l.more, l.others)
	l.Object.Refresh()
}

// change changes the profile; the lines are made anew if there are more or
// fewer of them.
func (l *linesPart) change(do func(p *profiles.Profile)) {
	l.form.change(do)
	if l.count(&l.form.profile) != l.number {
		l.fill(&l.form.profile)
	}
}

// propertyList is a list of user properties of a profile.
type propertyList struct {
	label  string
	at     func(p *profiles.Profile) *[]broker.UserProperty
	marks  func(p *profiles.Profile) *[]string // names of those that are secret
	secret func(property string) string        // under which name the value of one is kept
	when   func(p *profiles.Profile) bool
}

// userProperties adds a list of names and values, of which each may be marked as a
// secret.
func (f *Form) userProperties(u propertyList) {
	l := &linesPart{count: func(p *profiles.Profile) int { return len(*u.at(p)) }}
	l.line = func(i int) fyne.CanvasObject { return f.propertyLine(l, u, i) }
	f.lines(u.label, "Add a property", l, func(p *profiles.Profile) {
		list := u.at(p)
		*list = append(slices.Clone(*list), broker.UserProperty{})
	})
	l.when = u.when
}

// edit changes one of the properties.
func (u propertyList) edit(l *linesPart, i int, do func(one *broker.UserProperty)) {
	l.change(func(p *profiles.Profile) {
		list := slices.Clone(*u.at(p))
		if i < len(list) {
			do(&list[i])
			*u.at(p) = list
		}
	})
}

// number is how many properties have a name.
func (u propertyList) number(p *profiles.Profile, name string) (n int) {
	for _, one := range *u.at(p) {
		if one.Name == name {
			n++
		}
	}
	return n
}

// mark marks the properties of a name as secret, or no longer.
func (u propertyList) mark(p *profiles.Profile, name string, secret bool) {
	marks := slices.DeleteFunc(slices.Clone(*u.marks(p)), func(s string) bool { return s == name })
	if secret {
		marks = append(marks, name)
	}
	*u.marks(p) = marks
}

func (f *Form) propertyLine(l *linesPart, u propertyList, i int) fyne.CanvasObject {
	one := (*u.at(&f.profile))[i]
	secret := one.Name != "" && slices.Contains(*u.marks(&f.profile), one.Name)
	name, value := f.entry("name", 0), f.entry("value", 0)
	name.SetText(one.Name)
	remove := l.remover(i, func() {
		was := (*u.at(&f.profile))[i].Name
		forget := secret && u.number(&f.profile, was) == 1 // others of that name have the same secret
		if forget {
			f.shelf.SetSecret(f.profile.ID, u.secret(was), "")
		}
		l.change(func(p *profiles.Profile) {
			list := u.at(p) // once: of a last will it gives a copy each time
			*list = slices.Delete(slices.Clone(*list), i, i+1)
			if forget {
				u.mark(p, was, false)
			}
		})
	})
	l.keys = append(l.keys, lineKeys{first: name, remove: remove})
	mark := f.check("secret", func(on bool) { f.markProperty(l, u, i, on) })
	mark.Checked = secret
	l.marks = append(l.marks, mark)
	if secret {
		f.hideProperty(l, u, i, [2]*widgets.FormEntry{name, value})
	} else {
		value.SetText(one.Value)
		name.OnChanged = func(s string) { u.edit(l, i, func(one *broker.UserProperty) { one.Name = s }) }
		value.OnChanged = func(s string) { u.edit(l, i, func(one *broker.UserProperty) { one.Value = s }) }
	}
	return container.NewBorder(nil, nil, nil, container.NewHBox(mark, remove), container.NewGridWithColumns(2, name, value))
}

// hideProperty has the fields of a property keep its value as a secret, under its
// name: so it moves when the name is left.
func (f *Form) hideProperty(l *linesPart, u propertyList, i int, fields [2]*widgets.FormEntry) {
	name, value := fields[0], fields[1]
	was := name.Value()
	value.Password = true
	hint := func() {
		if words := hintOf(f.shelf.SecretOf(&f.profile, u.secret(was)), "value"); value.PlaceHolder != words {
			value.SetPlaceHolder(words)
		}
	}
	hint()
	l.hints = append(l.hints, hint)
	name.OnLeave = func() {
		now := strings.TrimSpace(name.Value())
		if now == was || now == "" || i >= l.count(&f.profile) {
			return
		}
		f.shelf.RenameSecret(f.profile.ID, u.secret(was), u.secret(now))
		u.edit(l, i, func(one *broker.UserProperty) { one.Name = now })
		l.change(func(p *profiles.Profile) { u.mark(p, was, false); u.mark(p, now, true) })
		was = now
	}
	value.OnChanged = func(s string) {
		if !f.showing {
			f.shelf.SetSecret(f.profile.ID, u.secret(was), s)
		}
	}
}

// markProperty makes the value of a property a secret, or forgets it. One without a
// name cannot be kept.
func (f *Form) markProperty(l *linesPart, u propertyList, i int, on bool) {
	if f.showing {
		return
	}
	one := (*u.at(&f.profile))[i]
	switch shared := slices.Contains(*u.marks(&f.profile), one.Name); {
	case one.Name == "":
		f.do.Say("A property needs a name before its value can be a secret.")
	case on && shared: // the secret of that name stays
	default:
		l.change(func(p *profiles.Profile) {
			u.mark(p, one.Name, on)
			list := slices.Clone(*u.at(p))
			list[i].Value = ""
			*u.at(p) = list
		})
		kept := ""
		if on {
			kept = one.Value
		}
		f.shelf.SetSecret(f.profile.ID, u.secret(one.Name), kept)
	}
	l.fill(&f.profile)
	f.desk.Focus(l.marks[i-l.from]) // the line is made anew
}

// headers adds the list of WebSocket headers; their values are secrets.
func (f *Form) headers() {
	l := &linesPart{count: func(p *profiles.Profile) int { return len(p.Headers) }}
	l.line = func(i int) fyne.CanvasObject { return f.headerLine(l, i) }
	f.lines("Headers", "Add a header", l, func(p *profiles.Profile) { p.Headers = append(slices.Clone(p.Headers), "") })
	l.when = func(p *profiles.Profile) bool { return p.Address.WebSocket() }
}

func (f *Form) headerLine(l *linesPart, i int) fyne.CanvasObject {
	name, value := f.entry("name, such as Authorization", 0), f.entry("value", 0)
	was := f.profile.Headers[i]
	name.SetText(was)
	value.Password = true
	if was != "" {
		value.SetPlaceHolder(hintOf(f.shelf.SecretOf(&f.profile, profiles.HeaderSecret(was)), "value"))
	}
	keep := func(header, secret string) {
		if header != "" {
			f.shelf.SetSecret(f.profile.ID, profiles.HeaderSecret(header), secret)
		}
	}
	// The value is kept under the name, so it moves when the name is left.
	name.OnLeave = func() {
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
			f.shelf.RenameSecret(f.profile.ID, profiles.HeaderSecret(was), profiles.HeaderSecret(now))
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
	remove := l.remover(i, func() {
		keep(was, "")
		l.change(func(p *profiles.Profile) { p.Headers = slices.Delete(slices.Clone(p.Headers), i, i+1) })
	})
	l.keys = append(l.keys, lineKeys{first: name, remove: remove})
	return container.NewBorder(nil, nil, nil, remove, container.NewGridWithColumns(2, name, value))
}
