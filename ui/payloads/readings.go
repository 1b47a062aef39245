package payloads

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// readings show selected bytes as numbers, in both orders.
type readings struct {
	object fyne.CanvasObject
	lines  [3]*widgets.Strip
	bytes  []byte
	at     int
}

func newReadings() *readings {
	r := &readings{lines: [3]*widgets.Strip{widgets.NewStrip(18, 12), widgets.NewStrip(18, 12), widgets.NewStrip(18, 12)}}
	r.object = widgets.NewPanel(look.Raised, container.NewVBox(r.lines[0], r.lines[1], r.lines[2]), 2, 8)
	r.object.Hide()
	return r
}

// show shows what some bytes are as numbers, and where they begin; no bytes hide it.
func (r *readings) show(b []byte, at int) {
	r.bytes, r.at = b, at
	if len(b) > 0 {
		where := format.Counted(len(b), "{count} byte at {place}", "{count} bytes at {place}", "place", format.Count(at))
		r.lines[0].Set(readingSpans("little endian", readingsOf(b, binary.LittleEndian))...)
		r.lines[2].Set(text.Span{Text: where, Colour: look.Colour(look.Muted)})
		if len(b) == 1 {
			r.lines[1].Set(readingSpans("bits", []numberWords{{"", fmt.Sprintf("%08b", b[0])}})...)
		} else {
			r.lines[1].Set(readingSpans("big endian", readingsOf(b, binary.BigEndian))...)
		}
	}
	arrange.SetHidden(len(b) == 0, r.object)
}

// readingSpans are numbers on a line behind what it is called.
func readingSpans(name string, numbers []numberWords) []text.Span {
	const column = 92
	muted, plain := look.Colour(look.Muted), look.Colour(look.Number)
	spans := []text.Span{{Text: name + "  ", Colour: muted, X: 0}}
	x := float32(column)
	for _, n := range numbers {
		if n.name != "" {
			spans = append(spans, text.Span{Text: n.name + " ", Colour: muted, X: x})
			x = -1
		}
		spans = append(spans, text.Span{Text: n.value + "  ", Style: text.Mono, Colour: plain, X: x})
		x = -1
	}
	return spans
}

// numberWords is one way to read bytes as a number.
type numberWords struct{ name, value string }

// readingsOf reads bytes as integers and floats of 1, 2, 4 and 8 bytes in an order. Bytes
// that are as many as a number has are read as that alone; else those at the beginning.
func readingsOf(b []byte, order binary.ByteOrder) (list []numberWords) {
	sizes := []int{1, 2, 4, 8}
	if slices.Contains(sizes, len(b)) {
		sizes = []int{len(b)}
	}
	for _, size := range sizes {
		if size > len(b) {
			break
		}
		unsigned, signed := integers(b[:size], order)
		list = append(list, numberWords{fmt.Sprintf("uint%d", 8*size), strconv.FormatUint(unsigned, 10)})
		if signed < 0 {
			list = append(list, numberWords{fmt.Sprintf("int%d", 8*size), strconv.FormatInt(signed, 10)})
		}
		switch size {
		case 4:
			list = append(list, numberWords{"float", strconv.FormatFloat(float64(math.Float32frombits(uint32(unsigned))), 'g', -1, 32)})
		case 8:
			list = append(list, numberWords{"double", strconv.FormatFloat(math.Float64frombits(unsigned), 'g', -1, 64)})
		}
	}
	return list
}

func integers(b []byte, order binary.ByteOrder) (unsigned uint64, signed int64) {
	switch len(b) {
	case 1:
		return uint64(b[0]), int64(int8(b[0]))
	case 2:
		n := order.Uint16(b)
		return uint64(n), int64(int16(n))
	case 4:
		n := order.Uint32(b)
		return uint64(n), int64(int32(n))
	}
	n := order.Uint64(b)
	return n, int64(n)
}
