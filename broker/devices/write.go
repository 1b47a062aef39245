package devices

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"mangrove/broker/explain"
	"mangrove/model/device"
	"mangrove/model/export"
	"mangrove/model/learn"
	"mangrove/model/printable"
)

// line is a device in JSON.
type line struct {
	Convention device.Convention `json:"convention"`
	ID         string            `json:"id"`
	Name       string            `json:"name"`
	Area       string            `json:"area,omitempty"`
	Maker      string            `json:"maker,omitempty"`
	Model      string            `json:"model,omitempty"`
	Firmware   string            `json:"firmware,omitempty"`
	Status     device.Status     `json:"status"`
	Basis      device.Basis      `json:"basis,omitempty"`
	Since      *time.Time        `json:"since,omitempty"`
	Battery    *device.Reading   `json:"battery,omitempty"`
	Signal     *device.Reading   `json:"signal,omitempty"`
	Topics     int               `json:"topics"`
	Messages   uint64            `json:"messages"`
	PerMinute  float64           `json:"messages_per_minute"`
	Last       *time.Time        `json:"last,omitempty"`
	Every      float64           `json:"every_s,omitempty"`
	Drops      int               `json:"went_offline,omitempty"`
	Problems   []problem         `json:"problems"`
}

type problem struct {
	Code  device.Code `json:"code"`
	Words string      `json:"words"`
}

func lineOf(d *device.Device) line {
	l := line{
		Convention: d.Convention, ID: d.ID, Name: d.Name, Area: d.Area, Maker: d.Maker, Model: d.Model, Firmware: d.Firmware,
		Status: d.Status, Basis: d.Basis, Since: known(d.Since), Battery: d.Battery, Signal: d.Signal, Topics: d.Topics,
		Messages: d.Messages, PerMinute: d.PerMin, Last: known(d.Last), Every: d.Rhythm.Seconds(), Drops: d.Drops, Problems: []problem{},
	}
	for _, p := range d.Problems {
		l.Problems = append(l.Problems, problem{p.Code, explain.DeviceProblem(p)})
	}
	return l
}

func known(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// JSON writes an array, a device in each line.
func (f *Found) JSON(w io.Writer) error {
	out := []byte("[")
	for i := range f.Devices {
		b, err := json.Marshal(lineOf(&f.Devices[i]))
		if err != nil {
			return err
		}
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(out, '\n'), printable.JSON(b)...)
	}
	_, err := w.Write(append(out, "\n]\n"...))
	return err
}

var columns = []string{
	"convention", "id", "name", "area", "maker", "model", "firmware", "status", "basis", "since", "battery", "signal", "topics", "messages", "last", "every_s", "problems",
}

// namingColumns are those by which a checklist names a device. Its name, where that is one of
// them, stands in its own column.
var namingColumns = []string{"use", "base", "topic", "app", "group", "node", "device"}

// naming are the cells of a device that name it in a checklist: empty ones where it cannot be
// named, or a cell would have to be escaped and name another one.
func naming(d *device.Device) []string {
	cells := make([]string, len(namingColumns))
	for _, k := range learn.Names(d) {
		if cell(k.Value) != k.Value {
			return make([]string, len(namingColumns))
		}
		if i := slices.Index(namingColumns, k.Name); i >= 0 {
			cells[i] = k.Value
		}
	}
	return cells
}

// cell is a text that neither a spreadsheet nor a terminal obeys.
func cell(text string) string { return printable.Text(export.HarmlessCell(text)) }

// CSV writes a row for each device. Cells that a spreadsheet would take for formulas begin
// with an apostrophe. The last columns are those by which a checklist names a device.
func (f *Found) CSV(w io.Writer) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true // RFC 4180
	if err := out.Write(slices.Concat(columns, namingColumns)); err != nil {
		return err
	}
	for i := range f.Devices {
		d := &f.Devices[i]
		row := []string{
			string(d.Convention), d.ID, d.Name, d.Area, d.Maker, d.Model, d.Firmware, string(d.Status), string(d.Basis), stamp(d.Since), reading(d.Battery), reading(d.Signal),
			strconv.Itoa(d.Topics), strconv.FormatUint(d.Messages, 10), stamp(d.Last), strconv.FormatFloat(d.Rhythm.Seconds(), 'f', -1, 64), problems(d),
		}
		for k := range row {
			row[k] = cell(row[k])
		}
		if err := out.Write(append(row, naming(d)...)); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339Nano)
}

func reading(r *device.Reading) string {
	if r == nil {
		return ""
	}
	return strconv.FormatFloat(r.Value, 'g', -1, 64) + " " + r.Unit
}

func problems(d *device.Device) string {
	words := make([]string, len(d.Problems))
	for i, p := range d.Problems {
		words[i] = explain.DeviceProblem(p)
	}
	return strings.Join(words, "; ")
}

// Table writes a line for each device, for people.
func (f *Found) Table(w io.Writer) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	cells := func(all ...string) error {
		for i := range all {
			all[i] = printable.Line(all[i])
		}
		_, err := fmt.Fprintln(out, strings.Join(all, "\t"))
		return err
	}
	if err := cells("NAME", "KIND", "MODEL", "FIRMWARE", "STATUS", "BATTERY", "SIGNAL", "EVERY", "LIVE", "PROBLEMS"); err != nil {
		return err
	}
	for i := range f.Devices {
		d := &f.Devices[i]
		status := explain.DeviceStatus(d.Status)
		if words := explain.DeviceBasis(d.Basis); words != "" && d.Basis != device.Said {
			status += ", " + words
		}
		every := ""
		if d.Rhythm > 0 {
			every = d.Rhythm.Round(100 * time.Millisecond).String()
		}
		err := cells(d.Name, explain.ConventionName(d.Convention), strings.TrimSpace(d.Maker+" "+d.Model), d.Firmware, status, reading(d.Battery), reading(d.Signal),
			every, strconv.FormatUint(d.Messages, 10), problems(d))
		if err != nil {
			return err
		}
	}
	return out.Flush()
}
