package format

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"
	"time"

	"mangrove/model/decode/sparkplug"
)

// sparkplugNames are the values of the constants of a type of package sparkplug.
func sparkplugNames(t *testing.T, file, typ string) (list []string) {
	t.Helper()
	syntax, err := parser.ParseFile(token.NewFileSet(), "../../model/decode/sparkplug/"+file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(syntax, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if name, ok := spec.Type.(*ast.Ident); ok && name.Name == typ {
			lit, ok := spec.Values[0].(*ast.BasicLit)
			if !ok {
				t.Fatalf("%s has no text", spec.Names[0])
			}
			text, err := strconv.Unquote(lit.Value)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, text)
		}
		return true
	})
	return list
}

// TestSparkplugSentences: everything that can be found is said in a sentence, and
// everything that names can be taken from.
func TestSparkplugSentences(t *testing.T) {
	codes := sparkplugNames(t, "finding.go", "Code")
	if len(codes) < 20 {
		t.Errorf("only %d codes", len(codes))
	}
	said := map[string]string{}
	for _, code := range codes {
		words := SparkplugFinding(&sparkplug.Finding{Code: sparkplug.Code(code), Cases: []sparkplug.Case{{Want: 3, Got: 5, Count: 2, Name: "NDATA"}}})
		if words == code || !strings.HasSuffix(words, ".") || said[words] != "" {
			t.Errorf("%q is %q, as is %q", code, words, said[words])
		}
		said[words] = code
	}
	for _, basis := range sparkplugNames(t, "ask.go", "Basis") {
		if words := SparkplugBasis(sparkplug.Basis(basis)); words == basis || !strings.Contains(words, "name") {
			t.Errorf("%q is %q", basis, words)
		}
	}
	gap := sparkplug.Finding{Code: sparkplug.SeqGap, Cases: []sparkplug.Case{{Want: 254, Got: 1, Count: 3}}}
	if got := SparkplugFinding(&gap); got != "3 messages are missing: number 254 was due, and 1 came." {
		t.Error(got)
	}
	death := sparkplug.Finding{Code: sparkplug.DeathNotObeyed, Cases: []sparkplug.Case{{Want: 4, Got: 3, Joined: true}}}
	if got := SparkplugFinding(&death); got != "An NDEATH with bdSeq 3 was ignored: it is of another connection, the node was born with bdSeq 4. It may be harmless: earlier messages may not have been seen here." {
		t.Error(got)
	}
}

func TestSparkplugStatus(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.Local)
	for want, u := range map[string]sparkplug.Unit{
		"awaiting birth":                                                       {},
		"offline, since 03:04:05":                                              {Status: sparkplug.Offline, Since: now, Metrics: 3},
		"online, 1 metric, since 03:04:05":                                     {Status: sparkplug.Online, Since: now, Metrics: 1},
		"online, 3 metrics, 6 births in the last minute":                       {Status: sparkplug.Online, Metrics: 3, BirthsPerMinute: 6},
		"online, 0 metrics, not certain: messages were missed since its birth": {Status: sparkplug.Online, Doubted: true},
	} {
		if got := SparkplugStatus(&u); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestSparkplugNode(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.Local)
	units := []sparkplug.Unit{{Node: "Edge1", Status: sparkplug.Online, Since: now, Metrics: 4}, {Node: "Edge1", Device: "Press1"}}
	found := []sparkplug.Finding{{Code: sparkplug.DataBeforeBirth, Device: "Press1", Times: 2, First: now.Add(-time.Minute), Cases: []sparkplug.Case{{At: now, Name: "DDATA"}}}}
	head := "Edge node Edge1: online, 4 metrics, since 03:04:05\nDevice Press1: awaiting birth\n\n"
	for want, list := range map[string][]sparkplug.Finding{
		head + "No problems found so far.\n": nil,
		head + "What was found:\n03:04:05  Press1: The DDATA came before any birth, so names and types are not known. Ask for a rebirth. This is the latest of 2 times, the first was at 03:03:05.\n": found,
	} {
		if got := SparkplugNode(units, list); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	}
}

func TestSparkplugHosts(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.Local)
	hosts := []sparkplug.Host{{Name: "old", Since: now}, {Name: "scada", Online: true, Since: now, Timestamp: now.Add(-24 * time.Hour)}}
	found := []sparkplug.Finding{
		{Code: sparkplug.BadState, Node: "scada", Times: 1, First: now, Cases: []sparkplug.Case{{At: now}}},
		{Code: sparkplug.BadTopic, Times: 1, First: now, Cases: []sparkplug.Case{{At: now, Name: "spBv1.0/x"}}},
	}
	const want = "\nHost application old: offline, since 03:04:05\nHost application scada: online, since 2026-01-01 03:04:05 by its own clock\n" +
		"Findings about hosts, and about topics outside any node:\n03:04:05  scada: The state of the host cannot be read.\n03:04:05  spBv1.0/x is not a Sparkplug B topic.\n"
	if got := SparkplugHosts(hosts, found); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := SparkplugHosts(nil, nil); got != "" {
		t.Errorf("of nothing %q", got)
	}
}

func TestBreakLines(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"one two three\n\nfour", "one two\n  three\n\nfour"},
		{"averylongword of it", "averylongword\n  of it"},
		{"äö üß äö", "äö üß äö"},
		{"", ""},
	} {
		if got := BreakLines(c.text, 8); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
