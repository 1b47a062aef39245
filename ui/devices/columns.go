package devices

import (
	"cmp"
	"image/color"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"mangrove/broker/explain"
	"mangrove/model/device"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets/text"
)

// column is one of the table.
type column int

// The columns, from left to right.
const (
	byName column = iota
	byModel
	byKind
	byStatus
	byBattery
	bySignal
	byLast
	byRate
	byProblems
	columnsEnd
)

// columnTitles is what stands over them, and columnWidths the room that each has; name and
// problems share what is left.
var (
	columnTitles = [columnsEnd]string{"Device", "Model", "Kind", "Status", "Battery", "Signal", "Last", "per min", "Problems"}
	columnWidths = [columnsEnd]float32{byModel: 150, byKind: 120, byStatus: 150, byBattery: 62, bySignal: 72, byLast: 60, byRate: 64}
)

// columnsGiveWay is the order in which columns go where there is not room for all.
var columnsGiveWay = [...]column{byRate, bySignal, byModel, byKind, byBattery, byLast}

const (
	columnGap  = 10
	leastName  = 130
	leastRest  = 120 // of the problems
	nameShare  = 0.45
	statusMark = 14 // the dot before a status
)

// places says where the columns stand: from and to, both 0 for one that there is no room for.
type places [columnsEnd]struct{ from, to float32 }

// placesIn gives the columns their places in a width.
func placesIn(width float32) (p places) {
	shown := [columnsEnd]bool{}
	total := float32(leastName + leastRest + 2*look.PageEdge)
	for c := range shown {
		shown[c] = true
		total += columnWidths[c] + columnGap
	}
	for _, c := range columnsGiveWay {
		if total <= width {
			break
		}
		shown[c] = false
		total -= columnWidths[c] + columnGap
	}
	name, rest := leastName+max(0, width-total)*nameShare, leastRest+max(0, width-total)*(1-nameShare)
	if total > width { // hardly anything is seen of either
		left := max(0, leastName+leastRest-(total-width))
		name, rest = left*0.6, left*0.4
	}
	x := float32(look.PageEdge)
	for c := range columnsEnd {
		room := columnWidths[c]
		switch c {
		case byName:
			room = name
		case byProblems:
			room = rest
		}
		if shown[c] {
			p[c].from, p[c].to = x, min(x+room, width)
			x += room + columnGap
		}
	}
	return p
}

// at is the column at x, columnsEnd when there is none.
func (p places) at(x float32) column {
	for c := range columnsEnd {
		if p[c].to > 0 && x >= p[c].from-columnGap/2 && x < p[c].to+columnGap/2 {
			return c
		}
	}
	return columnsEnd
}

// isRight reports whether a column has numbers, which stand at its right.
func (c column) isRight() bool { return c == byBattery || c == bySignal || c == byLast || c == byRate }

// head writes the titles. The column that sorts has an arrow.
func (p places) head(o order) (spans []text.Span) {
	muted, plain := look.Colour(look.Muted), look.Colour(theme.ColorNameForeground)
	for c := range columnsEnd {
		if p[c].to == 0 {
			continue
		}
		s := text.Span{Text: columnTitles[c], Colour: muted}
		if o.sorts && o.by == c {
			s.Colour, s.Style = plain, text.Bold
			s.Text += map[bool]string{false: " ▴", true: " ▾"}[o.falling]
		}
		spans = append(spans, p.span(c, s))
	}
	return spans
}

// span puts a text into its column.
func (p places) span(c column, s text.Span) text.Span {
	s.X, s.Limit = p[c].from, p[c].to
	if c.isRight() {
		s.X, s.Right, s.Limit = p[c].to, true, 0
	}
	return s
}

