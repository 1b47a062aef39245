package model

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/tidwall/gjson"
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
