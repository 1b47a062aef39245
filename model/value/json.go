package value

import (
	"bytes"
	"unicode/utf8"
)

// ReadJSON reads one value of JSON [RFC 8259] with the blanks around it. Numbers and
// texts stay what they are, to the last digit, and doubled names stay. It fails with a
// [Fault], [ErrTooMuch] or [ErrTooDeep].
func ReadJSON(source []byte) (*Tree, error) { return ReadJSONUntil(source, nil) }

// ReadJSONUntil is [ReadJSON] until somebody gives up, who is asked now and then: it fails
// with [ErrGivenUp] then. Nil is nobody.
func ReadJSONUntil(source []byte, givenUp func() bool) (*Tree, error) {
	r := jsonReader{b: NewBuilderUntil(source, givenUp), src: source}
	r.b.Expect(1 + bytes.Count(source, []byte(",")) + bytes.Count(source, []byte("{")) + bytes.Count(source, []byte("["))) // at the most
	if err := r.read(); err != nil {
		return nil, err
	}
	return r.b.Tree(), nil
}

type jsonReader struct {
	b    *Builder
	src  []byte
	at   int
	name span // of the member that comes
}

// read goes through values and what stands between them. It does not recurse: how deep
// they are nested is up to whoever sent them.
func (r *jsonReader) read() error {
	for {
		entered, err := r.value()
		if err != nil {
			return err
		}
		if !entered {
			if done, err := r.goOn(); done || err != nil {
				return err
			}
		}
		if err := r.member(); err != nil {
			return err
		}
	}
}

// value reads a scalar or an empty object or list, or enters one that has something in it.
func (r *jsonReader) value() (entered bool, err error) {
	r.blanks()
	from := r.at
	switch r.peek() {
	case '{':
		return r.enter(Object, '}')
	case '[':
		return r.enter(List, ']')
	case '"':
		text, err := r.quoted()
		if err != nil {
			return false, err
		}
		return false, r.add(Text, from, text)
	}
	k, end := scalar(r.src, r.at)
	if end == r.at {
		if isBeginning(r.src[r.at:]) {
			return false, r.fault(len(r.src))
		}
		return false, r.fault(r.at)
	}
	r.at = end
	return false, r.add(k, from, span{uint32(from), int32(end - from)})
}

func (r *jsonReader) enter(k Kind, end byte) (entered bool, err error) {
	if len(r.b.open) >= MaxDepth {
		return false, ErrTooDeep
	}
	if err := r.add(k, r.at, span{}); err != nil {
		return false, err
	}
	r.b.enter()
	r.at++
	if r.blanks(); r.peek() == end {
		r.at++
		r.b.Close(r.at)
		return false, nil
	}
	return true, nil
}

// goOn goes behind a value: over what ends there, to what comes next. It is done behind
// the outermost.
func (r *jsonReader) goOn() (done bool, err error) {
	for len(r.b.open) > 0 {
		r.blanks()
		switch c := r.peek(); {
		case c == ',':
			r.at++
			return false, nil
		case c == '}' && r.inObject(), c == ']' && !r.inObject():
			r.at++
			r.b.Close(r.at)
		default:
			return false, r.fault(r.at)
		}
	}
	if r.blanks(); r.at < len(r.src) {
		return false, r.fault(r.at)
	}
	return true, nil
}

// member reads the name of what comes next, and the colon, in an object.
func (r *jsonReader) member() (err error) {
	r.name = span{}
	if !r.inObject() {
		return nil
	}
	if r.blanks(); r.peek() != '"' {
		return r.fault(r.at)
	}
	if r.name, err = r.quoted(); err != nil {
		return err
	}
	if r.blanks(); r.peek() != ':' {
		return r.fault(r.at)
	}
	r.at++
	return nil
}

// quoted reads a string, which stands among the texts when it has escapes.
func (r *jsonReader) quoted() (span, error) {
	from, escaped := r.at+1, false
	for at := from; at < len(r.src); at++ {
		switch c := r.src[at]; {
		case c == '"':
			r.at = at + 1
			if !escaped {
				return span{uint32(from), int32(at - from)}, nil
			}
			text, ok := unescape(r.src[from:at])
			if !ok {
				return span{}, r.fault(badEscape(r.src, from))
			}
			return r.b.keep(text), nil
		case c == '\\':
			escaped = true
			at++
		case c < ' ':
			return span{}, r.fault(at)
		}
	}
	r.at = len(r.src)
	return span{}, r.fault(r.at)
}

func (r *jsonReader) add(k Kind, from int, text span) error {
	return r.b.add(node{from: uint32(from), to: uint32(r.at), kind: k, name: r.name, text: text})
}

func (r *jsonReader) inObject() bool {
	last := len(r.b.open) - 1
	return last >= 0 && r.b.tree.nodes[r.b.open[last]].kind == Object
}

func (r *jsonReader) blanks() {
	for r.at < len(r.src) {
		switch r.src[r.at] {
		case ' ', '\t', '\r', '\n':
			r.at++
		default:
			return
		}
	}
}

// peek is the byte that comes, 0 at the end.
func (r *jsonReader) peek() byte {
	if r.at < len(r.src) {
		return r.src[r.at]
	}
	return 0
}

func (r *jsonReader) fault(at int) error {
	if at >= len(r.src) {
		return &Fault{Code: CutOff, Offset: len(bytes.TrimRight(r.src, " \t\r\n"))}
	}
	_, n := utf8.DecodeRune(r.src[at:])
	return &Fault{Code: Unexpected, Offset: at, Found: string(r.src[at : at+n])}
}

// scalar is where a number, true, false or null ends that begins at a place; it ends
// where it begins when there is none.
func scalar(src []byte, from int) (k Kind, end int) {
	for _, w := range []struct {
		word string
		kind Kind
	}{{"true", Bool}, {"false", Bool}, {"null", Null}} {
		if bytes.HasPrefix(src[from:], []byte(w.word)) {
			return w.kind, from + len(w.word)
		}
	}
	return Number, numberEnd(src, from)
}

// isBeginning reports whether a text is the beginning of a number, of true, false or null,
// of which the rest has been cut off.
func isBeginning(text []byte) bool {
	for _, word := range []string{"true", "false", "null"} {
		if len(text) > 0 && len(text) < len(word) && word[:len(text)] == string(text) {
			return true
		}
	}
	if len(bytes.Trim(text, "+-.0123456789eE")) > 0 {
		return false
	}
	more := append(bytes.Clone(text), '0')
	return len(text) > 0 && numberEnd(more, 0) == len(more)
}

// numberEnd is behind a number [RFC 8259 6], or where it begins when there is none.
func numberEnd(src []byte, from int) int {
	at := from
	digits := func() bool {
		first := at
		for at < len(src) && src[at] >= '0' && src[at] <= '9' {
			at++
		}
		return at > first
	}
	has := func(set string) bool {
		if at < len(src) && bytes.IndexByte([]byte(set), src[at]) >= 0 {
			at++
			return true
		}
		return false
	}
	has("-")
	if !has("0") && !digits() {
		return from
	}
	if has(".") && !digits() {
		return from
	}
	if has("eE") {
		if has("+-"); !digits() {
			return from
		}
	}
	return at
}
