package ui

import (
	"bytes"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/facts"
	"mangrove/model"
	"mangrove/model/payload"
)

// pictures are small ones in each format that can be shown, and of each way that
// one is written.
func pictures(f *testing.F) (all [][]byte) {
	f.Helper()
	at := image.Rect(0, 0, 3, 2)
	paletted := image.NewPaletted(at, color.Palette{color.Black, color.White})
	write := func(encode func(*bytes.Buffer) error) {
		var b bytes.Buffer
		if err := encode(&b); err != nil {
			f.Fatal(err)
		}
		all = append(all, b.Bytes())
	}
	write(func(b *bytes.Buffer) error { return png.Encode(b, image.NewNRGBA64(at)) })
	write(func(b *bytes.Buffer) error { return png.Encode(b, paletted) })
	write(func(b *bytes.Buffer) error { return gif.Encode(b, paletted, nil) })
	write(func(b *bytes.Buffer) error { return jpeg.Encode(b, image.NewGray(at), nil) })
	write(func(b *bytes.Buffer) error { return jpeg.Encode(b, image.NewRGBA(at), nil) })
	return append(all, []byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"))
}

// FuzzDecode: whatever a payload and however it is asked to be shown, something is
// shown, with a short sentence, and an image is none that is larger than allowed.
func FuzzDecode(f *testing.F) {
	for i, b := range pictures(f) {
		f.Add(b, i%len(viewNames), 80)
	}
	f.Add([]byte(`{"a":[1,"x\n"]}`), 0, 40)
	f.Add([]byte("\x00\x01\xff text"), 2, 1)
	f.Add([]byte(strings.Repeat("[", 300)), 1, 300)
	f.Fuzz(func(t *testing.T, b []byte, how, columns int) {
		s := model.NewStore(model.Options{})
		s.Apply(model.Batch{At: time.Unix(1, 0), Messages: []model.Message{{Topic: []byte("a"), Payload: b}}})
		id, _ := s.Find("a")
		// Not by safely: what breaks here is to be mended.
		d := decode(request{store: s, id: id, view: payload.View(abs(how) % len(viewNames)), columns: abs(columns) % 400})
		if d.words == "" || len(d.words) > 1000 || d.lines == nil && d.image == nil || d.extension == "" {
			t.Errorf("%q is shown as %q, %v", b, d.words, d.lines)
		}
		if d.image != nil {
			size := d.image.Bounds()
			if max(size.Dx(), size.Dy()) > longestSide || size.Dx()*size.Dy() > largestImage || d.small == nil || d.small.Bounds().Empty() {
				t.Errorf("an image of %v, drawn as %v", size, d.small)
			}
			return
		}
		for i := range d.lines.Len() {
			d.lines.Line(i)
		}
	})
}

func abs(n int) int {
	if n == math.MinInt {
		return 0
	}
	return max(n, -n)
}

// FuzzFacts: whatever a broker says of itself, it is shown on a short line, and no
// figure is one that cannot be drawn.
func FuzzFacts(f *testing.F) {
	for _, seed := range []string{"mosquitto version 2.0.11", "3725 seconds", "-1", "1e400", "NaN", "Inf", "99999999999999999999", "1 days, 2 hours", "0x1p-2", "\x1b[0m"} {
		f.Add(seed, "7", "version")
		f.Add(seed, seed, "uptime")
		f.Add("1", seed, "heap/current")
		f.Add(seed, "2", "publish/messages/dropped")
		f.Add(seed, "3", "bytes/received")
	}
	f.Fuzz(func(t *testing.T, first, then, name string) {
		o := broker.Opened{Store: model.NewStore(model.Options{}), System: model.NewStore(model.Options{})}
		b := facts.New(o)
		for i, value := range []string{first, then} {
			at := time.Unix(int64(10*(i+1)), 0)
			var all []model.Message
			for _, topic := range []string{"$SYS/broker/" + name, "$SYS/brokers/x/" + name} {
				if len(topic) < 65_536 && !strings.Contains(topic, "\x00") {
					all = append(all, msg(topic, value))
				}
			}
			o.System.Apply(model.Batch{At: at, Messages: all})
			b.Update(at)
		}
		b.Dropped()
		for i := range facts.Figures {
			fact := b.Figure(i)
			words := factWords(fact, i.Kind())
			if len(words) > 2100 || strings.HasPrefix(words, "-") && i.Kind() != facts.Text && i.Kind() != facts.Time && fact.Value >= 0 {
				t.Errorf("%s: %v is shown as %q", figureNames[i], fact.Value, words)
			}
			for _, v := range append(fact.Past, fact.Value, fact.PerSecond) {
				if math.IsNaN(v) || math.IsInf(v, 0) {
					t.Errorf("%s: %v is drawn, of %q and %q", figureNames[i], v, first, then)
				}
			}
		}
	})
}
