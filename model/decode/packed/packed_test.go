package packed

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"crypto/rand"
	"errors"
	"io"
	"runtime"
	"testing"

	"mangrove/model/value"

	"github.com/klauspost/compress/zstd"
)

type unpacker func(b []byte, most int) ([]byte, int, error)

var all = []struct {
	name   string
	unpack unpacker
	pack   func(testing.TB, []byte) []byte
}{
	{"gzip", Gzip, func(t testing.TB, b []byte) []byte {
		var out bytes.Buffer
		return written(t, gzip.NewWriter(&out), &out, b)
	}},
	{"zlib", Zlib, func(t testing.TB, b []byte) []byte {
		var out bytes.Buffer
		return written(t, zlib.NewWriter(&out), &out, b)
	}},
	{"deflate", Deflate, func(t testing.TB, b []byte) []byte {
		var out bytes.Buffer
		w, err := flate.NewWriter(&out, flate.DefaultCompression)
		if err != nil {
			t.Fatal(err)
		}
		return written(t, w, &out, b)
	}},
	{"zstd", Zstd, func(t testing.TB, b []byte) []byte {
		w, err := zstd.NewWriter(nil)
		if err != nil {
			t.Fatal(err)
		}
		return w.EncodeAll(b, nil)
	}},
}

func written(t testing.TB, w io.WriteCloser, out *bytes.Buffer, b []byte) []byte {
	_, err := w.Write(b)
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestUnpack(t *testing.T) {
	const most = 1 << 20
	for _, c := range all {
		for name, content := range map[string][]byte{"nothing": {}, "a text": []byte("hello"), "as much as may be": make([]byte, most)} {
			packed := c.pack(t, content)
			got, consumed, err := c.unpack(packed, most)
			if err != nil || consumed != len(packed) || !bytes.Equal(got, content) {
				t.Errorf("%s of %s: %d bytes of %d, %v", c.name, name, len(got), consumed, err)
			}
		}
		packed := c.pack(t, []byte("hello, hello, hello"))
		for n := range packed {
			if _, _, err := c.unpack(packed[:n], most); fails(err) != value.CutOff && n > 0 {
				t.Errorf("%s cut off after %d of %d bytes: %v", c.name, n, len(packed), err)
			}
		}
		if _, _, err := c.unpack(c.pack(t, make([]byte, most+1)), most); fails(err) != value.TooLarge {
			t.Errorf("%s of a byte too many: %v", c.name, err)
		}
	}
}

// TestBehind: what stands behind is not consumed, and what continues is.
func TestBehind(t *testing.T) {
	for _, c := range all {
		packed := c.pack(t, []byte("one,"))
		for _, tail := range []string{"t", "tail", "\n", "a longer tail"} {
			got, consumed, err := c.unpack(append(bytes.Clone(packed), tail...), 100)
			if err != nil || consumed != len(packed) || string(got) != "one," {
				t.Errorf("%s with %q behind: %q, %d of %d, %v", c.name, tail, got, consumed, len(packed), err)
			}
		}
		if c.name != "gzip" && c.name != "zstd" {
			continue
		}
		two := append(bytes.Clone(packed), c.pack(t, []byte("two"))...)
		if got, consumed, err := c.unpack(two, 100); err != nil || consumed != len(two) || string(got) != "one,two" {
			t.Errorf("%s of two: %q, %d, %v", c.name, got, consumed, err)
		}
		if _, _, err := c.unpack(two, 6); fails(err) != value.TooLarge {
			t.Errorf("%s of two that are too large: %v", c.name, err)
		}
	}
}

// TestZstdFrames: frames of every kind of block, and such as are to be skipped, end where
// they end.
func TestZstdFrames(t *testing.T) {
	random := make([]byte, 300<<10)
	if _, err := rand.Read(random); err != nil {
		t.Fatal(err)
	}
	skipped := []byte("\x5a\x2a\x4d\x18\x03\x00\x00\x00abc")
	for name, content := range map[string][]byte{"raw": random, "a run": make([]byte, 500<<10), "compressed": bytes.Repeat([]byte("hello "), 60_000), "nothing": {}} {
		for _, checked := range []bool{true, false} {
			w, err := zstd.NewWriter(nil, zstd.WithEncoderCRC(checked), zstd.WithZeroFrames(true))
			if err != nil {
				t.Fatal(err)
			}
			frames := append(bytes.Clone(skipped), w.EncodeAll(content, nil)...)
			got, consumed, err := Zstd(append(bytes.Clone(frames), "tail"...), 1<<20)
			if err != nil || consumed != len(frames) || !bytes.Equal(got, content) {
				t.Errorf("%s, checked %t: %d bytes of %d of %d, %v", name, checked, len(got), consumed, len(frames), err)
			}
			for _, n := range []int{1, 2, 5} {
				if _, _, err := Zstd(frames[:len(frames)-n], 1<<20); fails(err) != value.CutOff {
					t.Errorf("%s, checked %t, without the last %d bytes: %v", name, checked, n, err)
				}
			}
		}
	}
	packed := all[3].pack(t, []byte("one,"))
	if _, _, err := Zstd(append(bytes.Clone(packed), packed[:6]...), 100); fails(err) != value.CutOff {
		t.Errorf("a second frame that is cut off: %v", err)
	}
	if _, _, err := Zstd([]byte("\x5a\x2a\x4d\x18\xff\xff\xff\xffabc"), 100); fails(err) == "" {
		t.Errorf("a frame to skip that does not end: %v", err)
	}
}

func fails(err error) value.FaultCode {
	var fault *value.Fault
	if errors.As(err, &fault) {
		return fault.Code
	}
	return ""
}

// TestBombs: what would be gigabytes takes no more memory than is allowed, and what room is
// doubled from on the way there.
func TestBombs(t *testing.T) {
	const most = 4 << 20
	for _, c := range all {
		bomb := c.pack(t, make([]byte, 16<<20))
		if c.name == "zstd" { // the head says how large it is; this one does not
			w, err := zstd.NewWriter(nil)
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			w.Reset(&out)
			bomb = append(written(t, w, &out, make([]byte, 16<<20)), bomb...)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, _, err := c.unpack(bomb, most)
		runtime.ReadMemStats(&after)
		if fails(err) != value.TooLarge {
			t.Errorf("%s: %v", c.name, err)
		}
		if took := after.TotalAlloc - before.TotalAlloc; took > 3*most {
			t.Errorf("%s takes %d MB", c.name, took>>20)
		}
	}
}

// FuzzUnpack: whatever comes, no more comes out than is allowed.
func FuzzUnpack(f *testing.F) {
	for i, c := range all {
		f.Add(uint8(i), c.pack(f, []byte("hello, hello, hello")))
		f.Add(uint8(i), c.pack(f, make([]byte, 1<<20)))
	}
	f.Fuzz(func(t *testing.T, n uint8, b []byte) {
		const most = 100_000
		c := all[int(n)%len(all)]
		got, consumed, err := c.unpack(b, most)
		if len(got) > most || consumed > len(b) || err != nil && fails(err) == "" {
			t.Errorf("%s of %x: %d bytes of %d, %v", c.name, b, len(got), consumed, err)
		}
		if err == nil {
			if again, _, err := c.unpack(c.pack(t, got), most); err != nil || !bytes.Equal(again, got) {
				t.Errorf("%s of %x is another one when it is packed again, %v", c.name, b, err)
			}
		}
	})
}
