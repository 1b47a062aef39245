package payloads

import (
	"errors"
	"strings"
	"testing"
	"time"

	"mangrove/model/decode"
	"mangrove/model/value"
)

// TestChangesOfHostilePayloads: how many changes are written, and how long their names
// are, is up to the sender; what is written has a bound, and so has the time.
func TestChangesOfHostilePayloads(t *testing.T) {
	list := func(v string) string { return "[" + strings.Repeat(`{"a":`+v+`},`, 190_000) + "0]" }
	deep := func(v string) string {
		const levels = 40_000
		return strings.Repeat(`{"a":`+v+`,"b":`, levels) + v + strings.Repeat("}", levels)
	}
	line := func(v string) string { return strings.Repeat("a b "+v+" ", 4<<20/8) }
	for name, pair := range map[string][2]string{
		"a list":            {list("1"), list("2")},
		"a deep object":     {deep("1"), deep("2")},
		"a line of words":   {line("12"), line("34")},
		"lines":             {strings.ReplaceAll(line("12"), " ", "\n"), strings.ReplaceAll(line("34"), " ", "\n")},
		"what is no text":   {"\xff" + strings.Repeat("ab", 4<<20), "\xff" + strings.Repeat("ac", 4<<20)},
		"a text and a list": {line("12"), list("1")},
	} {
		t.Run(name, func(t *testing.T) {
			type written struct {
				text  int
				words string
			}
			done := make(chan written, 1)
			start := time.Now()
			go func() {
				var w changeWriter
				words := w.write(decode.Payload(decode.Input{Payload: []byte(pair[0])}), decode.Payload(decode.Input{Payload: []byte(pair[1])}))
				done <- written{len(w.text), words}
			}()
			select {
			case got := <-done:
				t.Logf("%v, %d kB, %s", time.Since(start), got.text>>10, got.words)
				if most := max(4*(len(pair[0])+len(pair[1])), mostWritten+1<<20); got.text > most {
					t.Errorf("%d kB are written of %d kB", got.text>>10, (len(pair[0])+len(pair[1]))>>10)
				}
			case <-time.After(patience):
				t.Fatalf("it takes more than %v", patience)
			}
		})
	}
}

// TestWhatIsNestedIsComparedWithinBounds: the window does that, with each message that comes.
func TestWhatIsNestedIsComparedWithinBounds(t *testing.T) {
	const levels = 50_000
	deep := func(first, inner string) *value.Tree {
		return readTree(t, "["+first+","+strings.Repeat("[", levels)+inner+strings.Repeat("]", levels)+"]")
	}
	was, is := deep("1", "3"), deep("22", "4")
	changed := 0
	p := pairing{
		was: was, is: is, left: mostPaired, room: 10 * len(is.Source()),
		open: func(int) bool { return true }, pair: func(int, int) {}, changed: func(int, int) { changed++ },
	}
	p.run()
	if p.room < 0 || p.room > len(is.Source()) {
		t.Errorf("of 10 times %d bytes %d are left", len(is.Source()), p.room)
	}
	if changed < levels {
		t.Errorf("%d changes of %d", changed, levels)
	}
}

// TestRowsOfHostileNames: what a row of the tree draws is cut, whatever part of it is long.
func TestRowsOfHostileNames(t *testing.T) {
	const most = 4096
	long := strings.Repeat("x", 65_000)
	b := value.NewBuilder(nil)
	err := b.Open(value.Node{Kind: value.Object, Type: long})
	err = errors.Join(err, b.Add(value.Node{Kind: value.Text, Name: long, Type: long, Text: long}), b.Add(value.Node{Kind: value.Number, Name: "n", Type: long, Text: strings.Repeat("9", 65_000)}))
	if err != nil {
		t.Fatal(err)
	}
	v := newTreeView()
	v.outline = newOutline(b.Tree())
	for node := range v.outline.tree.Len() {
		for _, span := range v.spans(node, nil) {
			if len(span.Text) > most {
				t.Errorf("%d bytes are drawn of node %d: %.20s", len(span.Text), node, span.Text)
			}
		}
	}
}

// TestValuesAreCutBetweenCharacters: whole ones stay, and no part of one.
func TestValuesAreCutBetweenCharacters(t *testing.T) {
	for text, want := range map[string]string{
		"ééééé":           `"ééééé"`,
		"éééééa":          `"ééééé"…  (11 B)`,
		"aéééééé":         `"aéééé"…  (13 B)`,
		"aa🌡🌡🌡":           `"aa🌡🌡"…  (14 B)`,
		"aaa🌡🌡🌡":          `"aaa🌡"…  (15 B)`,
		"abcdefghijklmno": `"abcdefghij"…  (15 B)`,
	} {
		if got := scalarWords(value.Text, []byte(text), 10); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
	if got := scalarWords(value.Bytes, []byte("\xff\x80\x80\x80"), 12); got != "ff8080…  (4 B)" {
		t.Errorf("bytes: %s", got)
	}
}
