package publish

import (
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/broker/explain"
	"mangrove/model/decode/encoded"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/report"
	"mangrove/ui/runs"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// fault is what is wrong with a field.
type fault struct {
	field fyne.Focusable
	words string
}

// propertiesPart is where the properties of MQTT 5 are typed. It folds out.
type propertiesPart struct {
	panel       *Panel
	open        bool
	isText      *widgets.Check
	content     *widgets.Entry
	expiry      *widgets.Entry
	response    *widgets.Entry
	correlation *widgets.Entry
	alias       *widgets.Entry
	hex         *widgets.Segmented // whether that is text or hex
	add, clear  *widgets.Button
	rows        []*userRow
	rest        []broker.UserProperty // beyond those that have a row
	lost        bool                  // they were not kept
	list        *fyne.Container       // the rows
	columns     *fieldColumns
	all         *fyne.Container // all of it
	why         *widgets.Strip
	said        string // in it
	object      *fyne.Container
}

// mostUserRows are the user properties that have a row.
const mostUserRows = 50

// propertiesHeight is how much of the part is seen at the least.
const propertiesHeight = 112

// propertiesAll is that in a window of some height: all but user properties.
const propertiesAll = 156

func newPropertiesPart(p *Panel) *propertiesPart {
	m := &propertiesPart{panel: p, why: widgets.NewStrip(18, 12)}
	field := func(hint string) *widgets.Entry {
		e := widgets.NewEntry(hint)
		e.OnChanged = func(string) { p.editedOf(e) }
		return e
	}
	m.content, m.expiry = field("such as application/json"), field("seconds")
	m.response, m.correlation = field("topic for the answer"), field("sent back with the answer")
	m.alias = field("number")
	m.hex = widgets.NewSegmented([]string{"Text", "Hex"}, func(int) { m.turnHex() })
	m.isText = widgets.NewCheck("The payload is UTF-8 text", nil)
	m.add = widgets.NewButton("Add a user property", theme.ContentAddIcon(), p.using(func() {
		p.desk.Focus(m.addRow(broker.UserProperty{}).name)
	}))
	m.clear = widgets.NewButton("Remove all", theme.CancelIcon(), p.using(m.removeAll))
	m.add.Importance, m.clear.Importance = widget.LowImportance, widget.LowImportance
	m.list = container.NewVBox()
	row := func(words string, o fyne.CanvasObject) []fyne.CanvasObject {
		return []fyne.CanvasObject{widget.NewLabel(format.Excerpt(words)), o}
	}
	m.columns = &fieldColumns{}
	form := container.New(m.columns, slices.Concat(
		row("Content type", m.content),
		row("Response topic", m.response),
		row("Correlation data", container.NewBorder(nil, nil, nil, m.hex, m.correlation)),
		row("Expires after", m.expiry),
		row("Topic alias", m.alias),
		row("", m.isText))...)
	m.all = container.NewVBox(m.why, form, m.list, container.NewHBox(m.add, m.clear))
	m.why.Hide()
	m.object = container.New(arrange.Least{Height: func() float32 {
		if p.tight {
			return p.payload.MinSize().Height
		}
		if p.high {
			return propertiesAll
		}
		return propertiesHeight
	}}, container.NewVScroll(arrange.Padded(0, theme.ScrollBarSize(), m.all)))
	m.object.Hide()
	return m
}

// setOpen folds the part out, or in again.
func (m *propertiesPart) setOpen(open bool) {
	m.open = open
	arrange.SetHidden(!open, m.object)
	m.panel.turned = true
	m.panel.OnTurn()
}

// userRow is a user property.
type userRow struct {
	name, value *widgets.Entry
	drop        *widgets.Button
	object      fyne.CanvasObject
}

// addRow adds a user property to the end.
func (m *propertiesPart) addRow(u broker.UserProperty) *userRow {
	r := &userRow{name: widgets.NewEntry("name"), value: widgets.NewEntry("value")}
	r.name.SetText(u.Name)
	r.value.SetText(u.Value)
	r.name.OnChanged = func(string) { m.panel.editedOf(m.panel.payload) }
	r.drop = widgets.NewIconButton("Remove the user property", theme.CancelIcon(), m.panel.using(func() { m.dropRow(r) }))
	r.drop.Importance = widget.LowImportance
	r.object = container.NewBorder(nil, nil, nil, r.drop, container.New(arrange.Shares{First: 0.4}, r.name, r.value))
	m.rows = append(m.rows, r)
	m.list.Add(r.object)
	return r
}

func (m *propertiesPart) dropRow(r *userRow) {
	m.rows = slices.DeleteFunc(m.rows, func(o *userRow) bool { return o == r })
	m.list.Remove(r.object)
	if len(m.rest) > 0 {
		m.addRow(m.rest[0])
		m.rest = m.rest[1:]
	}
}

// typed is what stands in the fields. A user property without name and value is none.
func (m *propertiesPart) typed() (p runs.Properties) {
	p = runs.Properties{Text: m.isText.Checked, Expiry: m.expiry.Value(), ContentType: m.content.Value(), ResponseTopic: m.response.Value(),
		CorrelationData: m.correlation.Value(), Hex: m.hex.Chosen() == 1, TopicAlias: m.alias.Value(), Lost: m.lost}
	for _, r := range m.rows {
		if u := (broker.UserProperty{Name: r.name.Value(), Value: r.value.Value()}); u != (broker.UserProperty{}) {
			p.User = append(p.User, u)
		}
	}
	p.User = append(p.User, m.rest...)
	return p
}

// setAll puts properties into the fields.
func (m *propertiesPart) setAll(p runs.Properties) {
	m.isText.SetChecked(p.Text)
	m.content.SetText(p.ContentType)
	m.response.SetText(p.ResponseTopic)
	m.expiry.SetText(p.Expiry)
	m.alias.SetText(p.TopicAlias)
	m.correlation.SetText(p.CorrelationData)
	m.hex.Choose(0)
	if p.Hex {
		m.hex.Choose(1)
	}
	m.rows, m.lost = nil, p.Lost
	m.list.RemoveAll()
	shown := min(len(p.User), mostUserRows)
	for _, u := range p.User[:shown] {
		m.addRow(u)
	}
	m.rest = slices.Clone(p.User[shown:])
}

// removeAll removes all properties, which can be undone.
func (m *propertiesPart) removeAll() {
	before := m.typed()
	m.setAll(runs.Properties{})
	m.panel.OnUndo("The properties were removed from the publish panel.", func() { m.setAll(before) })
}

// turnHex writes the correlation data in the other way, where that is possible.
func (m *propertiesPart) turnHex() {
	typed := m.correlation.Value()
	if m.hex.Chosen() == 1 {
		m.correlation.SetText(hex.EncodeToString([]byte(typed)))
		return
	}
	if b, err := encoded.Hex([]byte(typed)); err == nil && canBeTyped(string(b)) {
		m.correlation.SetText(string(b))
	}
}

// canBeTyped reports whether a field of one line shows a text as it is.
func canBeTyped(s string) bool {
	return utf8.ValidString(s) && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) < 0
}

