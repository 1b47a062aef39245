package payloads

import (
	"fmt"

	"mangrove/ui/format"
)

// makeReadableSafely makes a message readable. Of one that a decoder breaks over the
// bytes are shown: no payload is to end the program.
func makeReadableSafely(r Request, givenUp func() bool) decoded {
	return safely(func(r Request) decoded { return makeReadable(r, givenUp) }, r)
}

func safely(read func(Request) decoded, r Request) (d decoded) {
	defer func() {
		if why := recover(); why != nil {
			d = decoded{Request: r}
			d.words = format.Fill("This payload could not be decoded, so here are its bytes: {why}", "why", format.Excerpt(fmt.Sprint(why)))
			if d.entry, _ = r.Store.At(r.Position); d.entry.Payload == nil {
				d.entry, _ = r.Store.Latest(r.ID, 0)
			}
			d.asBytes()
		}
	}()
	return read(r)
}
