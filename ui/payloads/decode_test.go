package payloads

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"runtime"
	"strings"
	"testing"
	"time"

	"mangrove/model"
	"mangrove/model/decode"
	"mangrove/model/payload"
)

// TestCostOfPixels: an image that comes sharper and sharper takes more than its
// pixels while it is decoded.
func TestCostOfPixels(t *testing.T) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	baseline := b.Bytes()
	at := bytes.Index(baseline, []byte{0xFF, 0xC0})
	later := bytes.Clone(baseline)
	later[at+1] = 0xC2
	framed := func(kind byte, sides ...byte) []byte {
		b := []byte{0xFF, 0xD8, 0xFF, kind, 0, byte(8 + 3*len(sides)), 8, 0, 8, 0, 8, byte(len(sides))}
		for i, s := range sides {
			b = append(b, byte(i), s, 0)
		}
		return b
	}
	straight, interlaced := make([]byte, 29), make([]byte, 29)
	interlaced[28] = 1
	for name, c := range map[string]struct {
		model   color.Model
		kind    string
		content []byte
		want    int64
	}{
		"JPEG":               {color.YCbCrModel, "jpeg", baseline, 4},
		"progressive JPEG":   {color.GrayModel, "jpeg", later, 5},
		"filled JPEG":        {color.GrayModel, "jpeg", append([]byte{0xFF, 0xD8, 0xFF}, later[at:]...), 5},
		"bytes between":      {color.GrayModel, "jpeg", append([]byte{0xFF, 0xD8, 0, 1, 2, 0xFF, 0, 0xFF, 0xD3}, later[at:]...), 5},
		"cut off":            {color.YCbCrModel, "jpeg", later[:at+1], 4},
		"cut off in a plane": {color.YCbCrModel, "jpeg", framed(0xC2, 0x11, 0x11, 0x11)[:15], 4},
		"no sides":           {color.YCbCrModel, "jpeg", framed(0xC2, 0, 0, 0), 4},
		"4:2:0":              {color.YCbCrModel, "jpeg", framed(0xC0, 0x22, 0x11, 0x11), 4},
		"progressive 4:2:0":  {color.YCbCrModel, "jpeg", framed(0xC2, 0x22, 0x11, 0x11), 8},
		"progressive 4:4:4":  {color.YCbCrModel, "jpeg", framed(0xC2, 0x11, 0x11, 0x11), 15},
		"progressive RGB":    {color.RGBAModel, "jpeg", framed(0xC2, 0x11, 0x11, 0x11), 19},
		"CMYK":               {color.CMYKModel, "jpeg", framed(0xC1, 0x11, 0x11, 0x11, 0x11), 8},
		"progressive CMYK":   {color.CMYKModel, "jpeg", framed(0xC2, 0x11, 0x11, 0x11, 0x11), 24},
		"PNG":                {color.NRGBAModel, "png", straight, 4},
		"interlaced PNG":     {color.NRGBAModel, "png", interlaced, 8},
		"interlaced, 16 bit": {color.NRGBA64Model, "png", interlaced, 16},
		"cut off PNG":        {color.NRGBAModel, "png", nil, 4},
	} {
		if got := pixelCost(c.model, c.kind, c.content); got != c.want {
			t.Errorf("%s: %d bytes a pixel, want %d", name, got, c.want)
		}
	}
}