// propertiesOf are properties as they stand in the fields.
func propertiesOf(d *draft.Properties) (p runs.Properties) {
	if d == nil {
		return p
	}
	p = runs.Properties{Text: d.Text, ContentType: d.ContentType, ResponseTopic: d.ResponseTopic, User: slices.Clone(d.User), CorrelationData: string(d.CorrelationData)}
	if d.Expiry > 0 {
		p.Expiry = strconv.FormatInt(d.Expiry, 10)
	}
	if d.TopicAlias > 0 {
		p.TopicAlias = strconv.Itoa(int(d.TopicAlias))
	}
	if !canBeTyped(p.CorrelationData) {
		p.CorrelationData, p.Hex = hex.EncodeToString(d.CorrelationData), true
	}
	return p
}

// read makes properties of what is typed, nil where nothing is, or says what is wrong.
func (m *propertiesPart) read() (*draft.Properties, *fault) {
	t := m.typed()
	if t.Lost = false; !t.Any() {
		return nil, nil
	}
	p := &draft.Properties{Text: t.Text, ContentType: t.ContentType, ResponseTopic: t.ResponseTopic, User: t.User, CorrelationData: []byte(t.CorrelationData)}
	var wrong *fault
	if typed := strings.TrimSpace(t.Expiry); typed != "" {
		n, err := strconv.ParseInt(typed, 10, 64)
		if err != nil || n < 1 || n > math.MaxUint32 {
			wrong = &fault{m.expiry, "The message expires after a whole number of seconds, from 1 to 4,294,967,295."}
		} else {
			p.Expiry = n
		}
	}
	if typed := strings.TrimSpace(t.TopicAlias); typed != "" {
		n, err := strconv.ParseUint(typed, 10, 16)
		if err != nil || n == 0 {
			wrong = &fault{m.alias, "The topic alias is a whole number from 1 to 65,535. The topic is sent with it."}
		} else {
			p.TopicAlias = uint16(n)
		}
	}
	if t.Hex && strings.TrimSpace(t.CorrelationData) != "" {
		b, err := encoded.Hex([]byte(t.CorrelationData))
		if err != nil {
			wrong = &fault{m.correlation, format.Fill("The correlation data is not hex: {why}.", "why", explain.Unreadable(err))}
		}
		p.CorrelationData = b
	}
	return p, wrong
}

