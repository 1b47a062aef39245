package export

import (
	"encoding/base64"
	"encoding/csv"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"mangrove/model"
	"mangrove/model/printable"
)

// columns are those of the CSV. A column that is added goes to the end.
var columns = []string{"topic", "text", "payload", "qos", "retained", "count", "time", "topic_base64", "let_go"}

// CSV writes a heading and a row for every topic at and below a node. Where the
// latest value was too large for the memory, let_go is its size in bytes.
//
// Spreadsheets take a cell that begins like a formula for one, and what it does
// is the sender's choice. Unless they are to be exact, such cells begin with an
// apostrophe, and control characters are escapes; changed is how many cells that
// were. A payload is exact in the column payload, as base64, in any case, and so is
// a topic in topic_base64 when its own cell is not.
func CSV(w io.Writer, s *model.Store, top model.ID, exact bool) (changed int, err error) {
	out := csv.NewWriter(w)
	if err := out.Write(columns); err != nil {
		return 0, err
	}
	cell := func(text string) string {
		if exact {
			return text
		}
		harmless := HarmlessCell(text)
		if harmless != text {
			changed++
		}
		return harmless
	}
	for _, id := range s.Tree().SortedBelow(top) {
		t := topic(s, id)
		name, exactName, text, letGo := cell(t.Topic), "", "", ""
		if t.LetGo > 0 {
			letGo = strconv.Itoa(t.LetGo)
		}
		if name != t.Topic || !utf8.ValidString(t.Topic) {
			exactName = base64.StdEncoding.EncodeToString([]byte(t.Topic))
		}
		if t.Text != nil {
			text = cell(*t.Text)
		}
		if err := out.Write([]string{
			name, text, base64.StdEncoding.EncodeToString(t.Payload), strconv.Itoa(int(t.QoS)),
			strconv.FormatBool(t.Retained), strconv.FormatUint(t.Count, 10), t.Time.Format(time.RFC3339Nano), exactName, letGo,
		}); err != nil {
			return changed, err
		}
	}
	out.Flush()
	return changed, out.Error()
}

// formula is where a spreadsheet may see one: at the beginning of a cell, or of
// what it takes for a cell when it separates them at something else than commas
// or reads quotes in its own way. Blanks may be before it, and the signs may be the
// wide ones of East Asia.
var formula = regexp.MustCompile(`(^|[;\t\r\n])([ \f"]*[=+\-@＝＋－＠])`)

// plainNumber is what only looks like a formula.
var plainNumber = regexp.MustCompile(`^ *[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)? *$`)

// HarmlessCell makes a text safe to be opened with a spreadsheet: no formula, and nothing
// that a terminal obeys.
func HarmlessCell(text string) string {
	if plainNumber.MatchString(text) {
		return text
	}
	if strings.HasPrefix(text, "\t") || strings.HasPrefix(text, "\r") || strings.HasPrefix(text, "\n") {
		text = "'" + text
	}
	return printable.Text(formula.ReplaceAllString(text, "$1'$2"))
}