// line writes a device; fresh: it has appeared lately.
func (p places) line(d *device.Device, fresh bool, now time.Time) (spans []text.Span) {
	muted, plain := look.Colour(look.Muted), look.Colour(theme.ColorNameForeground)
	add := func(c column, s text.Span) {
		if p[c].to > 0 && s.Text != "" {
			spans = append(spans, p.span(c, s))
		}
	}
	add(byName, text.Span{Text: format.SignLevel(d.Name), Colour: plain})
	if words := modelWords(d); words != "" {
		add(byModel, text.Span{Text: format.Level(words), Colour: muted})
	}
	add(byKind, text.Span{Text: explain.ConventionName(d.Convention), Colour: muted})
	mark := text.Span{Text: "●", Colour: look.Colour(statusColour(d)), X: p[byStatus].from, Limit: p[byStatus].to}
	state := text.Span{Text: statusWords(d, now), Colour: plain, X: p[byStatus].from + statusMark, Limit: p[byStatus].to}
	spans = append(spans, mark, state)
	add(byBattery, text.Span{Text: readingWords(d.Battery), Colour: batteryColour(d)})
	add(bySignal, text.Span{Text: readingWords(d.Signal), Colour: muted})
	if !d.Last.IsZero() {
		add(byLast, text.Span{Text: format.Age(now, d.Last), Colour: muted})
	}
	if d.PerMin > 0 {
		add(byRate, text.Span{Text: perMinute(d.PerMin), Colour: muted})
	}
	return append(spans, p.remarks(d, fresh)...)
}

// remarks are what is to be said of a device: that it is new, and what is wrong with it.
func (p places) remarks(d *device.Device, fresh bool) (spans []text.Span) {
	at := p[byProblems]
	if fresh {
		spans = append(spans, text.Span{Text: "new", Style: text.Bold, Colour: look.Colour(theme.ColorNamePrimary), X: at.from, Limit: at.to})
		at.from = -1
	}
	words := problemWords(d)
	if words == "" {
		return spans
	}
	colour := look.Colour(look.Muted)
	if isWrong(d) {
		colour = look.Colour(theme.ColorNameWarning)
	}
	if fresh {
		words = "   " + words
	}
	return append(spans, text.Span{Text: words, Colour: colour, X: at.from, Limit: at.to})
}

// isWrong reports whether a device has a problem that is more than that nothing live has
// come of it yet.
func isWrong(d *device.Device) bool {
	return slices.ContainsFunc(d.Problems, func(p device.Problem) bool { return p.Code != device.NeverHeard })
}

func modelWords(d *device.Device) string { return strings.TrimSpace(d.Maker + " " + d.Model) }

// statusColour is that of the mark of a status.
func statusColour(d *device.Device) fyne.ThemeColorName {
	switch d.Status {
	case device.Online:
		return theme.ColorNameSuccess
	case device.Offline:
		return theme.ColorNameError
	default:
		return look.Muted
	}
}

// statusWords is how a device stands, and since when that is known.
func statusWords(d *device.Device, now time.Time) string {
	words := explain.DeviceStatus(d.Status)
	if !d.Since.IsZero() && d.Status != device.Unknown {
		words += ", " + format.Age(now, d.Since)
	}
	return words
}

// batteryColour is that of a battery, which stands out when it is low.
func batteryColour(d *device.Device) color.NRGBA {
	for _, p := range d.Problems {
		if p.Code == device.LowBattery {
			return look.Colour(theme.ColorNameWarning)
		}
	}
	return look.Colour(look.Muted)
}

func readingWords(r *device.Reading) string {
	if r == nil {
		return ""
	}
	if r.Unit == "lqi" {
		return "LQI " + format.Rounded(r.Value, 3)
	}
	return format.Rounded(r.Value, 3) + " " + r.Unit
}

func perMinute(rate float64) string {
	if rate < 0.1 {
		return "<0.1"
	}
	return format.Rounded(rate, 2)
}

// problemWords is what is wrong with a device, in one line.
func problemWords(d *device.Device) string {
	var words []string
	for _, p := range d.Problems {
		words = append(words, explain.DeviceProblem(p))
	}
	return strings.Join(words, "; ")
}

// order is an order of the table; without sorts it is that of conventions and names.
type order struct {
	sorts   bool
	by      column
	falling bool
}