// TestDecodingTakesLittle has texts that take more in lines than in bytes, and
// JSON that would when it is laid out: each is readable within four times its
// size, what the store has of it included, and what a tree may take.
func TestDecodingTakesLittle(t *testing.T) {
	size := 6_000_000
	if testing.Short() {
		size /= 10
	}
	for name, c := range map[string]struct{ payload, words, pretty string }{
		"line breaks":     {strings.Repeat("\n", size), "Shown as text", "Shown as text"},
		"short lines":     {strings.Repeat("a\r\n", size/3), "Shown as text", "Shown as text"},
		"one line":        {strings.Repeat("text ", size/5), "Shown as text", "Shown as text"},
		"wide characters": {strings.Repeat("공장", size/6), "Shown as text", "Shown as text"},
		"UTF-16":          {strings.Repeat("t\x00", size/2), "Shown as text with UTF-16", "Shown as text with UTF-16"},
		"nested JSON": {"[" + strings.Repeat(strings.Repeat("[", 900)+strings.Repeat("]", 900)+",", 6_000_000/1801) + "1]", // fewer are laid out
			"Shown as JSON", "Shown as text, because laid out it would be larger than"},
	} {
		for _, f := range []payload.View{payload.AutoView, payload.PrettyView} {
			s := model.NewStore(model.Options{})
			s.Apply(model.Batch{At: time.Now(), Messages: []model.Message{msg("a", c.payload)}})
			id, _ := s.Find("a")
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			d := readable(Request{Store: s, ID: id, View: f, columns: 80})
			runtime.ReadMemStats(&after)
			size := uint64(len(c.payload))
			most := 3 * size
			if strings.HasPrefix(c.payload, "[[") {
				most += 24 * size // of the tree: a node for every second byte
			}
			if took := after.TotalAlloc - before.TotalAlloc; took > most {
				t.Errorf("%s: %d bytes were set aside for %d", name, took, size)
			}
			words := c.words
			if f == payload.PrettyView {
				words = c.pretty
			}
			if !strings.HasPrefix(d.words, words) {
				t.Errorf("%s: %q, want %q", name, d.words, words)
			}
		}
	}
}

// TestBytesAtTheEnd are told of, one or several.
func TestBytesAtTheEnd(t *testing.T) {
	for content, want := range map[string]string{"\x00\x01\x02": "; 1 byte at its end is not part of it", "\x00\x00\x00\x01\xff\xff\xff": "; 3 bytes at its end are not part of it"} {
		s := model.NewStore(model.Options{})
		s.Apply(model.Batch{At: time.Now(), Messages: []model.Message{msg("a", content)}})
		id, _ := s.Find("a")
		as := decode.Format("int16be")
		if len(content) > 4 {
			as = "int32be"
		}
		d := readable(Request{Store: s, ID: id, columns: 80, Reading: Reading{Rule: &decode.Rule{As: []decode.Format{as}}}})
		if _, behind, _ := strings.Cut(d.words, ", because it was asked for"); behind != want {
			t.Errorf("%x: %q, want %q at its end", content, d.words, want)
		}
	}
}

// TestDecodersThatBreak: no payload ends the program.
func TestDecodersThatBreak(t *testing.T) {
	s := model.NewStore(model.Options{})
	s.Apply(model.Batch{At: time.Now(), Messages: []model.Message{msg("a", "what breaks it")}})
	id, _ := s.Find("a")
	d := safely(func(Request) decoded { panic("index out of range") }, Request{Store: s, ID: id, columns: 80})
	if !strings.Contains(d.words, "index out of range") || string(d.entry.Payload) != "what breaks it" || d.as != "bytes" || d.lines == nil {
		t.Errorf("it says %q and shows %s of %q", d.words, d.as, d.entry.Payload)
	}
}

// TestNotationSaysWhereItHasNoTags: of CBOR that nobody reads in diagnostic notation as a
// whole, it is what the tree has.
func TestNotationSaysWhereItHasNoTags(t *testing.T) {
	for size, want := range map[int]string{1024: "CBOR in diagnostic notation", 1025: "CBOR in diagnostic notation without tags"} {
		number := append([]byte{0xa2, 0x61, 't', 0xc1, 0x00, 0x61, 'n', 0xc2, 0x59, byte(size >> 8), byte(size)}, bytes.Repeat([]byte{1}, size)...)
		s := model.NewStore(model.Options{})
		s.Apply(model.Batch{At: time.Now(), Messages: []model.Message{{Topic: []byte("a"), Payload: number}}})
		id, _ := s.Find("a")
		d := readable(Request{Store: s, ID: id, View: payload.PrettyView, columns: 80})
		if d.as != want || bytes.Contains(d.laidOut, []byte(`"t": 1(0)`)) == d.noTags {
			t.Errorf("%d bytes are %q: %.40s", size, d.as, d.laidOut)
		}
	}
}
