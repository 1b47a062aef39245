package payloads

import (
	"fmt"

	"mangrove/ui/format"
)

// decoder makes messages readable beside the goroutine that draws, one at a
// time and always the latest asked for: large payloads take a while.
type decoder struct {
	requests chan Request // holds one; only the goroutine that draws sends
	results  func(decoded)
}

// newDecoder starts a decoder that hands its results to a function. It ends
// when stop is called.
func newDecoder(results func(decoded)) *decoder {
	d := &decoder{requests: make(chan Request, 1), results: results}
	go func() { // ends with stop, when the payload under way is readable
		for r := range d.requests {
			d.results(safely(makeReadable, r))
		}
	}()
	return d
}

// stop lets the decoder end. It does not wait: that can take a while, and the
// window would stand still.
func (d *decoder) stop() { close(d.requests) }

// ask replaces what was asked for before and has not begun.
func (d *decoder) ask(r Request) {
	select {
	case <-d.requests:
	default:
	}
	d.requests <- r
}

// safely makes a payload readable that a decoder breaks over: none of them is to
// end the program. Then its bytes are shown.
func safely(read func(Request) decoded, r Request) (d decoded) {
	defer func() {
		if why := recover(); why != nil {
			d = decoded{Request: r}
			d.words = "This payload could not be decoded, so here are its bytes: " + format.Excerpt(fmt.Sprint(why))
			if d.entry, _ = r.Store.At(r.Position); d.entry.Payload == nil {
				d.entry, _ = r.Store.Latest(r.ID, 0)
			}
			d.extension = ".bin"
			d.asBytes()
		}
	}()
	return read(r)
}