// next is the order after another click on a column: rising, falling, and as it was.
func (o order) next(by column) order {
	switch {
	case !o.sorts || o.by != by:
		return order{sorts: true, by: by}
	case !o.falling:
		return order{sorts: true, by: by, falling: true}
	}
	return order{}
}

// comparing is the order of two devices, nil for that of conventions and names.
func (o order) comparing() func(a, b *device.Device) int {
	if !o.sorts {
		return nil
	}
	return o.compare
}

// compare is the order of two devices. What one does not tell comes last, whichever way.
func (o order) compare(a, b *device.Device) int {
	way := 1
	if o.falling {
		way = -1
	}
	known := func(x, y bool) int { return cmp.Compare(number(!x), number(!y)) }
	c := 0
	switch o.by {
	case byName:
		c = way * cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	case byModel:
		c = cmp.Or(known(modelWords(a) != "", modelWords(b) != ""), way*cmp.Compare(modelWords(a), modelWords(b)))
	case byKind:
		c = way * cmp.Compare(explain.ConventionName(a.Convention), explain.ConventionName(b.Convention))
	case byStatus:
		c = way * cmp.Compare(statusRank[a.Status], statusRank[b.Status])
	case byBattery:
		c = compareReadings(a.Battery, b.Battery, way)
	case bySignal:
		c = compareReadings(a.Signal, b.Signal, way)
	case byLast:
		c = cmp.Or(known(!a.Last.IsZero(), !b.Last.IsZero()), -way*a.Last.Compare(b.Last))
	case byRate:
		c = cmp.Or(known(a.PerMin > 0, b.PerMin > 0), way*cmp.Compare(a.PerMin, b.PerMin))
	case byProblems:
		c = cmp.Or(known(len(a.Problems) > 0, len(b.Problems) > 0), way*cmp.Compare(number(isWrong(b)), number(isWrong(a))), way*cmp.Compare(len(b.Problems), len(a.Problems)))
	}
	return cmp.Or(c, cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.Convention, b.Convention), cmp.Compare(a.ID, b.ID))
}

// statusRank is the order of the statuses: what needs somebody first.
var statusRank = map[device.Status]int{device.Offline: 0, device.Unknown: 1, device.Asleep: 2, device.Online: 3}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

// compareReadings orders by unit and value: volts are no percents.
func compareReadings(a, b *device.Reading, way int) int {
	if a == nil || b == nil {
		return cmp.Compare(number(a == nil), number(b == nil))
	}
	return cmp.Or(cmp.Compare(a.Unit, b.Unit), way*cmp.Compare(a.Value, b.Value))
}

// words are what a filter looks in.
func words(d *device.Device) string {
	return strings.ToLower(strings.Join([]string{d.Name, d.ID, modelWords(d), d.Firmware, d.Area, explain.ConventionName(d.Convention),
		string(d.Convention), explain.DeviceStatus(d.Status), problemWords(d)}, "\n"))
}

// summary counts devices by how they stand.
func summary(all []device.Device) string {
	counts, wrong, quiet := map[device.Status]int{}, 0, 0
	for i := range all {
		counts[all[i].Status]++
		switch d := &all[i]; {
		case isWrong(d):
			wrong++
		case len(d.Problems) > 0:
			quiet++
		}
	}
	said := []string{format.Counted(len(all), "{count} device", "{count} devices")}
	for _, s := range []device.Status{device.Online, device.Asleep, device.Offline, device.Unknown} {
		if counts[s] > 0 {
			said = append(said, format.Count(counts[s])+" "+explain.DeviceStatus(s))
		}
	}
	if wrong > 0 {
		said = append(said, format.Fill("{wrong} with problems", "wrong", format.Count(wrong)))
	}
	if quiet > 0 {
		said = append(said, format.Fill("{quiet} with nothing live yet", "quiet", format.Count(quiet)))
	}
	return strings.Join(said, "  ·  ")
}
