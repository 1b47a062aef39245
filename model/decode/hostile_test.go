package decode

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"
	"unicode/utf8"

	"mangrove/model/decode/protobuf"
)

// TestTimeIsBounded: what reads a payload goes through it a few times, whatever it is. A
// payload that had each byte gone through once for each other would take hours. Under the race
// detector a small part of them is enough.
func TestTimeIsBounded(t *testing.T) {
	const patience = 10 * time.Minute
	part := 1
	if testing.Short() {
		part = 16
	}
	for name, in := range map[string]Input{
		"a large number as a name":     {Payload: numberAsName(16 << 20 / part)},
		"an Any of many fields":        {Payload: fieldOf('\x0a', bytes.Repeat([]byte("\x0a\x00\x12\x00"), 1<<19/part)), Rule: &Rule{As: []Format{Protobuf}, Schema: anything(t)}},
		"messages that could be texts": {Payload: textsInTexts(4000 / part), Rule: &Rule{As: []Format{Protobuf}}},
		"groups in groups":             {Payload: groupsInGroups(10, 1<<20/part), Rule: &Rule{As: []Format{Protobuf}}},
		"a container with names":       {Payload: containerHead(1 << 20 / part)},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			done := make(chan Result, 1)
			go func() { done <- Payload(in) }()
			select {
			case <-done:
			case <-time.After(patience):
				t.Fatalf("%d kB take more than %v", len(in.Payload)>>10, patience)
			}
			runtime.ReadMemStats(&after)
			if took := after.TotalAlloc - before.TotalAlloc; took > allowed(len(in.Payload)) {
				t.Errorf("%d MB of %d kB", took>>20, len(in.Payload)>>10)
			}
		})
	}
}

// numberAsName is a map of CBOR with a number of so many bytes as its name.
func numberAsName(size int) []byte {
	b := binary.BigEndian.AppendUint32([]byte{0xa1, 0xc2, 0x5a}, uint32(size))
	return append(append(b, bytes.Repeat([]byte{0xff}, size)...), 0x01)
}

// anything reads messages with an Any.
func anything(t *testing.T) Reader {
	t.Helper()
	file := filepath.Join(t.TempDir(), "a.proto")
	source := "syntax = \"proto3\"; import \"google/protobuf/any.proto\"; message M { google.protobuf.Any any = 1; }"
	err := os.WriteFile(file, []byte(source), 0o600)
	schema, wrong := protobuf.Compile([]string{file}, nil)
	if err := errors.Join(err, wrong); err != nil {
		t.Fatal(err)
	}
	return protobuf.Reader{Schema: schema}
}

// fieldOf is a field with a length.
func fieldOf(tag byte, content []byte) []byte {
	return append(binary.AppendUvarint([]byte{tag}, uint64(len(content))), content...)
}

// textsInTexts are messages in messages whose tags and lengths are all characters of
// texts; only the last byte is none.
func textsInTexts(levels int) []byte {
	const largest, least = 20 << 20, 9 << 21 // a length of four bytes, the last of which is a tab
	b := make([]byte, largest)
	at := largest
	before := func(part []byte) {
		at -= len(part)
		copy(b[at:], part)
	}
	before([]byte("\"\x21aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\x01"))
	for size := least; levels > 0; size++ {
		length := binary.AppendUvarint(nil, uint64(size))
		missing := size - (largest - at)
		if missing < 0x22 || length[0] < 0xe1 || length[0] > 0xec || !utf8.Valid(length) {
			continue
		}
		for missing > 0 { // fields that are texts
			n := min(missing, 0x80)
			if rest := missing - n; rest > 0 && rest < 0x22 {
				n -= 0x22
			}
			before(append([]byte{'"', byte(n - 2)}, bytes.Repeat([]byte{'a'}, n-2)...))
			missing -= n
		}
		before(append([]byte{'"'}, length...))
		levels--
	}
	return b[at:]
}

func groupsInGroups(levels, fields int) []byte {
	b := append(bytes.Repeat([]byte{0x0b}, levels), bytes.Repeat([]byte{0x08, 0x01}, fields)...)
	return append(b, bytes.Repeat([]byte{0x0c}, levels)...)
}

// containerHead is that of a container of Avro with so many names of nobody.
func containerHead(names int) []byte {
	b := binary.AppendVarint([]byte("Obj\x01"), int64(names))
	for i := range names {
		name := fmt.Sprintf("%07d", i)
		b = append(append(append(b, byte(2*len(name))), name...), 0)
	}
	return b
}
