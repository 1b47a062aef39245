package decode

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"

	"mangrove/model/value"
)

func packedWith(t testing.TB, b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := w.Write(b)
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// hostile are payloads that are meant to take more than they should.
func hostile(t testing.TB) map[string][]byte {
	const n = 1 << 20
	deepest := strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000)
	return map[string][]byte{
		"a bomb":                        packedWith(t, make([]byte, 80<<20)),
		"a bomb in a compression":       packedWith(t, packedWith(t, make([]byte, 80<<20))),
		"deep JSON":                     []byte(deepest),
		"deeper JSON":                   bytes.Repeat([]byte{'['}, n),
		"a line of JSON":                []byte(`{"a":[` + strings.Repeat(`{"b":1},`, n/8) + `0]}`),
		"zeros of JSON":                 []byte("[" + strings.Repeat("0,", n/2) + "0]"),
		"brackets that are no JSON":     []byte("[" + strings.Repeat("[],", n/3) + "x"),
		"a list of CBOR":                append(binary.BigEndian.AppendUint32([]byte{0x9a}, n), make([]byte, n)...),
		"a list of MessagePack":         append(binary.BigEndian.AppendUint32([]byte{0xdd}, n), make([]byte, n)...),
		"names of CBOR":                 append([]byte{0xbf}, bytes.Repeat([]byte{0x81, 0x01, 0x01}, n/3)...),
		"names of CBOR that are none":   append([]byte{0xbf}, bytes.Repeat([]byte{0x61, 0xff, 0x01}, n/3)...),
		"tags of CBOR":                  append([]byte{0x9f}, bytes.Repeat([]byte{0xd9, 0x12, 0x34, 0x01}, n/4)...),
		"fractions of CBOR":             append([]byte{0x9f}, bytes.Repeat([]byte{0xc5, 0x82, 0x39, 0x03, 0xff, 0x01}, n/6)...),
		"bignums of CBOR":               append([]byte{0x9f}, bytes.Repeat(append([]byte{0xc2, 0x59, 0x04, 0x00}, bytes.Repeat([]byte{0xff}, 1024)...), n/1028)...),
		"maps in maps of MessagePack":   bytes.Repeat([]byte{0x81, 0x01}, n/2),
		"names of MessagePack":          append([]byte{0xdf, 0x00, 0x05, 0x00, 0x00}, bytes.Repeat([]byte{0x92, 0xc4, 0x00}, n/3)...),
		"names in names of CBOR":        slices.Concat(bytes.Repeat([]byte{0xa1}, 49), []byte{0x5a, 0x00, 0x10, 0x00, 0x00}, make([]byte, n), bytes.Repeat([]byte{1}, 49)),
		"fields of Protobuf":            bytes.Repeat([]byte{0x08, 0x01}, n/2),
		"names of Sparkplug":            sparkplugNames(n),
		"zeros":                         make([]byte, n),
		"what is no UTF-8":              bytes.Repeat([]byte{0xff}, n),
		"base64":                        bytes.Repeat([]byte("gaFhAQ"), n/6),
		"hex":                           bytes.Repeat([]byte("0f"), n/2),
		"a text":                        bytes.Repeat([]byte("x, "), n/3),
		"a compression that is cut off": packedWith(t, bytes.Repeat([]byte("0123456789abcdef"), n))[:n/256],
	}
}

// sparkplugNames is a metric whose properties are so many bytes of empty names.
func sparkplugNames(n int) []byte {
	properties := protowire.AppendBytes([]byte{0x4a}, bytes.Repeat([]byte{0x0a, 0x00}, n/2))
	return protowire.AppendBytes([]byte{0x12}, properties)
}

