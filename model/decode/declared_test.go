package decode

import (
	"errors"
	"runtime"
	"testing"

	"mangrove/model/decode/cbor"
	"mangrove/model/decode/msgpack"
	"mangrove/model/value"
)

// TestListsThatSayThatTheyAreTooLong are refused before any of it is built.
func TestListsThatSayThatTheyAreTooLong(t *testing.T) {
	const size = 16 << 20
	for name, c := range map[string]struct {
		head   string
		decode decoder
	}{
		"a list of CBOR":        {"\x9a\x00\xff\xff\xfb", cbor.Decode},
		"a list of MessagePack": {"\xdd\x00\xff\xff\xfb", msgpack.Decode},
	} {
		b := make([]byte, size)
		copy(b, c.head)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, _, err := c.decode(b)
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; !errors.Is(err, value.ErrTooMuch) || took > 1<<20 {
			t.Errorf("%s: %v after %d kB", name, err, took>>10)
		}
	}
}
