// Package packed takes bytes out of a compression, never more than it is told to.
package packed

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"

	"mangrove/model/value"

	"github.com/klauspost/compress/zstd"
)

// Gzip unpacks gzip [RFC 1952], one member behind the other. Like the other functions it
// gives no more than so many bytes and says how many of the packed ones it took; it fails
// with a [value.Fault], of which TooLarge has what it would have given until then.
func Gzip(b []byte, most int) (content []byte, consumed int, err error) {
	src := bytes.NewReader(b)
	packed, err := gzip.NewReader(src)
	if len(b) > 0 && b[0] != 0x1f { // however short
		err = gzip.ErrHeader
	}
	if err != nil {
		return nil, 0, fault(b, src, err)
	}
	for more := true; more; more = packed.Reset(src) == nil {
		packed.Multistream(false) // what stands behind a member need not be one
		if content, err = unpack(content, packed, most); err != nil {
			return nil, 0, fault(b, src, err)
		}
		consumed = len(b) - src.Len()
	}
	return content, consumed, nil
}

// Zlib unpacks the format of zlib [RFC 1950].
func Zlib(b []byte, most int) (content []byte, consumed int, err error) {
	src := bytes.NewReader(b)
	packed, err := zlib.NewReader(src)
	if err != nil {
		return nil, 0, fault(b, src, err)
	}
	content, err = unpack(nil, packed, most)
	if err != nil {
		return nil, 0, fault(b, src, err)
	}
	return content, len(b) - src.Len(), nil
}

// Deflate unpacks deflate [RFC 1951] without a head.
func Deflate(b []byte, most int) (content []byte, consumed int, err error) {
	src := bytes.NewReader(b)
	if content, err = unpack(nil, flate.NewReader(src), most); err != nil {
		return nil, 0, fault(b, src, err)
	}
	return content, len(b) - src.Len(), nil
}

// window is how far zstd may look back, and so what it keeps; encoders use 8 MB unless
// they are told otherwise [RFC 8878 3.1.1.1.2].
const window = 8 << 20

// leastFrame is what a frame of zstd is said to need, however small it is.
const leastFrame = 64 << 10

// Zstd unpacks zstd [RFC 8878], one frame behind the other; what stands behind them need
// not be one.
func Zstd(b []byte, most int) (content []byte, consumed int, err error) {
	packed, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxMemory(uint64(max(most, leastFrame))), zstd.WithDecoderMaxWindow(window))
	if err != nil {
		return nil, 0, err
	}
	defer packed.Close()
	end := framesEnd(b)
	content, err = packed.DecodeAll(b[:end], nil)
	if err == nil && len(content) > most {
		err = zstd.ErrDecoderSizeExceeded
	}
	if err != nil {
		return nil, 0, fault(b, bytes.NewReader(nil), err)
	}
	return content, end, nil
}

// framesEnd is where the frames of zstd end that bytes begin with. Where that cannot be
// told, because one is cut off or damaged, it is the end of the bytes.
func framesEnd(b []byte) (at int) {
	for {
		size, ok := frameSize(b[at:])
		if !ok {
			return len(b)
		}
		at += size
		var next zstd.Header
		if rest := b[at:]; len(rest) < len(magic) || errors.Is(next.Decode(rest), zstd.ErrMagicMismatch) {
			return at
		}
	}
}

// magic is what a frame of zstd begins with, if it is not one to be skipped.
const magic = "\x28\xb5\x2f\xfd"

// frameSize is how many bytes a frame takes: its head, its blocks and their checksum [RFC
// 8878 3.1.1].
func frameSize(b []byte) (size int, ok bool) {
	const blockHead, run, reserved, checksum = 3, 1, 3, 4
	var head zstd.Header
	if head.Decode(b) != nil {
		return 0, false
	}
	size = head.HeaderSize
	if head.Skippable {
		return size + int(head.SkippableSize), uint64(head.SkippableSize) <= uint64(len(b)-size)
	}
	for last := false; !last; {
		if len(b)-size < blockHead {
			return 0, false
		}
		bits := int(b[size]) | int(b[size+1])<<8 | int(b[size+2])<<16
		size += blockHead
		last = bits&1 != 0
		content := bits >> 3
		switch bits >> 1 & 3 {
		case run:
			content = 1
		case reserved:
			return 0, false
		}
		if size += content; size > len(b) {
			return 0, false
		}
	}
	if head.HasCheckSum {
		size += checksum
	}
	return size, size <= len(b)
}

// unpack reads to the end, and no more than so many bytes altogether. It takes room of
// twice the size each time, but never more than may come.
func unpack(out []byte, packed io.Reader, most int) ([]byte, error) {
	const least = 512
	packed = io.LimitReader(packed, int64(most-len(out))+1)
	for {
		if len(out) == cap(out) {
			room := max(2*cap(out), least)
			if room >= most {
				room = most + 1
			}
			out = append(make([]byte, 0, room), out...)
		}
		n, err := packed.Read(out[len(out):cap(out)])
		out = out[:len(out)+n]
		switch {
		case len(out) > most:
			return nil, &value.Fault{Code: value.TooLarge}
		case errors.Is(err, io.EOF):
			return out, nil
		case err != nil:
			return out, err
		}
	}
}

// fault says what is wrong with packed bytes, of which so many have been read.
func fault(b []byte, src *bytes.Reader, err error) error {
	var f *value.Fault
	at := len(b) - src.Len()
	switch {
	case errors.As(err, &f):
		f.Offset = at
		return f
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return &value.Fault{Code: value.CutOff, Offset: len(b)}
	case errors.Is(err, zstd.ErrDecoderSizeExceeded), errors.Is(err, zstd.ErrWindowSizeExceeded):
		return &value.Fault{Code: value.TooLarge, Offset: at}
	}
	if errors.Is(err, gzip.ErrHeader) || errors.Is(err, zlib.ErrHeader) || errors.Is(err, zstd.ErrMagicMismatch) {
		at = 0
	}
	return &value.Fault{Code: value.Unexpected, Offset: at}
}
