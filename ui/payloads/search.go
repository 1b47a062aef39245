package payloads

import (
	"bytes"
	"encoding/hex"
	"strings"

	"mangrove/model/value"
)

// mostHits is how many places are found; more are not gone through one by one.
const mostHits = 100_000

// chunk is how much of a text is looked through before it is asked whether anybody waits.
const chunk = 1 << 20

// lowered is a text with its ASCII letters small, in as many bytes.
func lowered(into, text []byte) []byte {
	into = append(into[:0], text...)
	for i, c := range into {
		if c >= 'A' && c <= 'Z' {
			into[i] = c + 'a' - 'A'
		}
	}
	return into
}

// looked is what is looked for. Unless it is to be found exactly, ASCII letters may be
// capitals or not.
type looked struct {
	needle []byte
	exact  bool
}

// findBytes finds where some bytes stand in a text, apart from each other. It ends early
// when nobody waits any more.
func findBytes(text []byte, what looked, gone func() bool) (at []int) {
	needle := what.needle
	if len(needle) == 0 {
		return nil
	}
	if !what.exact {
		needle = lowered(nil, needle)
	}
	var small []byte
	for from := 0; from < len(text) && len(at) < mostHits && !gone(); {
		end := min(from+chunk+len(needle)-1, len(text))
		part := text[from:end]
		if !what.exact {
			small = lowered(small, part)
			part = small
		}
		next := 0
		for len(at) < mostHits {
			n := bytes.Index(part[next:], needle)
			if n < 0 {
				break
			}
			at = append(at, from+next+n)
			next += n + len(needle)
		}
		from += max(next, min(chunk, end-from))
	}
	return at
}

// findNodes finds the nodes of which the name or the value has some bytes.
func findNodes(tree *value.Tree, needle []byte, gone func() bool) (nodes []int) {
	if len(needle) == 0 {
		return nil
	}
	const stride = 1 << 16
	needle = lowered(nil, needle)
	var part []byte
	has := func(b []byte) bool {
		if len(b) < len(needle) {
			return false
		}
		part = lowered(part, b)
		return bytes.Contains(part, needle)
	}
	for i := range tree.Len() {
		if i%stride == 0 && gone() || len(nodes) == mostHits {
			break
		}
		if has(tree.NameBytes(i)) || has(tree.TextBytes(i)) {
			nodes = append(nodes, i)
		}
	}
	return nodes
}

// hexNeedle reads what is looked for in bytes when it is written in hexadecimal: with 0x
// before it, or in pairs with blanks between.
func hexNeedle(words string) []byte {
	digits, marked := strings.CutPrefix(strings.ToLower(strings.TrimSpace(words)), "0x")
	pairs := strings.Fields(digits)
	if !marked && len(pairs) < 2 {
		return nil
	}
	for _, p := range pairs {
		if len(p)%2 != 0 || !marked && len(p) != 2 {
			return nil
		}
	}
	b, err := hex.DecodeString(strings.Join(pairs, ""))
	if err != nil {
		return nil
	}
	return b
}

// hexRun reads pairs of hexadecimal digits that stand together, as in 223a: a text, unless
// there is none.
func hexRun(words string) []byte {
	b, err := hex.DecodeString(words)
	if err != nil || len(b) == 0 {
		return nil
	}
	return b
}
