package payload

import (
	"bytes"
	"encoding/binary"
	"iter"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// wrapping is a text and what devices put around it: a byte order mark before,
// zero bytes behind, as C ends its strings, and UTF-16 instead of UTF-8.
type wrapping struct {
	text  []byte // UTF-8 if it is text at all
	mark  bool   // a byte order mark of UTF-8 stands before it
	zeros []byte // behind it
	wide  Code   // the kind of UTF-16 it was in, "" when it was not
}

// byteOrderMark is U+FEFF in UTF-8.
const byteOrderMark = "\xef\xbb\xbf"

// wrap takes a payload apart. Only zero bytes behind a text count, not those
// of a small number: there is a text of at least two bytes before several.
func wrap(b []byte) wrapping {
	if text, kind := wideText(b); kind != "" {
		return wrapping{text: text, wide: kind}
	}
	var w wrapping
	w.text, w.mark = bytes.CutPrefix(b, []byte(byteOrderMark))
	text := bytes.TrimRight(w.text, "\x00")
	if zeros := len(w.text) - len(text); zeros == 1 && len(text) > 0 || zeros > 1 && len(text) > 1 {
		w.text, w.zeros = text, w.text[len(text):]
	}
	return w
}

// list is what is around the text.
func (w *wrapping) list() (all []Finding) {
	if w.mark {
		all = append(all, Finding{Code: ByteOrderMark})
	}
	if len(w.zeros) > 0 {
		all = append(all, Finding{Code: ZerosBehind, Count: len(w.zeros)})
	}
	return all
}

// shortestWide is how long a text in UTF-16 without a byte order mark is at
// least, in bytes: a few small numbers look the same.
const shortestWide = 8

// wideText reads UTF-16: with a byte order mark whatever can be seen, without
// one ASCII only, in which every other byte is zero.
func wideText(b []byte) (text []byte, kind Code) {
	if len(b) < 4 || len(b)%2 != 0 {
		return nil, ""
	}
	kind = UTF16
	switch {
	case b[0] == 0xff && b[1] == 0xfe:
		text, kind = decodeWide(b[2:], binary.LittleEndian, unicode.MaxRune), MarkedUTF16
	case b[0] == 0xfe && b[1] == 0xff:
		text, kind = decodeWide(b[2:], binary.BigEndian, unicode.MaxRune), MarkedUTF16
	case len(b) < shortestWide:
	case b[0] != 0 && b[1] == 0:
		text = decodeWide(b, binary.LittleEndian, unicode.MaxASCII)
	case b[0] == 0 && b[1] != 0:
		text = decodeWide(b, binary.BigEndian, unicode.MaxASCII)
	}
	if text == nil {
		return nil, ""
	}
	return text, kind
}

// decodeWide reads UTF-16 as far as a zero at its end, nil when there is
// something in it that is no text: numbers that begin like one are given up where
// they differ, not read to the end.
func decodeWide(b []byte, order binary.ByteOrder, most rune) []byte {
	for len(b) > 2 && order.Uint16(b[len(b)-2:]) == 0 {
		b = b[:len(b)-2]
	}
	size := 0
	for r := range wideRunes(b, order) {
		if r > most || r == utf8.RuneError || !unicode.IsGraphic(r) && r != '\n' && r != '\r' && r != '\t' {
			return nil
		}
		size += utf8.RuneLen(r)
	}
	text := make([]byte, 0, size)
	for r := range wideRunes(b, order) {
		text = utf8.AppendRune(text, r)
	}
	return text
}

// wideRunes gives the characters of UTF-16.
func wideRunes(b []byte, order binary.ByteOrder) iter.Seq[rune] {
	return func(yield func(rune) bool) {
		for at := 0; at+1 < len(b); at += 2 {
			r := rune(order.Uint16(b[at:]))
			if utf16.IsSurrogate(r) && at+2 < len(b) {
				at += 2
				r = utf16.DecodeRune(r, rune(order.Uint16(b[at:])))
			}
			if !yield(r) {
				return
			}
		}
	}
}