// allowed is the memory that a payload may take while it is read: what is unpacked, what
// its tree may have, and what both need to grow.
func allowed(size int) uint64 {
	unpacked := max(leastUnpacked, min(unpackedEach*size, mostUnpacked))
	const least, each, most = 16 << 20, 48, 384 << 20 // of a tree; see value.Builder
	return uint64(4*unpacked) + 4*uint64(max(least, each*min(max(size, unpacked), most/each))) + 16*uint64(size)
}

// TestMemoryIsBounded: nothing takes more than a fixed multiple of its size.
func TestMemoryIsBounded(t *testing.T) {
	asks := []Format{"", JSON, CBOR, MsgPack, Protobuf, Sparkplug, Gzip, "uint8"}
	if testing.Short() {
		asks = asks[:1] // which tries them all, up to where each refuses
	}
	for name, b := range hostile(t) {
		for _, ask := range asks {
			in := Input{Payload: b}
			if ask != "" {
				in.Rule = &Rule{As: []Format{ask}}
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			r := Payload(in)
			runtime.ReadMemStats(&after)
			took := after.TotalAlloc - before.TotalAlloc
			if took > allowed(len(b)) {
				t.Errorf("%s as %q: %d MB of %d kB, more than %d MB", name, ask, took>>20, len(b)>>10, allowed(len(b))>>20)
			}
			if len(r.As) == 0 || r.Tree == nil {
				t.Errorf("%s as %q is nothing", name, ask)
			}
		}
	}
}

// TestDeepJSON: what is nested as deep as nobody means it is a tree all the same; a
// payload that is nested deeper is text.
func TestDeepJSON(t *testing.T) {
	for _, c := range []struct {
		levels int
		as     Format
	}{{10_000, JSON}, {value.MaxDepth + 1, Text}} {
		r := Payload(Input{Payload: []byte(strings.Repeat("[", c.levels) + strings.Repeat("]", c.levels))})
		if r.Format() != c.as || c.as == JSON && r.Tree.Depth(r.Tree.Len()-1) != c.levels-1 {
			t.Errorf("%d levels are %s", c.levels, r.Format())
		}
		if c.as == Text && (r.Problem == nil || !errors.Is(r.Problem.Err, value.ErrTooDeep)) {
			t.Errorf("%d levels: %+v", c.levels, r.Problem)
		}
	}
}

// TestTruncated: every sample, cut off anywhere, is something, and never a text that is
// hidden.
func TestTruncated(t *testing.T) {
	for _, s := range samples(t) {
		in := s.input(t)
		whole := in.Payload
		step := max(1, len(whole)/200)
		for n := 0; n < len(whole); n += step {
			in.Payload = whole[:n]
			checkWhole(t, in, Payload(in))
		}
	}
}

// FuzzPayload: whatever comes is read as something, all of it is there, and the memory is
// bounded.
func FuzzPayload(f *testing.F) {
	for _, s := range samples(f) {
		in := s.input(f)
		var ask Format
		if s.Ask != nil {
			ask = s.Ask[0]
		}
		if len(in.Payload) < 1000 {
			f.Add(in.Payload, in.Topic+"\n"+in.ContentType, string(ask))
		}
	}
	Payload(Input{Topic: "msh/EU_868/2/e/LongFast/!a1b2c3d4", Payload: []byte{0}}) // its schema is compiled with the first
	f.Fuzz(func(t *testing.T, b []byte, message, ask string) {
		topic, contentType, _ := strings.Cut(message, "\n")
		in := Input{Payload: b, Topic: topic, ContentType: contentType, UTF8: len(topic)%8 == 7}
		if ask != "" {
			in.Rule = &Rule{As: []Format{Format(ask)}}
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		r := Payload(in)
		runtime.ReadMemStats(&after)
		checkWhole(t, in, r)
		if took := after.TotalAlloc - before.TotalAlloc; took > allowed(len(b)) {
			t.Errorf("%d MB of %d bytes", took>>20, len(b))
		}
		if took := after.TotalAlloc - before.TotalAlloc; len(r.As) == 1 && r.Problem == nil && took > 200_000+400*uint64(len(b)) {
			t.Errorf("%d kB of %d bytes", took>>10, len(b))
		}
		if ask == "" && r.Rest > 0 && bytes.Equal(bytes.ToValidUTF8(b, nil), b) {
			t.Errorf("%q is %v, and %d bytes of it are hidden", b, r.As, r.Rest)
		}
	})
}

// BenchmarkPayload reads what devices send, and large payloads.
func BenchmarkPayload(b *testing.B) {
	const large = 50 << 20
	document := []byte(`{"id":12345,"name":"a name","values":[1.5,2.25,-3],"ok":true}`)
	list := append(bytes.Repeat(append(bytes.Clone(document), ','), large/len(document)), document...)
	number := func(n int) string { return fmt.Sprintf("%d MB", n>>20) }
	cases := []struct {
		name string
		in   Input
	}{
		{"number", Input{Payload: []byte("21.5")}},
		{"word", Input{Payload: []byte("online")}},
		{"document", Input{Payload: document}},
		{"cbor", Input{Payload: []byte("\xa2\x61\x74\xf9\x4d\x60\x62\x6f\x6b\xf5")}},
		{"msgpack", Input{Payload: []byte("\x82\xa1\x74\xcb\x40\x35\x80\x00\x00\x00\x00\x00\xa2\x6f\x6b\xc3")}},
		{"gzip", Input{Payload: packedWith(b, document)}},
		{"ruuvi", Input{Topic: "ruuvi/gateway/tag", Payload: []byte(`{"rssi":-71,"data":"0201061BFF99040512FC5394C37C0004FFFC040CAC364200CDCBB8334C884F","coords":""}`)}},
		{"meshtastic", Input{Topic: "msh/EU_868/2/e/LongFast/!a1b2c3d4", Payload: []byte("\x0a\x14\x0d\xd4\xc3\xb2\xa1\x15\xff\xff\xff\xff\x22\x08\x08\x01\x12\x04text\x12\x08LongFast")}},
		{"json=" + number(large), Input{Payload: append(append([]byte{'['}, list...), ']')}},
		{"text=" + number(large), Input{Payload: bytes.Repeat([]byte("one line of a log, as long as they are\n"), large/39)}},
		{"bytes=" + number(large), Input{Payload: bytes.Repeat([]byte{0xff, 0, 1, 2}, large/4)}},
	}
	for _, c := range cases {
		b.Run(strings.ReplaceAll(c.name, " ", "_"), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(c.in.Payload)))
			for b.Loop() {
				Payload(c.in)
			}
		})
	}
}

