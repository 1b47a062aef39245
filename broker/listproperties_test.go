package broker

import (
	"bytes"
	"fmt"
	"testing"
)

// TestListProperties: everything is listed as it came, doubled ones and those that say
// how the message came too; what is malformed leaves what was before it.
func TestListProperties(t *testing.T) {
	for name, c := range map[string]struct{ block, want string }{
		"all":     {"\x01\x00\x02\x00\x00\x0e\x10\x03\x00\x01t\x08\x00\x01r\x09\x00\x02\x00\xff\x0b\x07\x0b\x80\x01\x23\x01\x02", `[{1 0   []} {2 3600   []} {3 0  t []} {8 0  r []} {9 0   [0 255]} {11 7   []} {11 128   []} {35 258   []}] 0 <nil>`},
		"doubled": {"\x26\x00\x01k\x00\x01a\x26\x00\x01k\x00\x01b", `[{38 0 k a []} {38 0 k b []}] 0 <nil>`},
		"none":    {"", `[] 0 <nil>`},
		"cut off": {"\x01\x01\x03\x00\x09abc", `[{1 1   []}] 0 the properties of the message are malformed`},
		"not one": {"\x01\x01\xfe", `[{1 1   []}] 0 the properties of the message are malformed`},
	} {
		list, left, err := ListProperties([]byte(c.block))
		if got := fmt.Sprint(list, left, err); got != c.want {
			t.Errorf("%s: %s\nwant %s", name, got, c.want)
		}
	}
	list, left, err := ListProperties(bytes.Repeat([]byte("\x26\x00\x01k\x00\x01v"), 3_000))
	if len(list) != firstUser || left != 14_000 || err != nil {
		t.Errorf("%d of very many, %d bytes left: %v", len(list), left, err)
	}
}
