package value

import (
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
