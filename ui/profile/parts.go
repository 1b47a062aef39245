package profile

import (
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// textField is a field of the form that is typed.
type textField struct {
	code  fieldCode
	hint  string
	lines int     // above 0: so many lines are seen, and there may be more
	width float32 // 0: all there is
	get   func(p *profiles.Profile) string
	set   func(p *profiles.Profile, s string) error // after an error it is called again with what there was before
	when  func(p *profiles.Profile) bool
	left  func(p *profiles.Profile, s string) // when the field is left, and may change others
}

// textPart shows a [textField]. What cannot be read stays in the field, with
// the reason below it, also when another profile is looked at meanwhile.
type textPart struct {
	*row
	field textField
	form  *Form
	entry *widgets.FormEntry
	edits string // the profile that is being typed into; empty once the field is left
	was   string // what the field had before that
}

// text adds a field that is typed.
func (f *Form) text(field textField) {
	t := &textPart{field: field, form: f, entry: f.entry(field.hint, field.lines)}
	control := fyne.CanvasObject(t.entry)
	if field.width > 0 {
		control = arrange.AtMost(field.width, t.entry)
	}
	t.row = newRow(field.code.label(), control)
	t.when = field.when
	t.entry.OnChanged = t.typed
	t.entry.OnLeave = t.leave
	t.entry.OnSubmitted = func(string) { f.connect() }
	f.add(field.code.label(), t, t.entry)
}

func (t *textPart) key() string { return t.keyOf(&t.form.profile) }

func (t *textPart) keyOf(p *profiles.Profile) string { return p.ID + " " + string(t.field.code) }

func (t *textPart) typed(s string) {
	f := t.form
	if f.showing {
		return
	}
	if t.edits != f.profile.ID {
		t.edits, t.was = f.profile.ID, t.field.get(&f.profile)
	}
	f.change(func(p *profiles.Profile) {
		err := t.field.set(p, s)
		if err == nil {
			delete(f.invalid, t.key())
			return
		}
		u := invalid{text: s}
		if !errors.Is(err, errUnfinished) {
			u.why = explain.Error(err, broker.Address{})
		}
		f.invalid[t.key()] = u
		// The beginning of what cannot be read was never meant.
		_ = t.field.set(p, t.was) // it was there, so it can stay
	})
	t.explain()
	f.tellReady()
}

// explain says why what is in the field cannot be read, or what of it the field
// leaves out.
func (t *textPart) explain() {
	why := t.form.invalid[t.key()].why
	if value := t.entry.Value(); why == "" && text.HasBlanks(value) {
		t.Say(format.Fill("In full: {value}", "value", value), widget.LowImportance)
		return
	}
	t.Say(why, widget.DangerImportance)
}

func (t *textPart) leave() {
	t.edits = ""
	if t.field.left == nil || t.form.showing || t.form.profile.ID == "" {
		return
	}
	before := t.entry.Value()
	t.form.change(func(p *profiles.Profile) { t.field.left(p, before) })
	t.form.showAll()
}

func (t *textPart) show(p *profiles.Profile) {
	s := t.field.get(p)
	if u, ok := t.form.invalid[t.key()]; ok {
		s = u.text
	}
	if t.entry.Value() != s {
		t.entry.SetText(s)
	}
	t.explain()
	t.follow(p)
}

// errUnfinished is a text that is looked at when its field is left.
var errUnfinished = errors.New("the input is incomplete")

// invalid is what is in a field and cannot be read, and why.
type invalid struct{ text, why string }

// choicePart is a field of the form with a few words to choose from.
type choicePart struct {
	*row
	form   *Form
	choice *widgets.FormSelect
	get    func(p *profiles.Profile) int
}

// choice adds a field with words to choose from, by their number.
func (f *Form) choice(label string, options []string, get func(p *profiles.Profile) int, set func(p *profiles.Profile, i int)) *choicePart {
	c := &choicePart{form: f, get: get}
	c.choice = f.choose(options)
	c.choice.OnChanged = func(string) {
		if !f.showing {
			i := c.choice.SelectedIndex()
			f.change(func(p *profiles.Profile) { set(p, i) })
			f.showAll()
		}
	}
	c.row = newRow(label, arrange.AtMost(240, c.choice))
	f.add(label, c, c.choice)
	return c
}

func (c *choicePart) show(p *profiles.Profile) {
	if i := c.get(p); i >= 0 {
		c.choice.SetSelectedIndex(i)
	} else {
		c.choice.ClearSelected()
	}
	c.follow(p)
}

// checkPart is a field of the form that is on or off.
type checkPart struct {
	*row
	form  *Form
	check *widgets.FormCheck
	at    func(p *profiles.Profile) *bool
	warn  string // to say while it is on, in red
}

// checked adds a field that is on or off. label may be empty.
func (f *Form) checked(label, name string, at func(p *profiles.Profile) *bool) *checkPart {
	c := &checkPart{form: f, at: at}
	c.check = f.check(name, func(on bool) {
		if !f.showing {
			f.change(func(p *profiles.Profile) { *at(p) = on })
			c.warnNow(on)
		}
	})
	c.row = newRow(label, container.NewHBox(c.check))
	f.add(name, c, c.check)
	return c
}

func (c *checkPart) show(p *profiles.Profile) {
	c.follow(p)
	if on := c.at(p); on != nil {
		c.check.SetChecked(*on)
		c.warnNow(*on)
	}
}

func (c *checkPart) warnNow(on bool) {
	if c.warn == "" {
		return
	}
	words := ""
	if on {
		words = c.warn
	}
	c.Say(words, widget.DangerImportance)
}

// add puts a part at the end of the group that is being built. object is what a
// script aims at.
func (f *Form) add(name string, p part, object fyne.CanvasObject) {
	g := f.groups[len(f.groups)-1]
	g.parts = append(g.parts, p)
	g.box.Objects = append(g.box.Objects, p.object()) // not Add, which lays out all there is each time
	if object != nil {
		g.named = append(g.named, desk.NamedObject{Name: name, Object: object})
	}
}

// addWords adds a sentence between the fields.
func (f *Form) addWords(w *words) { f.add("", w, nil) }
