package demo

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strconv"
	"time"
)

// snapshotEvery is how often a camera sends a picture.
const snapshotEvery = 10 * time.Second

// A person crosses the yard for the first part of every two minutes.
const (
	visitEvery = 2 * time.Minute
	visitFor   = 80 * time.Second
)

// visit is how far the person in the yard has come, 0 to 1, and whether there
// is one at all.
func visit(now time.Time) (along float64, there bool) {
	at := now.Sub(now.Truncate(visitEvery))
	return float64(at) / float64(visitFor), at < visitFor
}

// yardCamera is Frigate with one camera: pictures of the best view of a
// person, the count, events and statistics.
type yardCamera struct {
	*Device
	id      string // of the current event, empty when there is none
	began   time.Time
	top     float64 // the best score of the event
	started time.Time
}

func newYardCamera(seed uint64) *Device {
	d := newDevice(seed, "yard-camera", "frigate", "Frigate watching a yard: JPEG snapshots, person count, events")
	c := &yardCamera{Device: d}
	available := func(word string) Message { return Message{"frigate/available", []byte(word), 0, true} }
	d.connect = func(now time.Time) { c.started, c.id = now, "" }
	d.will = func(time.Time) Message { return available("offline") }
	d.birth = func(time.Time) []Message {
		return []Message{
			available("online"),
			{Topic: "frigate/yard/person", Payload: []byte("0")},
			{"frigate/yard/detect/state", []byte("ON"), 0, true},
			{"frigate/yard/recordings/state", []byte("ON"), 0, true},
			{"frigate/yard/snapshots/state", []byte("ON"), 0, true},
		}
	}
	d.every(2*time.Second, c.watch)
	d.every(snapshotEvery, c.snapshot)
	d.every(15*time.Second, c.stats)
	return d
}

// snapshot is the person with a box around, retained; nothing without one.
func (c *yardCamera) snapshot(now time.Time) []Message {
	along, there := visit(now)
	if !there {
		return nil
	}
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, drawYard(now, along, there), &jpeg.Options{Quality: 85}); err != nil {
		return nil // a buffer takes every write
	}
	return []Message{{"frigate/yard/person/snapshot", buf.Bytes(), 0, true}}
}

// watch notices a person coming, staying and going; the count is published
// when it changes.
func (c *yardCamera) watch(now time.Time) []Message {
	along, there := visit(now)
	var kind string
	var messages []Message
	switch {
	case there && c.id == "":
		c.began, c.top, kind = now, 0, "new"
		c.id = fmt.Sprintf("%.6f-%s", float64(now.UnixMicro())/1e6, c.letters(6))
		messages = one("frigate/yard/person", []byte("1"))
	case there:
		kind = "update"
	case c.id != "":
		kind = "end"
		messages = one("frigate/yard/person", []byte("0"))
	default:
		return nil
	}
	messages = append(messages, Message{Topic: "frigate/events", Payload: c.event(now, kind, along)})
	if kind == "end" {
		c.id = ""
	}
	return messages
}

// frigateObject is a tracked object before or after a change.
type frigateObject struct {
	ID       string   `json:"id"`
	Camera   string   `json:"camera"`
	Frame    float64  `json:"frame_time"`
	Label    string   `json:"label"`
	SubLabel *string  `json:"sub_label"`
	Top      float64  `json:"top_score"`
	False    bool     `json:"false_positive"`
	Start    float64  `json:"start_time"`
	End      *float64 `json:"end_time"`
	Score    float64  `json:"score"`
	Box      [4]int   `json:"box"`
	Area     int      `json:"area"`
	Zones    []string `json:"current_zones"`
	Entered  []string `json:"entered_zones"`
	Clip     bool     `json:"has_clip"`
	Snapshot bool     `json:"has_snapshot"`
	Active   bool     `json:"active"`
}