// count is how many properties there are.
func (m *propertiesPart) count() (n int) {
	t := m.typed()
	for _, s := range []string{t.Expiry, t.ContentType, t.ResponseTopic, t.CorrelationData, t.TopicAlias} {
		if s != "" {
			n++
		}
	}
	if t.Text {
		n++
	}
	return n + len(t.User)
}

// version is the version of MQTT in use, if it has no properties; otherwise broker.V5.
func (p *Panel) version() broker.Version {
	v := p.conn.Profile.Version
	if p.conn.Status.Phase == broker.Connected {
		v = p.conn.Status.Version
	}
	if v == broker.V31 || v == broker.V311 {
		return v
	}
	return broker.V5
}

// draw says why there can be no properties, or what of them is not seen.
func (m *propertiesPart) draw() {
	if !m.open {
		return
	}
	version, words := m.panel.version(), ""
	switch {
	case version != broker.V5 && m.count() > 0:
		words = format.Fill("Properties need MQTT 5; this connection is MQTT {version}. Remove them to publish.", "version", version)
	case version != broker.V5:
		words = format.Fill("Properties need MQTT 5; this connection is MQTT {version}.", "version", version)
	case m.lost:
		words = "The properties of the last run were not kept: there were too many."
	case len(m.rest) > 0:
		words = format.Counted(len(m.rest), "{count} more user property is sent but not shown.", "{count} more user properties are sent but not shown.")
	}
	m.enable(version == broker.V5)
	m.alias.SetPlaceHolder(m.aliasHint())
	if m.columns.turned {
		m.columns.turned = false
		m.all.Refresh()
	}
	arrange.SetHidden(m.count() == 0, m.clear)
	if words == m.said {
		return
	}
	m.said = words
	arrange.SetHidden(words == "", m.why)
	m.restyle()
}

// aliasHint says which topic aliases the broker takes.
func (m *propertiesPart) aliasHint() string {
	st := m.panel.conn.Status
	switch {
	case st.Phase != broker.Connected || st.Version != broker.V5:
		return "number"
	case st.Limits.TopicAliases == 0:
		return "the broker takes none"
	}
	return format.Fill("1 to {topic aliases}", "topic aliases", format.Count(int64(st.Limits.TopicAliases)))
}

// enable lets properties be typed, or not.
func (m *propertiesPart) enable(on bool) {
	set := func(o fyne.Disableable) {
		if o.Disabled() != on {
			return
		}
		if on {
			o.Enable()
		} else {
			o.Disable()
		}
	}
	for _, o := range []fyne.Disableable{m.isText, m.content, m.expiry, m.response, m.correlation, m.alias, m.add} {
		set(o)
	}
	for _, r := range m.rows {
		set(r.name)
		set(r.value)
	}
}

// restyle takes the colours of a new theme.
func (m *propertiesPart) restyle() {
	m.why.Set(text.Span{Text: m.said, Colour: look.Colour(theme.ColorNameWarning)})
}

// focusables are what can have the keyboard.
func (m *propertiesPart) focusables() []fyne.Focusable {
	all := []fyne.Focusable{m.content, m.response, m.correlation, m.hex, m.expiry, m.alias, m.isText, m.add, m.clear}
	for _, r := range m.rows {
		all = append(all, r.name, r.value, r.drop)
	}
	return all
}

func (m *propertiesPart) report(r *report.Report) {
	open := m.open && m.panel.IsOpen()
	for name, o := range map[string]fyne.CanvasObject{
		"publish content type": m.content, "publish response topic": m.response, "publish correlation data": m.correlation, "publish correlation hex": m.hex,
		"publish expiry": m.expiry, "publish topic alias": m.alias, "publish text": m.isText, "publish add user property": m.add, "publish remove properties": m.clear,
	} {
		r.PlaceIf(open, name, o)
	}
	for i, row := range m.rows {
		r.PlaceIf(open, fmt.Sprintf("publish user property %d name", i+1), row.name)
		r.PlaceIf(open, fmt.Sprintf("publish user property %d value", i+1), row.value)
	}
}
