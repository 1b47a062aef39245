package avro

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"mangrove/model/decode/internal/vectors"
)

// contained makes a container of blocks, each with a count and its bytes.
func contained(schema, codec string, blocks ...func() (count int64, content []byte)) []byte {
	text := func(b []byte, s string) []byte { return append(binary.AppendVarint(b, int64(len(s))), s...) }
	b := append([]byte("Obj\x01"), 4)
	b = text(text(b, "avro.schema"), schema)
	b = append(text(text(b, "avro.codec"), codec), 0)
	mark := strings.Repeat("m", syncSize)
	b = append(b, mark...)
	for _, block := range blocks {
		count, content := block()
		b = text(binary.AppendVarint(b, count), string(content))
		b = append(b, mark...)
	}
	return b
}

func block(count int64, content string) func() (int64, []byte) {
	return func() (int64, []byte) { return count, []byte(content) }
}

func deflated(t *testing.T, content []byte) string {
	t.Helper()
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestContainer(t *testing.T) {
	whole := contained(`"int"`, "null", block(2, "\x02\x04"), block(1, "\x06"))
	head := len(contained(`"int"`, "null"))
	for name, c := range map[string]struct {
		b        []byte
		want     string
		consumed int
		err      string
	}{
		"two blocks":             {whole, `["1" int@58-59, "2" int@59-60, "3" int@78-79]`, len(whole), ""},
		"no blocks":              {whole[:head], `[]`, head, ""},
		"cut off in a block":     {whole[:head+5], `[]`, head, "cut off at 60"},
		"cut off in the head":    {whole[:20], ``, 0, "cut off: length 5 at 17"},
		"cut off in the mark":    {whole[:head-3], ``, 0, "cut off at 40"},
		"only the beginning":     {whole[:4], ``, 0, "cut off at 4"},
		"another mark":           {append(bytes.Clone(whole[:len(whole)-1]), 'x'), `["1" int@58-59, "2" int@59-60]`, 76, "unexpected: another mark between blocks at 79"},
		"fewer than are said":    {contained(`"int"`, "null", block(3, "\x02\x04")), `["1" int@58-59, "2" int@59-60]`, head, "cut off at 60"},
		"more than are said":     {contained(`"int"`, "null", block(1, "\x02\x04")), `["1" int@58-59]`, head, "unexpected at 59"},
		"a count below none":     {contained(`"int"`, "null", block(-1, "\x02\x04")), `[]`, head, "out of range: -1 at 56"},
		"a codec nobody has":     {contained(`"int"`, "nope", block(1, "\x02")), `[]`, head, "unexpected: codec nope at 0"},
		"no deflate":             {contained(`"int"`, "deflate", block(1, "\xff\xff")), `[]`, head + 3, "unexpected: damaged deflate at 61"},
		"deflate":                {contained(`"int"`, "deflate", block(2, deflated(t, []byte("\x02\x04")))), `["1" int@61-61, "2" int@61-61]`, 0, ""},
		"snappy without its sum": {contained(`"int"`, "snappy", block(1, "\x01\x00\x02\x00\x00\x00\x00")), `[]`, head + 2, "unexpected: damaged snappy at 60"},
		"snappy of nothing":      {contained(`"int"`, "snappy", block(1, "")), `[]`, head + 2, "unexpected: damaged snappy at 60"},
		"a schema that is none":  {contained(`"nope"`, "null"), ``, 0, "no schema: unknown primitive"},
		"a decimal that is none": {contained(`{"type": "bytes", "logicalType": "decimal", "precision": 1, "scale": 2}`, "null", block(1, "\x02\x7f")), `["\x7f" bytes@126-127]`, 0, ""},
		"nulls without end":      {contained(`"null"`, "null", block(1<<60, "")), ``, 0, "more values than are laid out"},
	} {
		t.Run(name, func(t *testing.T) {
			tree, consumed, err := Reader{}.Decode(c.b)
			if got := vectors.FaultText(err); c.err == "" && got != "" || !strings.HasPrefix(got, c.err) {
				t.Errorf("%q, want %q", got, c.err)
			}
			if want := c.consumed; want != 0 && consumed != want {
				t.Errorf("%d bytes, want %d", consumed, want)
			}
			if (tree != nil) != (c.want != "") {
				t.Fatalf("there is a tree: %v", tree != nil)
			}
			if tree == nil {
				return
			}
			if got := vectors.Drawn(tree, 0); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			vectors.CheckRanges(t, tree)
		})
	}
}

// TestManyBlocks: to begin with a block takes more than what is in it.
func TestManyBlocks(t *testing.T) {
	for codec, c := range map[string]struct {
		nothing string
		most    int // blocks
	}{
		"deflate":   {"\x03\x00", largestUnpacked / leastUnpacked},
		"bzip2":     {"BZh9\x17\x72\x45\x38\x50\x90\x00\x00\x00\x00", largestUnpacked / leastUnpackedBzip2},
		"zstandard": {"\x28\xb5\x2f\xfd\x20\x00\x01\x00\x00", largestUnpacked / leastUnpacked},
	} {
		for n, want := range map[int]string{100: "", c.most + 100: "too large"} {
			blocks := slices.Repeat([]func() (int64, []byte){block(0, c.nothing)}, n)
			_, _, err := Reader{}.Decode(contained(`"int"`, codec, blocks...))
			if got := vectors.FaultText(err); want == "" && got != "" || !strings.HasPrefix(got, want) {
				t.Errorf("%d blocks of %s: %q, want %q", n, codec, got, want)
			}
		}
	}
}

// TestMuchIsPackedSmall: what comes out of a compression may have as many values as it
// would have without one.
func TestMuchIsPackedSmall(t *testing.T) {
	const n = 1 << 20
	b := contained(`"long"`, "deflate", block(n, deflated(t, make([]byte, n))))
	tree, consumed, err := Reader{}.Decode(b)
	if err != nil || consumed != len(b) || tree.Count(0) != n {
		t.Errorf("%d of %d bytes, %v", consumed, len(b), err)
	}
}

// TestBombs: what would be a thousand times as large is not unpacked to its end, nor is
// room made for what is only said to come.
func TestBombs(t *testing.T) {
	zeros := make([]byte, largestUnpacked+1)
	packer, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	bomb := string(packer.EncodeAll(zeros, nil))
	said := "\x80\x80\x80\x80\x08" + strings.Repeat("\xfe\x00\x00", 100)
	if err := packer.Close(); err != nil {
		t.Fatal(err)
	}
	for codec, content := range map[string]string{"deflate": deflated(t, zeros), "zstandard": bomb, "snappy": said} {
		b := contained(`"bytes"`, codec, block(1, content))
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, _, err := Reader{}.Decode(b)
		runtime.ReadMemStats(&after)
		if !strings.HasPrefix(vectors.FaultText(err), "too large") {
			t.Errorf("%s: %v", codec, err)
		}
		if took := after.TotalAlloc - before.TotalAlloc; took > 8*largestUnpacked {
			t.Errorf("%s: %d MB", codec, took>>20)
		}
	}
}
