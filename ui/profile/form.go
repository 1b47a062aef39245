package profile

import (
	"reflect"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
	"mangrove/broker/profiles/finding"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/shelf"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// Form shows one stored connection and changes it. Every change is stored at
// once; there is nothing to save.
type Form struct {
	Object   fyne.CanvasObject
	shelf    *shelf.Shelf
	desk     *desk.Desk
	do       Actions
	profile  profiles.Profile // as it is on the form
	groups   []*group
	current  int // the group on view
	tabs     *widgets.Segmented
	body     *container.Scroll
	title    *widget.Label
	about    *widget.Label
	button   *widgets.Button
	live     *widget.Label // what there is to know while a tab has the connection
	findings *fyne.Container
	room     *arrange.KeptRoom // of the findings
	found    shelf.Finding
	repeats  bool               // the name is only the address, since the form was opened
	showing  bool               // the widgets are being filled, not typed into
	invalid  map[string]invalid // what cannot be read, by profile and field
	bundles  []*bundlePart
	wills    map[string]*profiles.Will // those switched off, by profile
	payloads *linesPart                // the formats of payloads
}

// Actions are what the form has done elsewhere.
type Actions struct {
	Connect func(id string)                       // connects with a profile
	Choose  func(id string)                       // puts a profile on view
	Changed func(id string)                       // is told that a profile is another one than it was
	Ready   func()                                // is told that nothing is wrong with the profile on view
	Say     func(words string)                    // says something in passing
	State   func(id string) (open, outdated bool) // of the tab that has the profile
}

// group is what is on view together.
type group struct {
	of    Group
	box   *fyne.Container
	parts []part
	named []desk.NamedObject
}

// title is what it is called.
func (g *group) title() string { return g.of.Title() }

// New makes the form of the connections on a shelf.
func New(s *shelf.Shelf, d *desk.Desk, do Actions) *Form {
	f := &Form{shelf: s, desk: d, do: do, invalid: make(map[string]invalid), wills: make(map[string]*profiles.Will)}
	var titles []string
	for _, g := range []struct {
		of    Group
		build func()
	}{
		{GeneralGroup, f.connectionGroup},
		{TLSGroup, f.tlsGroup},
		{NetworkGroup, f.networkGroup},
		{SessionGroup, f.sessionGroup},
		{MQTT5Group, f.mqtt5Group},
		{SubscribeGroup, f.subscriptions},
		{PayloadsGroup, f.formats},
	} {
		f.groups = append(f.groups, &group{of: g.of, box: container.New(layout.NewCustomPaddedVBoxLayout(8))})
		titles = append(titles, g.of.Title())
		g.build()
	}
	f.tabs = widgets.NewSegmented(titles, f.Turn)
	f.tabs.Folds = true
	f.title = widget.NewLabelWithStyle("", fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	f.title.SizeName = theme.SizeNameSubHeadingText
	f.title.Truncation = fyne.TextTruncateEllipsis
	f.about = widget.NewLabel("")
	f.about.Importance = widget.LowImportance
	f.about.Truncation = fyne.TextTruncateEllipsis
	f.button = widgets.NewButton("Connect", theme.LoginIcon(), f.connect)
	f.button.Importance = widget.HighImportance
	f.room = &arrange.KeptRoom{Column: layout.NewCustomPaddedVBoxLayout(0), Lines: 1}
	f.findings = container.New(f.room)
	f.body = container.NewVScroll(f.page(0))
	big := container.New(layout.NewCustomPaddedLayout(6, 6, 8, look.PageEdge), arrange.FixedSize(132, 36, f.button))
	head := container.NewBorder(nil, nil, nil, big, container.New(layout.NewCustomPaddedVBoxLayout(-8), f.title, f.about))
	f.live = widgets.NewSentences("", widget.LowImportance)
	f.live.Hide()
	top := container.NewVBox(head, f.live, f.findings, arrange.Padded(theme.InnerPadding(), look.PageEdge, arrange.AtMost(f.tabs.Wanted(), f.tabs)))
	column := container.New(arrange.Column{Width: formWidth, Left: true}, container.NewBorder(arrange.Padded(look.PageEdge-theme.InnerPadding(), 0, top), nil, nil, nil, f.body))
	f.Object = container.New(layout.NewCustomPaddedLayout(10, 0, 0, 0), column)
	return f
}

// formWidth is as wide as the form is at the most.
const formWidth = 820

// page is a group as it stands in the scroll. Its labels have the room at the left around
// their words.
func (f *Form) page(i int) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedLayout(10, 24, look.PageEdge-theme.InnerPadding(), look.PageEdge), f.groups[i].box)
}

// Turn puts a group on view, the nearest there is.
func (f *Form) Turn(i int) {
	i = max(0, min(i, len(f.groups)-1))
	f.current = i
	f.tabs.Choose(i)
	f.body.Content = f.page(i)
	f.body.ScrollToTop()
	f.body.Refresh()
}

