package charts

import (
	"encoding/csv"
	"errors"
	"image/png"
	"io"
	"math"
	"strconv"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"

	"mangrove/model/export"
	"mangrove/model/series"
	"mangrove/ui/connection"
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
		func(path string) { r.OnSay(format.Fill("Chart saved to {path}.", "path", path)) })
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
			line += format.Fill("  ·  in {unit}", "unit", l.Unit)
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
		return format.Fill("{from} to {end}{to}", "from", from.Format(day+" "+clock+zone), "end", end, "to", to.Format(zone))
	}
	return format.Fill("{from} to {end}{to}", "from", from.Format(day+" "+clock), "end", end, "to", to.Format(zone))
}

// saved is one series of a file.
type saved struct {
	topic, path, unit string
	reading           *connection.Reading
}

// errTabClosed ends the writing of a file whose numbers go with their tab.
var errTabClosed = errors.New("the tab was closed before all numbers were written")

// saveNumbers saves the numbers on view, each with its time. They are copied a few at a
// time while they are written, which is done beside the goroutine that draws and ends with
// the tab.
func (r *Room) saveNumbers(t *chart.Timeline, lines []*line, name string) {
	from, to := t.Bounds()
	var list []saved
	for _, l := range lines {
		list = append(list, saved{l.reading.Of.Topic, l.reading.Of.Path, l.reading.Unit(), l.reading})
	}
	n := 0
	write := func(w io.Writer) (err error) {
		n, err = writeCSV(w, list, span{from, to, &r.stopped})
		return err
	}
	r.desk.Save(desk.FileName(name, ".csv"), write,
		func(path string) {
			r.OnSay(format.Counted(n, "{count} value saved to {path}.", "{count} values saved to {path}.", "path", path))
		})
}

// span is the time whose numbers are written, until their tab is closed.
type span struct {
	from, to int64
	stopped  *atomic.Bool
}

// writeCSV writes a line for each number, and says how many these are. What a spreadsheet
// would take for a formula has an apostrophe before it.
func writeCSV(w io.Writer, list []saved, of span) (n int, err error) {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"time", "topic", "path", "value", "unit"}); err != nil {
		return 0, err
	}
	for _, s := range list {
		row := []string{"", export.HarmlessCell(s.topic), export.HarmlessCell(s.path), "", export.HarmlessCell(s.unit)}
		err := s.reading.Slices(of.from, of.to, func(points []series.Point) error {
			if of.stopped.Load() {
				return errTabClosed
			}
			for _, p := range points {
				row[0] = time.Unix(0, p.At).Format("2006-01-02T15:04:05.000000Z07:00")
				row[3] = writtenOut(p.Value)
				if err := out.Write(row); err != nil {
					return err
				}
			}
			n += len(points)
			return nil
		})
		if err != nil {
			return n, err
		}
	}
	out.Flush()
	return n, out.Error()
}

// writtenOut is a number in all its digits; not those of a power of ten.
func writtenOut(v float64) string {
	if size := math.Abs(v); size != 0 && (size >= 1e21 || size < 1e-12) {
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}
