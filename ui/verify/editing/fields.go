package editing

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/model/checkform"
	"mangrove/model/checklist"
	"mangrove/model/yamledit"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// fields are what is filled in of the part that is chosen.
type fields struct {
	room   *Room
	object fyne.CanvasObject
	title  *widget.Label
	about  *widget.Label
	body   *fyne.Container
	scroll *container.Scroll

	rows    []*field
	kind    *widgets.FormSelect // of a check; nil: it is none
	name    *widgets.FormEntry  // of a field of payloads; nil: it is none
	nameRow *widgets.FormRow
	of      yamledit.Path // the part that the rows are of
	like    shape
	filling bool   // the fields are filled in from the text
	said    string // below the rows
	typed   *field // what is typed into, which keeps what is typed; nil: none is
}

// shape is what tells whether the rows of one part are right for another one.
type shape struct {
	sort  checkform.Sort
	asked *checklist.Asked
	use   string
	some  bool // there are rows
}

func newFields(r *Room) *fields {
	f := &fields{room: r, title: widget.NewLabel(""), about: widgets.NewSentences("", widget.LowImportance), body: container.NewVBox()}
	f.title.TextStyle.Bold = true
	f.title.Truncation = fyne.TextTruncateEllipsis
	f.scroll = container.NewVScroll(arrange.Padded(0, look.PageEdge, container.NewVBox(f.title, f.about, f.body)))
	f.object = f.scroll
	return f
}

// forget has the rows be made anew.
func (f *fields) forget() { f.like = shape{} }

// renew shows what the part that is chosen has. What is typed into stays as it is where it says
// the same.
func (f *fields) renew() {
	r := f.room
	p := r.part()
	arrange.SetHidden(p == nil, f.body)
	f.sayHead(p)
	if p == nil {
		return
	}
	if like := (shape{p.Sort, p.Asked, p.Use, true}); like != f.like || !slices.Equal(p.Path, f.of) && !f.renamed(p) {
		f.like = like
		f.make(p)
	}
	f.of = p.Path
	f.filling = true
	defer func() { f.filling = false }()
	if f.kind != nil {
		arrange.SetAble(r.broken == nil, f.kind)
	}
	if f.name != nil {
		arrange.SetAble(r.broken == nil, f.name)
		if f.name.Value() != p.Name {
			f.name.SetText(p.Name)
		}
	}
	for _, row := range f.rows {
		if row != f.typed {
			row.show(r.form, p, r.broken == nil)
		}
	}
	f.sayFaults()
}

// renamed reports whether the part is the one of before under another name, which is being
// typed.
func (f *fields) renamed(p *checkform.Part) bool { return f.name != nil && f.name.Value() == p.Name }

// sayHead says what the part is.
func (f *fields) sayHead(p *checkform.Part) {
	title, about := "", ""
	switch {
	case f.room.broken != nil:
		about = "The YAML cannot be read. Correct it there, and the form follows."
		if p != nil {
			title, _ = partNames(f.room.form, f.room.index())
		}
	case p == nil:
	case p.Sort == checkform.Whole:
		title, about = "Checklist", "Add devices and rules with Add; select one to add checks to it."
	case p.Sort == checkform.Device:
		title, about = p.Name, "A device, by a convention or by its topics."
	case p.Sort == checkform.Rule:
		title, about = p.Name, "A rule for a set of topics. A level in braces, as {device}, names the members."
	default:
		s := &f.room.form.Parts[f.room.form.SubjectOf(f.room.index())]
		title, about = s.Name, explain.AskedMeans(p.Asked)
	}
	if t := format.ExcerptOf(title, 200); f.title.Text != t {
		f.title.SetText(t)
	}
	if a := format.Excerpt(about); f.about.Text != a {
		f.about.SetText(a)
	}
}

// make makes the rows of a part.
func (f *fields) make(p *checkform.Part) {
	f.rows, f.kind, f.name, f.nameRow = nil, nil, nil, nil
	f.body.RemoveAll()
	if p.Sort == checkform.Check {
		f.makeKind(p)
		if p.Asked.Each {
			f.name = widgets.NewFormEntry("temperature, power.total, list.0.id", 0)
			f.name.OnEnter = f.reveal
			f.name.OnChanged = func(s string) { f.rename(s) }
			label := "Path"
			if p.Asked.Uses != nil {
				label = "Metric"
			}
			f.nameRow = widgets.NewFormRow(label, f.name)
			f.body.Add(f.nameRow.Object)
		}
	}
	for i := range p.Inputs {
		row := newField(f, p.Asked, &p.Inputs[i])
		f.rows = append(f.rows, row)
		f.body.Add(row.row.Object)
	}
	f.scroll.ScrollToTop()
}

// makeKind makes the choice of what a check is.
func (f *fields) makeKind(p *checkform.Part) {
	r := f.room
	all := append([]checklist.Asked{*p.Asked}, r.form.Addable(r.form.SubjectOf(r.index()))...)
	var names []string
	for i := range all {
		names = append(names, format.Excerpt(explain.AskedName(&all[i])))
	}
	f.kind = widgets.NewFormSelect(names)
	f.kind.OnEnter = f.reveal
	f.kind.SetSelectedIndex(0)
	f.kind.OnChanged = func(name string) {
		i := slices.Index(names, name)
		if f.filling || i <= 0 || r.broken != nil {
			return
		}
		f.forget()
		r.list.changePart(func(at int) (*checkform.Form, yamledit.Path, error) { return r.form.Change(at, &all[i]) })
	}
	f.body.Add(widgets.NewFormRow("Check", f.kind).Object)
}