// TurnTo shows a group.
func (f *Form) TurnTo(of Group) {
	f.Turn(slices.IndexFunc(f.groups, func(g *group) bool { return g.of == of }))
}

// quietly fills widgets without taking that for typing.
func (f *Form) quietly(do func()) {
	was := f.showing
	f.showing = true
	do()
	f.showing = was
}

// Open shows a profile.
func (f *Form) Open(p profiles.Profile) {
	if f.profile.ID != p.ID {
		f.forgetBundles()
		f.room.Lines = 1
	}
	f.profile, f.repeats = p, profiles.NameRepeats(p)
	f.showAll()
}

// Refresh takes what the shelf has of the profile on view.
func (f *Form) Refresh() {
	p, ok := f.shelf.Get(f.profile.ID)
	if !ok {
		return
	}
	absent := f.shelf.Finding(p.ID).Absent
	if !reflect.DeepEqual(p, f.profile) || !slices.Equal(absent, f.found.Absent) {
		f.profile = p
		f.showAll()
	}
	f.drawFindings()
	f.tellReady()
}

// showAll puts the profile into all widgets.
func (f *Form) showAll() {
	f.quietly(func() {
		for _, g := range f.groups {
			for _, part := range g.parts {
				part.show(&f.profile)
			}
		}
	})
	f.drawHead()
	f.drawFindings()
}

// change changes the profile on view, and has it stored.
func (f *Form) change(do func(p *profiles.Profile)) {
	if f.showing || f.profile.ID == "" {
		return
	}
	before := f.profile
	do(&f.profile)
	f.followAddress(&before)
	for _, g := range f.groups {
		for _, part := range g.parts {
			part.follow(&f.profile)
		}
	}
	if reflect.DeepEqual(before, f.profile) {
		return
	}
	f.drawHead()
	f.shelf.Edit(f.profile)
	f.do.Changed(f.profile.ID)
}

// followAddress drops a name that said no more than the address, as imports and earlier
// versions gave them, once that is another. A name that is only like it for a moment, while
// the address is typed, stays.
func (f *Form) followAddress(before *profiles.Profile) {
	switch {
	case f.profile.Name != before.Name:
		f.repeats = false
	case f.repeats && f.profile.Address != before.Address:
		f.repeats, f.profile.Name = false, ""
		f.showAll()
	}
}

func (f *Form) drawHead() {
	p := f.profile
	f.title.SetText(format.Excerpt(format.ConnectionName(p)))
	f.about.SetText(format.Excerpt(format.ShortAddress(p)))
	f.DrawLive()
}

// DrawLive says when changes take effect, while a tab has the connection.
func (f *Form) DrawLive() {
	words := ""
	switch open, outdated := f.do.State(f.profile.ID); {
	case outdated:
		words = "This connection is open in a tab. Your changes apply the next time it connects."
	case open:
		words = "This connection is open in a tab. Name, colour and Read only apply there at once, the rest the next time it connects."
	}
	if f.live.Text != words {
		f.live.SetText(words)
	}
	arrange.SetHidden(words == "", f.live)
}

// drawFindings shows what there is to say of the profile: amber for warnings,
// red for what makes TLS worthless.
func (f *Form) drawFindings() {
	found := f.shelf.Finding(f.profile.ID)
	for _, update := range f.payloads.hints {
		update()
	}
	f.room.Lines = max(f.room.Lines, lines(found))
	if reflect.DeepEqual(found, f.found) && len(f.findings.Objects) == lines(found) {
		return
	}
	f.found = found
	f.findings.RemoveAll()
	for _, w := range found.Warnings {
		importance := widget.WarningImportance
		if w.Code == finding.SkipsVerification || w.Code == finding.AllowsOutdated {
			importance = widget.DangerImportance
		}
		f.findings.Add(widgets.NewSentences(format.Excerpt(explain.Note(w)), importance))
	}
	if found.Problem != nil {
		importance := widget.WarningImportance
		if f.profile.Address.Host == "" {
			importance = widget.LowImportance // there is nothing to warn of in what is only being begun
		}
		f.findings.Add(widgets.NewSentences(format.Excerpt("Not ready yet. "+explain.Error(found.Problem, broker.Address{})), importance))
	}
	f.findings.Refresh() // or the toolkit paints it with the next change
}

func lines(f shelf.Finding) int {
	if f.Problem != nil {
		return len(f.Warnings) + 1
	}
	return len(f.Warnings)
}

// connect connects with the profile on view.
func (f *Form) connect() {
	for _, p := range f.groups[0].parts {
		if t, ok := p.(*textPart); ok {
			t.leave()
		}
	}
	f.do.Connect(f.profile.ID)
}

// FocusHost has the keyboard type the host.
func (f *Form) FocusHost() {
	for _, p := range f.groups[0].parts {
		if t, ok := p.(*textPart); ok && t.field.code == hostCode {
			f.desk.Focus(t.entry)
		}
	}
}
