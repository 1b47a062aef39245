package charts

import (
	"encoding/csv"
	"fmt"
	"image/png"
	"io"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"mangrove/model/series"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/widgets/chart"
)

// Measures of a picture that is saved, in pixels.
const (
	pictureWidth  = 1600
	pictureHeight = 800
	pictureScale  = 2
)

// saveItems save what is on view.
func (r *Room) saveItems(c *chart.Chart, lines []*line, name string) []*fyne.MenuItem {
	items := []*fyne.MenuItem{
		fyne.NewMenuItem("Save as PNG…", func() { r.savePicture(c, lines, name) }),
		fyne.NewMenuItem("Save as CSV…", func() { r.saveNumbers(c.Time, lines, name) }),
	}
	for _, i := range items {
		i.Disabled = len(lines) == 0
	}
	return items
}

func (r *Room) savePicture(c *chart.Chart, lines []*line, name string) {
	from, to := c.Time.Bounds()
	img := c.Picture(pictureWidth, pictureHeight, pictureScale, caption(lines, from, to))
	r.desk.Save(desk.FileName(name, ".png"), func(w io.Writer) error { return png.Encode(w, img) },
		func(path string) { r.OnSay("Chart saved to " + path + ".") })
}

// caption says what a picture is of: each number with its topic, its path and its unit,
// and the time.
func caption(lines []*line, from, to int64) (words []string) {
	for i, l := range lines {
		line := format.SignTopic(format.BothEnds(l.reading.Of.Topic))
		if len(lines) > 1 {
			line = chart.Letter(i) + "  " + line
		}
		if path := l.reading.Of.Path; path != "" {
			line += "  ·  " + format.ExcerptOf(path, 120)
		}
		if l.Unit != "" {
			line += "  ·  in " + l.Unit
		}
		words = append(words, line)
	}
	return append(words, timeWords(time.Unix(0, from), time.Unix(0, to)))
}

// timeWords is a time from one to another, with the dates and the zone.
func timeWords(from, to time.Time) string {
	const day, clock, zone = "2 January 2006", "15:04:05", " UTC-07:00"
	end := to.Format(clock)
	if from.Format(day) != to.Format(day) {
		end = to.Format(day + " " + clock)
	}
	if from.Format(zone) != to.Format(zone) {
		return from.Format(day+" "+clock+zone) + " to " + end + to.Format(zone)
	}
	return from.Format(day+" "+clock) + " to " + end + to.Format(zone)
}

// saved is one series of a file.
type saved struct {
	topic, path, unit string
	points            []series.Point
}

// saveNumbers saves the numbers on view, each with its time.
func (r *Room) saveNumbers(t *chart.Timeline, lines []*line, name string) {
	const all = 10_000_000
	from, to := t.Bounds()
	var list []saved
	n := 0
	for _, l := range lines {
		points := l.reading.Copy(from, to, all)
		n += len(points)
		list = append(list, saved{l.reading.Of.Topic, l.reading.Of.Path, l.reading.Unit(), points})
	}
	r.desk.Save(desk.FileName(name, ".csv"), func(w io.Writer) error { return writeCSV(w, list) },
		func(path string) { r.OnSay(fmt.Sprintf("%s saved to %s.", format.Plural(n, "value"), path)) })
}

// writeCSV writes a line for each number. What a spreadsheet would take for a formula has
// an apostrophe before it.
func writeCSV(w io.Writer, list []saved) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"time", "topic", "path", "value", "unit"}); err != nil {
		return err
	}
	for _, s := range list {
		for _, p := range s.points {
			at := time.Unix(0, p.At).Format("2006-01-02T15:04:05.000000Z07:00")
			if err := out.Write([]string{at, plain(s.topic), plain(s.path), strconv.FormatFloat(p.Value, 'f', -1, 64), plain(s.unit)}); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

func plain(cell string) string {
	if cell != "" && (cell[0] == '=' || cell[0] == '+' || cell[0] == '-' || cell[0] == '@' || cell[0] == '\t' || cell[0] == '\r') {
		return "'" + cell
	}
	return cell
}
