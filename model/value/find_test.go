package value

import (
	"errors"
	"strconv"
	"strings"
	"testing"
)

// TestFindGoesStraightToTheNode: charts ask for one in every message.
func TestFindGoesStraightToTheNode(t *testing.T) {
	var list, members []string
	for i := range 5_000 {
		list, members = append(list, strconv.Itoa(i)), append(members, `"m`+strconv.Itoa(i)+`":`+strconv.Itoa(i))
	}
	source := `{"list":[` + strings.Join(list, ",") + `],"object":{` + strings.Join(members, ",") + `}}`
	tree, err := ReadJSON([]byte(source))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"list.4999", "object.m4999"} {
		node := -1
		allocated := testing.AllocsPerRun(10, func() { node = tree.Find(path) })
		if node < 0 || tree.Text(node) != "4999" || allocated > 10 {
			t.Errorf("%s: node %d, %v allocations", path, node, allocated)
		}
	}
}

// TestFindOfNamesWithDots goes on where the first name that fits leads nowhere.
func TestFindOfNamesWithDots(t *testing.T) {
	tree, err := ReadJSON([]byte(`{"a":{"b":{"x":1}},"a.b":{"c":2,"":3},"l":[[4]],"q r":5,"0":6}`))
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"a.b.x": "1", "a.b.c": "2", `a.b.""`: "3", "l.0.0": "4", `"q r"`: "5", "0": "6",
		"a.b.d": "", "l.00": "", "l.0.1": "", "l.-1": "", "l.": "", "q r": "", "a.": "", "l.0.0.0": "",
	} {
		got := ""
		if node := tree.Find(path); node >= 0 {
			got = tree.Text(node)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}

// TestNamesThatAreNoTexts: the number 1 is another member than the text of it, and has
// another path, which leads back to it.
func TestNamesThatAreNoTexts(t *testing.T) {
	type member struct {
		name     string
		notation bool
		path     string
	}
	members := []member{
		{"1", false, "1"},
		{"1", true, "(1)"},
		{"(1)", false, `"(1)"`},
		{"-2", false, `"-2"`},
		{"-2", true, "(-2)"},
		{"null", true, "(null)"},
		{"1.5", true, "(1.5)"},
		{`[1, "a b"]`, true, `("[1, \"a b\"]")`},
		{`[1, "a b"]`, false, `"[1, \"a b\"]"`},
		{"", true, `("")`},
		{"3", true, "(3)"},
	}
	b := NewBuilder(nil)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(b.Open(Node{Kind: Object}))
	for i, m := range members {
		must(b.Open(Node{Kind: Object, Name: m.name, Flags: map[bool]Flags{true: Notation}[m.notation]}))
		must(b.Add(Node{Kind: Number, Name: "v", Text: strconv.Itoa(i)}))
		b.Close(0)
	}
	b.Close(0)
	tree := b.Tree()
	at := 1
	for i, m := range members {
		if got := tree.Path(at); got != m.path {
			t.Errorf("%s is %s, want %s", m.name, got, m.path)
		}
		if got := tree.Find(m.path); got != at {
			t.Errorf("%s leads to node %d, want %d", m.path, got, at)
		}
		if got := tree.Find(m.path + ".v"); got < 0 || tree.Text(got) != strconv.Itoa(i) {
			t.Errorf("%s.v leads to node %d", m.path, got)
		}
		at = tree.Next(at)
	}
	for path, want := range map[string]string{"3.v": "10", "(4).v": "", "(1.v": "", "(1)v": "", "(": "", "()": ""} {
		got := ""
		if node := tree.Find(path); node >= 0 {
			got = tree.Text(node)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}

// TestWhatIsReplacedIsNotFound: of members of one name the last one holds where the format
// says so, and its path leads to it.
func TestWhatIsReplacedIsNotFound(t *testing.T) {
	for _, count := range []int{3, 20} { // a few are flagged in another way than many
		b := NewBuilder(nil)
		err := b.Open(Node{Kind: Object})
		for i := range count {
			err = errors.Join(err, b.Add(Node{Kind: Number, Name: "n", Text: strconv.Itoa(i)}))
		}
		err = errors.Join(err, b.Add(Node{Kind: Number, Name: "m", Text: "7"}))
		b.CloseReplaced(0)
		tree := b.Tree()
		if err != nil {
			t.Fatal(err)
		}
		for i := range count {
			if got, want := tree.Flags(1+i)&Replaced != 0, i < count-1; got != want || tree.Flags(1+i)&Doubled != 0 {
				t.Errorf("%d of %d has flags %b", i, count, tree.Flags(1+i))
			}
		}
		if got := tree.Find("n"); got != count {
			t.Errorf("n is node %d, want %d", got, count)
		}
		if got, want := string(tree.AppendJSON(nil, 0)), `{"n":`+strconv.Itoa(count-1)+`,"m":7}`; got != want {
			t.Errorf("it is written as %s, want %s", got, want)
		}
	}
}
