package avro

import (
	"bytes"
	"compress/bzip2"
	"compress/flate"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"strconv"

	"github.com/klauspost/compress/s2"
	"github.com/klauspost/compress/zstd"
	"github.com/twmb/avro"

	"mangrove/model/value"
)

// What is taken of a container at the most: in bytes the schema in it, and what comes out
// of its compression, all in all.
const (
	largestSchema   = 1 << 20
	largestUnpacked = 64 << 20
)

// leastUnpacked is what a block counts for at the least: to begin with one takes time and
// memory, however little is in it, and most by bzip2.
const (
	leastUnpacked      = 1 << 10
	leastUnpackedBzip2 = 16 << 10
)

const (
	syncSize    = 16
	longestName = 100 // of what the head has
)

// readContainer reads a file of Avro, which has its schema in it, as a list of its values
// [Avro, Object Container Files]. Values that were compressed have no place in it: their
// ranges are empty, where their block begins. It fails as [Reader.Decode] does.
func readContainer(b []byte, givenUp func() bool) (*value.Tree, int, error) {
	head := walker{src: b, at: len(containerMagic)}
	meta, err := head.metadata()
	if err != nil {
		return nil, 0, err
	}
	if len(b)-head.at < syncSize {
		return nil, 0, head.fault(value.CutOff, head.at, "")
	}
	mark := b[head.at:][:syncSize]
	at := head.at + syncSize
	text := meta["avro.schema"]
	if len(text) > largestSchema {
		return nil, 0, &value.Fault{Code: value.TooLarge, Part: value.Schema}
	}
	s := &Schema{named: make(map[string]*kind), prints: make(map[fingerprint]*kind)}
	k, err := s.parse(new(avro.SchemaCache), string(text))
	if err != nil {
		return nil, 0, &value.Fault{Code: value.NoSchema, Err: err}
	}
	f := file{src: b, at: at, mark: mark, codec: string(meta["avro.codec"]), kind: k, b: value.NewBuilderUntil(b, givenUp)}
	return f.read()
}

// metadata reads what stands at the head of a container: a map of bytes.
func (w *walker) metadata() (map[string][]byte, error) {
	meta := make(map[string][]byte)
	for {
		count, err := w.long()
		if err != nil || count == 0 {
			return meta, err
		}
		if count < 0 {
			count = -count
			if _, err := w.long(); err != nil {
				return nil, err
			}
		}
		for ; count > 0; count-- {
			name, err := w.counted()
			if err != nil {
				return nil, err
			}
			content, err := w.counted()
			if err != nil {
				return nil, err
			}
			if bytes.HasPrefix(name, []byte("avro.")) && len(name) <= longestName { // what others put there is not read
				meta[string(name)] = content
			}
		}
	}
}

func (w *walker) counted() ([]byte, error) {
	n, err := w.length()
	w.at += n
	return w.src[w.at-n : w.at], err
}

// file is a container being read.
type file struct {
	src      []byte
	at       int
	mark     []byte // between blocks
	codec    string
	kind     *kind
	b        *value.Builder
	unpacked int // bytes, so far
	inflater io.ReadCloser
	unzstd   *zstd.Decoder
}

func (f *file) read() (*value.Tree, int, error) {
	defer func() {
		if f.unzstd != nil {
			f.unzstd.Close()
		}
	}()
	typ := "container of " + f.kind.label()
	if f.codec != "" && f.codec != "null" {
		typ += ", " + f.codec
	}
	if err := f.b.Open(value.Node{Kind: value.List, Type: typ, To: len(f.src)}); err != nil {
		return nil, 0, err
	}
	for f.at < len(f.src) {
		if err := f.block(); err != nil {
			if !isFault(err) {
				return nil, 0, err
			}
			return f.b.Tree(), f.at, err
		}
	}
	return f.b.Tree(), f.at, nil
}

