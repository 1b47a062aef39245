package model

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	"mangrove/model/payload"
)

// TestOneNameIsFoundEitherWay compares the short way to a member with the long one.
func TestOneNameIsFoundEitherWay(t *testing.T) {
	pieces := []string{"a", "b", "*", "?", "#", "@", "|", "!", "{", "[", "\\", "\"", ":", "0", "1", " ", "ü", "u\u0308", "온", "~", "<", "=", "@this", "\t"}
	for seed := range uint64(20_000) {
		r := rand.New(rand.NewPCG(seed, 6))
		name := func() string {
			var b strings.Builder
			for range r.IntN(3) {
				b.WriteString(pieces[r.IntN(len(pieces))])
			}
			return b.String()
		}
		members := make(map[string]any)
		for i := range r.IntN(4) {
			members[name()] = []any{i, "x", map[string]int{name(): i}, []int{i}}[r.IntN(4)]
		}
		text, err := json.Marshal([]any{members, []any{members}, name()}[r.IntN(3)])
		if err != nil {
			t.Fatal(err)
		}
		if text[0] == '"' {
			continue // never asked for
		}
		p := path{{text: nameOf(name()).text, quoted: r.IntN(2) == 0}}
		short, long := p.finder()(string(text)), p.find(gjson.Parse(string(text)))
		if short.Exists() != long.Exists() || short.String() != long.String() {
			t.Fatalf("seed %d: %q in %s: %s, the long way %s", seed, p[0].text, text, short, long)
		}
	}
}

// TestPathsAreFound: what names a member in the payload finds it in a search.
func TestPathsAreFound(t *testing.T) {
	for _, name := range []string{
		"plain", "a.b", "living room", "", "a=b", "a<b", "x~y", "up!", `say "hi"`, "-5", "re:x", "+", "#", "a/#", "*", "|", "@this", "온도", "Ku\u0308che", "a\u00a0b", "tab\tin", `my dir\`, `C:\`, `a "b\`, `a \"b`, `\\`,
	} {
		text, err := json.Marshal(map[string]any{"outer": map[string]any{name: []int{3, 7}}, name: 9})
		if err != nil {
			t.Fatal(err)
		}
		for what, value := range map[string]string{"in a list": "7", "outside": "9"} {
			path := payload.Path(text, bytes.Index(text, []byte(value)))
			for query, want := range map[string]bool{path + "=" + value: true, path + "=8": false, "-" + path + "=8": true} {
				q, err := ParseQuery(query)
				if err != nil {
					t.Errorf("%q %s: %q: %v", name, what, query, err)
				} else if got := q.Match([]byte("topic"), text); got != want {
					t.Errorf("%q %s: %q on %s: %v, want %v", name, what, query, text, got, want)
				}
			}
		}
	}
}
