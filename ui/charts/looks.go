package charts

import (
	"image/color"
	"math"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/chart"
)

// rangeField is where the range of an axis is typed.
type rangeField struct {
	of        chart.Measured
	low, high *widgets.Entry
}

// looksDialog asks for the ranges of the axes of a chart and the colours of its lines.
type looksDialog struct {
	lines   []*chart.Line
	ranges  []rangeField
	colours []int // of each line, counted from 1
	swatch  []*widgets.Swatches
	problem *widget.Label
}

// askLooks asks how the lines of a chart are to look, and has that done then.
func (r *Room) askLooks(c *chart.Chart, then func()) {
	d := &looksDialog{lines: c.Lines(), problem: widgets.NewSentences("", widget.DangerImportance)}
	d.problem.Hide()
	form := container.New(layout.NewFormLayout())
	named := []desk.NamedObject{{Name: "problem", Object: d.problem}}
	for i, m := range c.Measured() {
		if m.OnOff {
			continue // off and on are all of it
		}
		f := newRangeField(m)
		d.ranges = append(d.ranges, f)
		form.Add(widget.NewLabel(format.Excerpt(d.axisName(m))))
		form.Add(container.NewGridWithColumns(2, f.low, f.high))
		named = append(named, desk.NamedObject{Name: "lowest " + strconv.Itoa(i+1), Object: f.low}, desk.NamedObject{Name: "highest " + strconv.Itoa(i+1), Object: f.high})
	}
	for i, l := range d.lines {
		d.addColour(form, i, l)
		named = append(named, desk.NamedObject{Name: "colour " + strconv.Itoa(i+1), Object: d.swatch[i]})
	}
	note := widgets.NewSentences("With an empty field, the range follows the values. The empty square gives a line its usual colour.", widget.LowImportance)
	automatic := widgets.NewButton("All automatic", theme.ViewRefreshIcon(), d.clear)
	confirm := widgets.NewButton("Apply", theme.ConfirmIcon(), nil)
	scroll := container.NewVScroll(container.NewVBox(form, note, container.NewHBox(automatic)))
	content := container.New(arrange.Foot{}, scroll, d.problem)
	q := r.desk.Ask("Range and colours", content, confirm, append(named, desk.NamedObject{Name: "all automatic", Object: automatic})...)
	confirm.OnTapped = func() {
		if !d.apply() {
			return
		}
		q.Close()
		c.Again()
		then()
	}
	for _, f := range d.ranges {
		f.low.OnSubmitted, f.high.OnSubmitted = func(string) { confirm.OnTapped() }, func(string) { confirm.OnTapped() }
	}
	height := scroll.Content.MinSize().Height + 150
	q.Dialog.Resize(fyne.NewSize(r.desk.Width(560), min(height, max(200, r.desk.Canvas().Size().Height-40))))
	if len(d.ranges) > 0 {
		r.desk.Focus(d.ranges[0].low)
	}
}

// axisName says what an axis measures: which of several lines, and its unit.
func (d *looksDialog) axisName(m chart.Measured) string {
	var letters []string
	for _, i := range m.Lines {
		letters = append(letters, chart.Letter(i))
	}
	words := "Range"
	switch several := len(d.lines) > 1; {
	case several && m.Unit != "":
		words = "Range of {lines} in {unit}"
	case several:
		words = "Range of {lines}"
	case m.Unit != "":
		words = "Range in {unit}"
	}
	return format.Fill(words, "lines", strings.Join(letters, ", "), "unit", m.Unit)
}

func newRangeField(m chart.Measured) rangeField {
	f := rangeField{m, widgets.NewEntry("lowest: automatic"), widgets.NewEntry("highest: automatic")}
	if m.Limits.HasLow {
		f.low.SetText(strconv.FormatFloat(m.Limits.Low, 'g', -1, 64))
	}
	if m.Limits.HasHigh {
		f.high.SetText(strconv.FormatFloat(m.Limits.High, 'g', -1, 64))
	}
	return f
}

// longestLine is how many characters of the name of a line are seen.
const longestLine = 32

// addColour adds the colours that a line can have.
func (d *looksDialog) addColour(form *fyne.Container, i int, l *chart.Line) {
	name := format.ExcerptOf(l.Name, longestLine)
	if len(d.lines) > 1 {
		name = chart.Letter(i) + "  " + name
	}
	var all []color.Color
	for _, c := range look.ChartColours {
		all = append(all, look.Colour(c))
	}
	d.colours = append(d.colours, l.Look.Colour)
	s := widgets.NewSwatches(all, func(chosen int) { d.colours[i] = chosen })
	s.Choose(l.Look.Colour)
	d.swatch = append(d.swatch, s)
	form.Add(widget.NewLabel(format.Excerpt(name)))
	form.Add(arrange.Middle(s))
}

// clear has everything as it is when nothing is chosen.
func (d *looksDialog) clear() {
	for _, f := range d.ranges {
		f.low.SetText("")
		f.high.SetText("")
	}
	for i, s := range d.swatch {
		s.Choose(0)
		d.colours[i] = 0
	}
	widgets.ShowProblem(d.problem, "")
}

// apply has the lines look as it is asked. It reports whether they can.
func (d *looksDialog) apply() bool {
	limits := make([]chart.Limits, len(d.ranges))
	for i, f := range d.ranges {
		l, wrong := limitsOf(f.low.Value(), f.high.Value())
		if limits[i] = l; wrong != "" {
			widgets.ShowProblem(d.problem, wrong)
			return false
		}
	}
	for i, f := range d.ranges {
		for _, n := range f.of.Lines {
			d.lines[n].Look.Limits = limits[i]
		}
	}
	for i, l := range d.lines {
		l.Look.Colour = d.colours[i]
	}
	return true
}

// limitsOf are the limits that are typed, and what is wrong with them.
func limitsOf(low, high string) (l chart.Limits, wrong string) {
	if l.Low, l.HasLow, wrong = limitOf(low); wrong != "" {
		return l, wrong
	}
	if l.High, l.HasHigh, wrong = limitOf(high); wrong != "" {
		return l, wrong
	}
	switch {
	case l.HasLow && l.HasHigh && l.Low >= l.High:
		wrong = format.Fill("The lowest value, {low}, must be below the highest, {high}.", "low", strings.TrimSpace(low), "high", strings.TrimSpace(high))
	case l.AreClose():
		wrong = "The lowest and the highest value are too close to each other to be told apart. Choose a wider range."
	}
	return l, wrong
}

// largestLimit is the largest number that an axis can be asked for.
const largestLimit = 1e300

// limitOf reads one of them; a comma is a point where there is none. Nothing but blanks is
// no limit.
func limitOf(typed string) (v float64, has bool, wrong string) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return 0, false, ""
	}
	number := typed
	if strings.Count(number, ",") == 1 && !strings.Contains(number, ".") {
		number = strings.Replace(number, ",", ".", 1)
	}
	switch v, err := strconv.ParseFloat(number, 64); {
	case math.Abs(v) > largestLimit && !math.IsInf(v, 0), math.IsInf(v, 0) && err != nil:
		return 0, false, format.Fill("{typed} is too large for an axis. Choose a number up to 1e300.", "typed", format.ExcerptOf(typed, longestLine))
	case err != nil || math.IsNaN(v) || math.IsInf(v, 0):
		return 0, false, format.Fill(`"{typed}" is not a number. Type one such as 12.5 or 1e3, or leave the field empty.`, "typed", format.ExcerptOf(typed, longestLine))
	default:
		return v, true, ""
	}
}
