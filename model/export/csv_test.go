package export

import (
	"bytes"
	"encoding/base64"
	"encoding/csv"
	"testing"
	"time"

	"mangrove/model"
)

// rowsOf writes a store as CSV and reads it again.
func rowsOf(t *testing.T, s *model.Store, exact bool) (rows [][]string, changed int) {
	t.Helper()
	var b bytes.Buffer
	changed, err := CSV(&b, s, model.Root, exact)
	if err != nil {
		t.Fatal(err)
	}
	rows, err = csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows, changed
}

func TestCSV(t *testing.T) {
	rows, changed := rowsOf(t, store(), false)
	if len(rows) != 4 || changed != 0 {
		t.Fatalf("%d rows, %d changed", len(rows), changed)
	}
	if r := rows[3]; r[0] != "b" || r[1] != "a \"text\",\nwith all" || r[3] != "1" || r[4] != "true" || r[5] != "2" || r[7] != "" {
		t.Errorf("%q", r)
	}
	if r := rows[1]; r[0] != "a/binary" || r[1] != "" || r[2] != "AP8=" {
		t.Errorf("%q", r)
	}
	if rows, _ := rowsOf(t, model.NewStore(model.Options{}), false); len(rows) != 1 {
		t.Errorf("an empty store: %q", rows)
	}
}

// TestCSVInASpreadsheet has topics and payloads that a spreadsheet would run, or
// that a terminal would obey.
func TestCSVInASpreadsheet(t *testing.T) {
	cases := []struct{ name, text, cell string }{
		{"plain", "21.5 °C", "21.5 °C"},
		{"a negative number", "-5.2", "-5.2"},
		{"a number with its sign", "+1.5e-7", "+1.5e-7"},
		{"a number with blanks", " -5 ", " -5 "},
		{"JSON", `{"a":-5,"b":"=1"}`, `{"a":-5,"b":"=1"}`},
		{"a list", "[1,-2]", "[1,-2]"},
		{"a formula", "=1+1", "'=1+1"},
		{"a command", "=cmd|'/C calc'!A0", "'=cmd|'/C calc'!A0"},
		{"plus", "+1+cmd", "'+1+cmd"},
		{"minus", "-1+1", "'-1+1"},
		{"minus and a text", "-", "'-"},
		{"at", "@SUM(1)", "'@SUM(1)"},
		{"a telephone number is a number", "+4912345", "+4912345"},
		{"wide", "＝1+1", "'＝1+1"},
		{"blanks before", "  =1", "'  =1"},
		{"a tab before", "\t=1", "'\t'=1"},
		{"a tab alone", "\tx", "'\tx"},
		{"a return", "\rx", `'\rx`},
		{"a line break before", "\n=1", "'\n'=1"},
		{"quotes before", `"=1"`, `'"=1"`},
		{"behind a semicolon", "a;=1", "a;'=1"},
		{"in a second line", "a\n=1", "a\n'=1"},
		{"control characters", "a\x1b[31m", `a\x1b[31m`},
		{"C1", "a\u009bb", `a\u009bb`},
		{"turned around", "a\u202eb", `a\u202eb`},
	}
	for _, c := range cases {
		s := model.NewStore(model.Options{})
		s.Apply(model.Batch{At: time.Now(), Messages: []model.Message{{Topic: []byte(c.text), Payload: []byte(c.text)}}})
		s.Tree().Tick(time.Now())
		rows, changed := rowsOf(t, s, false)
		row := rows[1]
		if row[0] != c.cell || row[1] != c.cell {
			t.Errorf("%s: %q, want %q", c.name, row[:2], c.cell)
		}
		exactName := ""
		if c.cell != c.text {
			exactName = base64.StdEncoding.EncodeToString([]byte(c.text))
		}
		if row[7] != exactName || (changed == 2) != (exactName != "") || row[2] != base64.StdEncoding.EncodeToString([]byte(c.text)) {
			t.Errorf("%s: %d changed, the exact topic is %q, the payload %q", c.name, changed, row[7], row[2])
		}
		rows, changed = rowsOf(t, s, true)
		if got := rows[1]; got[0] != c.text || got[1] != c.text || changed != 0 {
			t.Errorf("%s, exact: %q", c.name, got)
		}
	}
}

func TestCSVOfTopicsThatAreNoText(t *testing.T) {
	s := model.NewStore(model.Options{})
	s.Apply(model.Batch{At: time.Now(), Messages: []model.Message{{Topic: []byte("a\xff")}, {Topic: []byte("a\ufffd")}}})
	s.Tree().Tick(time.Now())
	for _, exact := range []bool{false, true} {
		rows, _ := rowsOf(t, s, exact)
		names := map[string]bool{rows[1][7]: true, rows[2][7]: true}
		if !names[""] || !names[base64.StdEncoding.EncodeToString([]byte("a\xff"))] {
			t.Errorf("exact %v: %q", exact, rows)
		}
	}
}
