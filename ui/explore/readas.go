package explore

import (
	"slices"

	"fyne.io/fyne/v2"

	"mangrove/broker/profiles"
	"mangrove/model/decode"
	"mangrove/model/decode/numbers"
	"mangrove/ui/format"
)

// readItems are as what the payloads of a topic can be read: of that one alone, and at the
// end of all that a filter matches. What they are read as now has a tick.
func (e *Page) readItems(topic string) []*fyne.MenuItem {
	now, chosen, asked := e.Conn.FormatFor(topic)
	if topic == "" {
		return nil
	}
	found := item("Automatic", true, func() { e.readAs(profiles.PayloadFormat{Filter: topic}) })
	found.Checked = !asked || chosen && len(now.As) == 0 || slices.Equal(now.As, []string{profiles.Automatic})
	items := []*fyne.MenuItem{found}
	if f, set := e.Conn.FormatSet(topic); set {
		as := item(format.Fill("As set for {filter}: {as}", "filter", format.ExcerptOf(f.Filter, longestFilter), "as", format.Chain(f.As)), true, func() { e.forgetReading(topic) })
		as.Checked = asked && !chosen
		found.Checked = found.Checked && !as.Checked
		items = append(items, as)
	}
	items = append(items, fyne.NewMenuItemSeparator())
	for _, part := range []string{inText, inBinary, inPacked, inNumbers} {
		items = append(items, e.readPart(topic, part, now.As))
	}
	return append(items, fyne.NewMenuItemSeparator(), item("Always for a filter…", true, func() { e.askKeepReading(topic) }))
}

// readPart are the formats of a part, with a tick at the one of now.
func (e *Page) readPart(topic, part string, now []string) *fyne.MenuItem {
	group := fyne.NewMenuItem(format.Excerpt(part), nil)
	group.ChildMenu = fyne.NewMenu("")
	for _, as := range format.Chains() {
		if len(as) == 0 || partOfFormats(as) != part {
			continue
		}
		f := profiles.PayloadFormat{Filter: topic, As: as}
		name, do := format.Chain(as), func() { e.readAs(f) }
		if f.NeedsSchema() {
			name, do = name+"…", func() { e.askReading(readingQuestion{filter: topic, alone: true, as: as}) }
		}
		one := item(name, true, do)
		one.Checked = slices.Equal(now, as)
		group.Checked = group.Checked || one.Checked
		group.ChildMenu.Items = append(group.ChildMenu.Items, one)
	}
	return group
}

// readItem is the menu of as what the payloads of a topic can be read, in another one.
func (e *Page) readItem(topic string) *fyne.MenuItem {
	all := item("Read payloads as", topic != "", nil)
	all.ChildMenu = fyne.NewMenu("", e.readItems(topic)...)
	return all
}

// longestFilter is how many characters of a filter a menu names.
const longestFilter = 40

// The parts of the formats, of which there are too many for one menu.
const (
	inText    = "Text"
	inBinary  = "Binary formats"
	inPacked  = "Compressed"
	inNumbers = "Numbers of a fixed size"
)

// partOfFormats is the part that formats in each other are in: that of the outermost.
func partOfFormats(as []string) string {
	switch f := decode.Format(as[0]); f {
	case decode.JSON, decode.Text, decode.Number, decode.Boolean, decode.Time, decode.Hex, decode.Base64:
		return inText
	case decode.Gzip, decode.Zlib, decode.Deflate, decode.Zstd:
		return inPacked
	default:
		if slices.Contains(numbers.Formats(), string(f)) {
			return inNumbers
		}
		return inBinary
	}
}

// readAs has the payloads of one topic read so.
func (e *Page) readAs(f profiles.PayloadFormat) {
	e.do.Use(e)
	e.Conn.ReadAs(f)
}

// forgetReading has the payloads of a topic read as its connection says.
func (e *Page) forgetReading(topic string) {
	e.do.Use(e)
	e.Conn.ForgetReading(topic)
}

// askKeepReading asks which topics are to be read as what from now on, also the next time
// that the connection is opened. It offers what the payloads of a topic are read as now.
func (e *Page) askKeepReading(topic string) {
	now, _, _ := e.Conn.FormatFor(topic)
	now.Filter = topic
	e.askReading(readingQuestion{filter: topic, as: now.As, now: now})
}

// keepReading keeps an answer to that, and says so.
func (e *Page) keepReading(topic string, f profiles.PayloadFormat) {
	e.Conn.ForgetReading(topic)
	e.do.KeepReading(e, f)
	words := "Payloads of {topic} are read as {format} from now on."
	if len(f.As) == 0 {
		words = "Payloads of {topic} are read as detected."
	}
	e.Notice.Say(format.Fill(words, "topic", format.TopicInSentence(format.BothEnds(f.Filter)), "format", format.Chain(f.As)))
}
