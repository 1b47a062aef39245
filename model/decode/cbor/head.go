package cbor

import (
	"encoding/binary"
	"encoding/hex"

	"mangrove/model/value"
)

// The major types [RFC 8949 3.1].
const (
	unsigned = iota
	negative
	chars // a byte string
	text
	array
	dict
	tag
	simple
)

// breaks ends what is of indefinite length [RFC 8949 3.2.1].
const breaks = 0xff

// head is how a data item begins.
type head struct {
	major      byte
	info       byte   // the five bits below it
	value      uint64 // what they say: a number, a length, a tag
	indefinite bool
	from, end  int
}

// readHead reads the head at a place [RFC 8949 3].
func readHead(src []byte, from int) (head, error) {
	if from >= len(src) {
		return head{}, cutOff(src)
	}
	h := head{major: src[from] >> 5, info: src[from] & 0x1f, from: from, end: from + 1}
	const oneByte, eightBytes, endless = 24, 27, 31
	switch {
	case h.info < oneByte:
		h.value = uint64(h.info)
	case h.info <= eightBytes:
		wide := 1 << (h.info - oneByte)
		if len(src)-h.end < wide {
			return h, cutOff(src)
		}
		var whole [8]byte
		copy(whole[8-wide:], src[h.end:h.end+wide])
		h.value, h.end = binary.BigEndian.Uint64(whole[:]), h.end+wide
	case h.info == endless && h.major >= chars && h.major <= dict:
		h.indefinite = true
	default:
		return h, unexpected(src, from)
	}
	const leastSimple = 32 // those below stand in the head [RFC 8949 3.3]
	if h.major == simple && h.info == oneByte && h.value < leastSimple {
		return h, unexpected(src, from)
	}
	return h, nil
}

// bytesOf gives the bytes of a string, and where they stand in the source when they
// stand in it together.
func bytesOf(src []byte, h head) (all []byte, in value.Part, end int, err error) {
	if !h.indefinite {
		if uint64(len(src)-h.end) < h.value {
			return nil, in, 0, cutOff(src)
		}
		end = h.end + int(h.value)
		return src[h.end:end], value.Part{From: h.end, To: end}, end, nil
	}
	for at := h.end; ; {
		if at < len(src) && src[at] == breaks {
			return all, in, at + 1, nil
		}
		part, err := readHead(src, at)
		if err != nil {
			return nil, in, 0, err
		}
		if part.major != h.major || part.indefinite {
			return nil, in, 0, unexpected(src, at)
		}
		chunk, _, next, err := bytesOf(src, part)
		if err != nil {
			return nil, in, 0, err
		}
		all, at = append(all, chunk...), next
	}
}

func cutOff(src []byte) error { return &value.Fault{Code: value.CutOff, Offset: len(src)} }

func unexpected(src []byte, at int) error {
	return &value.Fault{Code: value.Unexpected, Offset: at, Found: hex.EncodeToString(src[at : at+1])}
}
