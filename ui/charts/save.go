package charts

import (
	"encoding/csv"
	"fmt"
	"image/png"
	"io"
	"math"
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"mangrove/model/export"
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
		fyne.NewMenuItem("Save as PNG…", func() { r.savePicture(c, name) }),
		fyne.NewMenuItem("Save as CSV…", func() { r.saveNumbers(c.Time, lines, name) }),
	}
	for _, i := range items {
		i.Disabled = len(lines) == 0
	}
	return items
}

func (r *Room) savePicture(c *chart.Chart, name string) {
	img := c.Image(pictureWidth, pictureHeight, pictureScale)
	r.desk.Save(desk.FileName(name, ".png"), func(w io.Writer) error { return png.Encode(w, img) },
		func(path string) { r.OnSay("Chart saved to " + path + ".") })
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
	lines = slices.Clone(lines)
	n := 0
	r.desk.Save(desk.FileName(name, ".csv"), func(w io.Writer) error { // beside: they may be millions
		var list []saved
		for _, l := range lines {
			points := l.reading.Copy(from, to, all)
			n += len(points)
			list = append(list, saved{l.reading.Of.Topic, l.reading.Of.Path, l.reading.Unit(), points})
		}
		return writeCSV(w, list)
	}, func(path string) { r.OnSay(fmt.Sprintf("%s saved to %s.", format.Plural(n, "value"), path)) })
}

// writeCSV writes a line for each number. What a spreadsheet would take for a formula has
// an apostrophe before it.
func writeCSV(w io.Writer, list []saved) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"time", "topic", "path", "value", "unit"}); err != nil {
		return err
	}
	for _, s := range list {
		topic, path, unit := export.HarmlessCell(s.topic), export.HarmlessCell(s.path), export.HarmlessCell(s.unit)
		for _, p := range s.points {
			at := time.Unix(0, p.At).Format("2006-01-02T15:04:05.000000Z07:00")
			if err := out.Write([]string{at, topic, path, writtenOut(p.Value), unit}); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

// writtenOut is a number in all its digits; not those of a power of ten.
func writtenOut(v float64) string {
	if size := math.Abs(v); size != 0 && (size >= 1e21 || size < 1e-12) {
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}
