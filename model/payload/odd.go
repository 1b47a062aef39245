package payload

import "unicode/utf8"

// odd is what in a text is no plain text.
type odd struct {
	zeros    found // zero bytes
	controls found // control characters, but for what breaks lines
	strange  int   // those of them that no terminal has a use for
	latin    found // bytes of Latin-1, a letter or a sign each
	other    found // bytes that are no UTF-8 and none of these
	simple   bool  // the rest is letters, digits and what stands in numbers
	seen     int   // bytes that have been looked at: all, or enough
}

// found is how many there are, and the index of the first.
type found struct{ n, first int }

func (f *found) add(at int) {
	if f.n == 0 {
		f.first = at
	}
	f.n++
}

// enough is how many bytes are looked at for where bytes stop being a text, once it is
// certain that they do: of 50 MB of bytes the rest would take a second.
const enough = 64 << 10

// findOdd goes through a text for what is odd in it, and not to its end where it is none.
func findOdd(text []byte) odd {
	o := odd{simple: true, seen: len(text)}
	for at := 0; at < len(text); {
		if o.other.n > 0 && at >= enough {
			o.seen = at
			break
		}
		c, n := text[at], 1
		switch {
		case c >= ' ' && c < 0x7f:
			o.simple = o.simple && isSimple(c)
		case c == 0:
			o.zeros.add(at)
		case c < utf8.RuneSelf:
			o.control(c, at)
		default:
			n = o.wide(text[at:], at)
		}
		at += n
	}
	return o
}

// control notes a control character that is no line break or tab.
func (o *odd) control(c byte, at int) {
	switch c {
	case '\t', '\n', '\r':
	case '\a', '\b', '\f', '\v', 0x1b:
		o.controls.add(at)
	default:
		o.controls.add(at)
		o.strange++
	}
}

// wide notes what begins with a byte beyond ASCII and says how long it is.
func (o *odd) wide(text []byte, at int) (length int) {
	r, n := utf8.DecodeRune(text)
	switch {
	case r == utf8.RuneError && n == 1 && isLatin(text[0]):
		o.latin.add(at)
	case r == utf8.RuneError && n == 1:
		o.other.add(at)
	case r < 0xa0: // C1
		o.controls.add(at)
		o.strange++
	}
	return n
}

func isSimple(c byte) bool {
	switch c {
	case ' ', '.', ',', ':', '+', '-', '/', '%':
		return true
	}
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

// isLatin reports whether a byte is a letter or a sign of Latin-1 that devices
// send: those of Western languages, degrees, micro, currencies.
func isLatin(c byte) bool {
	switch c {
	case 0xd0, 0xd7, 0xde, 0xf0, 0xf7, 0xfe, 0xff:
		return false
	case 0xa0, 0xa3, 0xa7, 0xa9, 0xab, 0xb0, 0xb1, 0xb2, 0xb3, 0xb4, 0xb5, 0xb7, 0xbb, 0xbc, 0xbd, 0xbe:
		return true
	}
	return c >= 0xc0
}

// Of so many bytes, one may be odd in what is still a text.
const (
	perLatin   = 4
	perControl = 4
	perZero    = 8
	// fewBytes is how many are so few that bytes of Latin-1 stand between
	// simple ones only.
	fewBytes = 8
)

// why is how a number of bytes is taken: as a text, valid UTF-8 or nearly, or as none.
func (o *odd) why(n int) (why Finding, text bool) {
	latinFits := o.latin.n*perLatin <= n && (n >= fewBytes || o.simple)
	switch {
	case o.latin.n > 0 && !latinFits && (o.other.n == 0 || o.latin.first < o.other.first):
		return Finding{Code: NotUTF8, At: o.latin.first}, false
	case o.other.n > 0:
		return Finding{Code: NotUTF8, At: o.other.first}, false
	case o.zeros.n*perZero > n:
		return Finding{Code: ZeroByte, At: o.zeros.first}, false
	case o.strange*perControl > n && n == 1:
		return Finding{Code: OnlyControl}, false
	case o.strange*perControl > n:
		return Finding{Code: ManyControls, Count: o.strange, Of: n}, false
	case o.latin.n > 0:
		return Finding{Code: MostlyText}, true
	}
	return Finding{Code: ValidUTF8}, true
}

// list is what is odd. The text begins at a byte of the payload.
func (o *odd) list(text []byte, begin int) (all []Finding) {
	if f := o.zeros; f.n > 0 {
		all = append(all, Finding{Code: ZerosInside, Count: f.n, At: begin + f.first})
	}
	if f := o.controls; f.n > 0 {
		all = append(all, Finding{Code: Controls, Count: f.n, At: begin + f.first})
	}
	if f := o.latin; f.n > 0 {
		all = append(all, Finding{Code: Latin1, Count: f.n, At: begin + f.first, Found: string(rune(text[f.first]))})
	}
	return all
}