func (c *yardCamera) event(now time.Time, kind string, along float64) []byte {
	box := personBox(along)
	before := frigateObject{
		ID: c.id, Camera: "yard", Frame: unixSeconds(now.Add(-200 * time.Millisecond)), Label: "person", Top: c.top,
		Start: unixSeconds(c.began), Score: round(0.72+0.2*c.rng.Float64(), 4),
		Box: [4]int{box.Min.X, box.Min.Y, box.Max.X, box.Max.Y}, Area: box.Dx() * box.Dy(),
		Zones: []string{"yard_path"}, Entered: []string{"yard_path"}, Clip: true, Snapshot: true, Active: true,
	}
	after := before
	after.Frame = unixSeconds(now)
	after.Score = round(0.72+0.2*c.rng.Float64(), 4)
	c.top = max(c.top, before.Score, after.Score)
	after.Top = c.top
	if kind == "end" {
		end := unixSeconds(now)
		after.End, after.Active, after.Zones = &end, false, []string{}
	}
	return encode(struct {
		Type   string        `json:"type"`
		Before frigateObject `json:"before"`
		After  frigateObject `json:"after"`
	}{kind, before, after})
}

func (c *yardCamera) stats(now time.Time) []Message {
	vary := func(around, by float64) float64 { return round(around+by*(2*c.rng.Float64()-1), 1) }
	return one("frigate/stats", encode(map[string]any{
		"cameras": map[string]any{"yard": map[string]any{
			"camera_fps": vary(5, 0.1), "process_fps": vary(5, 0.1), "skipped_fps": 0.0, "detection_fps": vary(1.8, 1.2), "detection_enabled": true,
		}},
		"detectors":     map[string]any{"coral": map[string]any{"inference_speed": vary(8.4, 0.6), "detection_start": 0.0}},
		"detection_fps": vary(1.8, 1.2),
		"service":       map[string]any{"uptime": int(now.Sub(c.started).Seconds()), "version": "0.15.2", "last_updated": now.Unix()},
	}))
}

func (c *yardCamera) letters(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('a' + c.rng.IntN(26))
	}
	return string(b)
}

func unixSeconds(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }

// newGateCamera is a plain camera that sends a PNG of the gate, retained.
func newGateCamera(seed uint64) *Device {
	d := newDevice(seed, "gate-camera", "ipcam-gate-01", "Camera at the gate, which sends a PNG")
	online := func(up bool) Message { return Message{"camera/gate/online", strconv.AppendBool(nil, up), 1, true} }
	d.will = func(time.Time) Message { return online(false) }
	d.birth = func(time.Time) []Message { return []Message{online(true)} }
	d.every(snapshotEvery, func(now time.Time) []Message {
		picture, err := encodePNG(drawGate(now))
		if err != nil {
			return nil
		}
		return []Message{
			{"camera/gate/snapshot", picture, 0, true},
			{"camera/gate/last_snapshot", []byte(now.Format(time.RFC3339)), 0, true},
		}
	})
	return d
}

// encodePNG writes a picture with a palette, which flat drawings fit.
func encodePNG(picture *image.RGBA) ([]byte, error) {
	var buf bytes.Buffer
	err := png.Encode(&buf, paletted(picture))
	return buf.Bytes(), err
}

// paletted is the same picture with at most 256 colours by number, or the
// picture itself if it has more.
func paletted(picture *image.RGBA) image.Image {
	out := image.NewPaletted(picture.Bounds(), nil)
	numbers := map[color.RGBA]uint8{}
	var last color.RGBA // neighbours are mostly alike
	var number uint8
	for i := range out.Pix {
		p := picture.Pix[4*i : 4*i+4 : 4*i+4]
		if c := (color.RGBA{p[0], p[1], p[2], p[3]}); c != last {
			n, known := numbers[c]
			if !known {
				if len(out.Palette) == 256 {
					return picture
				}
				n = uint8(len(out.Palette))
				numbers[c] = n
				out.Palette = append(out.Palette, c)
			}
			last, number = c, n
		}
		out.Pix[i] = number
	}
	return out
}