// TestLargeListsOfSmallNumbers: what takes a byte of a payload is a value all the same,
// however many there are, and the list takes no more than a fixed multiple of it.
func TestLargeListsOfSmallNumbers(t *testing.T) {
	const n = 2 << 20
	for _, c := range []struct {
		as   Format
		head string
		each string
	}{
		{CBOR, "\x9a\x00\x20\x00\x00", "\x15"},
		{CBOR, "\x9a\x00\x20\x00\x00", "\xf9\x4d\x60"}, // floats of half the size
		{MsgPack, "\xdd\x00\x20\x00\x00", "\xe0"},
	} {
		b := append([]byte(c.head), bytes.Repeat([]byte(c.each), n)...)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		r := Payload(Input{Payload: b})
		runtime.ReadMemStats(&after)
		if r.Format() != c.as || r.Problem != nil || r.Tree.Count(0) != n {
			t.Errorf("%d numbers of %q as %s are %s with %d values, problem %+v", n, c.each, c.as, r.Format(), r.Tree.Count(0), r.Problem)
		}
		if took := after.TotalAlloc - before.TotalAlloc; took > 80*n*uint64(1+len(c.each)) {
			t.Errorf("%d MB for %d kB of %s", took>>20, len(b)>>10, c.as)
		}
	}
}