// block reads a block: how many values, how many bytes, these, and the mark.
func (f *file) block() error {
	w := walker{src: f.src, at: f.at, b: f.b}
	count, err := w.long()
	if err != nil {
		return err
	}
	size, err := w.length()
	if err != nil {
		return err
	}
	end := w.at + size
	if count < 0 {
		return w.fault(value.OutOfRange, f.at, strconv.FormatInt(count, 10))
	}
	if len(f.src)-end < syncSize {
		return w.fault(value.CutOff, end, "")
	}
	if !bytes.Equal(f.src[end:][:syncSize], f.mark) {
		return w.faultIn(value.Unexpected, end, value.Mark, "")
	}
	if f.codec == "" || f.codec == "null" {
		w.src = f.src[:end]
	} else if w, err = f.unpack(w.at, end); err != nil {
		return err
	}
	for ; count > 0; count-- {
		if err := w.value(value.Node{}, f.kind); err != nil {
			return err
		}
	}
	if w.at != len(w.src) {
		return w.fault(value.Unexpected, w.at, "")
	}
	f.at = end + syncSize
	return nil
}

// unpack makes a walker of what comes out of a block.
func (f *file) unpack(from, to int) (walker, error) {
	w := walker{b: f.b, packed: true, from: from}
	room, least := largestUnpacked-f.unpacked, leastUnpacked
	var err error
	switch packed := f.src[from:to]; {
	case room < 0:
		err = errRoom
	case f.codec == "deflate":
		w.src, err = f.inflate(packed, room)
	case f.codec == "bzip2":
		least = leastUnpackedBzip2
		w.src, err = unpackStream(bzip2.NewReader(bytes.NewReader(packed)), room)
	case f.codec == "snappy":
		w.src, err = unpackSnappy(packed, room)
	case f.codec == "zstandard":
		w.src, err = f.unpackZstd(packed, room)
	default:
		return w, &value.Fault{Code: value.Unexpected, Part: value.Codec, Found: f.codec}
	}
	f.unpacked += max(len(w.src), least)
	f.b.Unpacked(len(w.src))
	switch {
	case errors.Is(err, errRoom):
		return w, &value.Fault{Code: value.TooLarge, Offset: from}
	case err != nil:
		return w, &value.Fault{Code: value.Unexpected, Offset: from, Part: value.Damaged, Found: f.codec}
	}
	return w, nil
}

var (
	errRoom     = errors.New("it is larger than is taken")
	errChecksum = errors.New("its checksum is another one")
)

func unpackStream(r io.Reader, room int) ([]byte, error) {
	all, err := io.ReadAll(io.LimitReader(r, int64(room)+1))
	if len(all) > room {
		return nil, errRoom
	}
	return all, err
}

// unpackSnappy unpacks a block with a checksum behind it.
func unpackSnappy(packed []byte, room int) ([]byte, error) {
	if len(packed) < crc32.Size {
		return nil, io.ErrUnexpectedEOF
	}
	sum := binary.BigEndian.Uint32(packed[len(packed)-crc32.Size:])
	packed = packed[:len(packed)-crc32.Size]
	switch n, err := s2.DecodedLen(packed); {
	case errors.Is(err, s2.ErrTooLarge): // than what 32 bits count
		return nil, errRoom
	case err != nil:
		return nil, err
	case n > room || n > mostTimes*len(packed)+mostTimes:
		return nil, errRoom
	}
	all, err := s2.Decode(nil, packed)
	if err == nil && crc32.ChecksumIEEE(all) != sum {
		return nil, errChecksum
	}
	return all, err
}

// mostTimes is how many times as large a block gets at the most by Snappy, of which three
// bytes copy 64.
const mostTimes = 64

// inflate unpacks a block of deflate, one after the other with the same memory.
func (f *file) inflate(packed []byte, room int) ([]byte, error) {
	src := bytes.NewReader(packed)
	if again, ok := f.inflater.(flate.Resetter); !ok {
		f.inflater = flate.NewReader(src)
	} else if err := again.Reset(src, nil); err != nil {
		return nil, err
	}
	return unpackStream(f.inflater, room)
}

// unpackZstd unpacks a block of Zstandard, one after the other with the same memory.
func (f *file) unpackZstd(packed []byte, room int) (all []byte, err error) {
	const window = 8 << 20 // of the best level that is usual
	if f.unzstd == nil {
		if f.unzstd, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(window)); err != nil {
			return nil, err
		}
	}
	if err = f.unzstd.Reset(bytes.NewReader(packed)); err == nil {
		all, err = unpackStream(f.unzstd, room)
	}
	if errors.Is(err, zstd.ErrWindowSizeExceeded) || errors.Is(err, zstd.ErrDecoderSizeExceeded) {
		return nil, errRoom
	}
	return all, err
}