// rename gives the field of payloads the path that is typed.
func (f *fields) rename(name string) {
	if f.filling || f.room.broken != nil {
		return
	}
	made, at, err := f.room.form.Rename(f.room.index(), name)
	if err != nil {
		f.nameRow.Say(explain.NotFilledIn(err), widget.DangerImportance)
		return
	}
	f.nameRow.Say("", widget.MediumImportance)
	f.room.changed(made, at, "name")
}

// fill writes what is typed into a field.
func (f *fields) fill(row *field, words string) {
	r := f.room
	if p := r.part(); !f.filling && p != nil && r.broken == nil {
		made, err := r.form.Fill(p, row.in, words)
		if row.wrong = err; err != nil {
			row.row.Say(explain.NotFilledIn(err), widget.DangerImportance)
			return
		}
		f.typed = row
		r.changed(made, r.chosen, explain.InputName(row.asked, row.in))
		f.typed = nil
		f.sayFaults()
	}
}

// sayFaults says below each field what is wrong with it.
func (f *fields) sayFaults() {
	r := f.room
	i := r.index()
	if i < 0 {
		return
	}
	said := ""
	for _, row := range f.rows {
		words := row.row.Said()
		if fault := r.placed.In(i, row.in); row.wrong == nil {
			if words = ""; fault != nil {
				words = explain.FaultHere(fault, broker.Address{})
			}
			row.row.Say(words, widget.DangerImportance)
		}
		said += words + "\n"
	}
	if said != f.said { // the rows take another room
		f.said = said
		f.body.Refresh()
	}
}

// reveal scrolls so that a field is seen.
func (f *fields) reveal(o fyne.CanvasObject) { arrange.Reveal(f.scroll, o) }

// field is one field of the form.
type field struct {
	of    *fields
	asked *checklist.Asked
	in    *checklist.Input
	row   *widgets.FormRow
	wrong error // why what is typed is not in the text

	entry *widgets.FormEntry
	high  *widgets.FormEntry // of a range, whose lowest is in entry
	words *widgets.FormSelect
	check *widgets.FormCheck
}

// none is the word for nothing chosen.
const none = "–"

func newField(f *fields, asked *checklist.Asked, in *checklist.Input) *field {
	d := &field{of: f, asked: asked, in: in}
	var control fyne.CanvasObject
	switch {
	case in.Form == checklist.FlagForm && !in.Must:
		d.check = widgets.NewFormCheck("", func(on bool) { f.fill(d, map[bool]string{true: "true"}[on]) })
		d.check.OnEnter, control = f.reveal, d.check
	case in.Form == checklist.FlagForm:
		control = d.choice([]string{"true", "false"})
	case in.Form == checklist.WordForm:
		control = d.choice(in.Words)
	case in.Form == checklist.RangeForm:
		d.entry, d.high = d.newEntry("lowest"), d.newEntry("highest")
		control = container.NewGridWithColumns(2, d.entry, d.high)
	default:
		d.entry = d.newEntry(explain.InputHint(in.Form))
		control = d.entry
	}
	d.row = widgets.NewFormRow(explain.InputName(asked, in), control)
	return d
}

func (d *field) newEntry(hint string) *widgets.FormEntry {
	e := widgets.NewFormEntry(hint, 0)
	e.OnEnter = d.of.reveal
	e.Most = Largest
	e.OnChanged = func(string) { d.of.fill(d, d.typed()) }
	return e
}

// typed is what stands in the field.
func (d *field) typed() string {
	if d.high != nil {
		return checkform.Range(d.entry.Value(), d.high.Value())
	}
	return d.entry.Value()
}

// object is what is typed into or chosen from.
func (d *field) object() fyne.CanvasObject {
	switch {
	case d.check != nil:
		return d.check
	case d.words != nil:
		return d.words
	}
	return d.entry
}

// choice makes words to choose from.
func (d *field) choice(words []string) fyne.CanvasObject {
	if !d.in.Must {
		words = append([]string{none}, words...)
	}
	d.words = widgets.NewFormSelect(words)
	d.words.OnEnter = d.of.reveal
	d.words.PlaceHolder = none
	d.words.OnChanged = func(word string) {
		if word == none {
			word = ""
		}
		d.of.fill(d, word)
	}
	return d.words
}

// show fills in what stands in the text.
func (d *field) show(f *checkform.Form, p *checkform.Part, able bool) {
	words, _ := f.Filled(p, d.in)
	switch {
	case d.check != nil:
		d.check.SetChecked(words == "true")
		arrange.SetAble(able, d.check)
	case d.words != nil:
		d.showWord(words)
		arrange.SetAble(able, d.words)
	case d.high != nil:
		low, high := checkform.Limits(words)
		d.showText(d.entry, low, able)
		d.showText(d.high, high, able)
	default:
		d.showText(d.entry, words, able)
	}
}

// showText puts a text into an entry, unless what is typed there is not in the text yet.
func (d *field) showText(e *widgets.FormEntry, words string, able bool) {
	if e.Value() != words && d.wrong == nil {
		e.SetText(words)
	}
	arrange.SetAble(able, e)
}

// showWord chooses a word, which may be none of those that there are.
func (d *field) showWord(word string) {
	if word == "" && !d.in.Must {
		word = none
	}
	if d.words.Selected == word {
		return
	}
	if !slices.Contains(d.words.Options, word) {
		d.words.ClearSelected()
		d.words.PlaceHolder = format.ExcerptOf(word, 80)
		d.words.Refresh()
		return
	}
	d.words.SetSelected(word)
}
