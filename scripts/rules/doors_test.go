package rules

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// doored is what the doors are asked about, looked up once.
var doored = sync.OnceValues(func() (*Loader, error) {
	return NewLoader(root, "ci", "./assets/...", "./broker/...", "./cmd/...", "./model/...", "./ui/...")
})

func loader(t *testing.T) *Loader {
	t.Helper()
	l, err := doored()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// written are the tables as ARCHITECTURE.md has them.
func written(t *testing.T) Tables {
	t.Helper()
	document, err := os.ReadFile(filepath.Join(root, "ARCHITECTURE.md"))
	if err != nil {
		t.Fatal(err)
	}
	tables := ReadTables(string(document))
	if len(tables.In) < 20 || len(tables.Out) < 5 {
		t.Fatalf("the tables of ARCHITECTURE.md are %v", tables)
	}
	return tables
}

// ofTests are packages that only tests use.
func ofTests(folder string) bool {
	return within(folder, "broker/brokertest") || within(folder, "broker/contract") || within(folder, "model/decode/internal/vectors") || within(folder, "model/codestest")
}

// TestAllComesThroughTheDoors: what ARCHITECTURE.md lists is what there is.
func TestAllComesThroughTheDoors(t *testing.T) {
	all, err := loader(t).Load()
	if err != nil {
		t.Fatal(err)
	}
	tables, seen := written(t), map[string]bool{}
	for _, p := range all {
		for _, f := range p.Files {
			seen[f.Path] = true
		}
		if !ofTests(p.Folder) {
			report(t, Doors(p, tables))
		}
	}
	report(t, Stale(all, tables))
	read(t, func(path string, content []byte) {
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || seen[path] || within(path, "scripts") {
			return
		}
		f, err := Parse(path, content)
		if err != nil {
			t.Error(err)
			return
		}
		if !ofTests(f.folder()) {
			report(t, Elsewhere(f, tables))
		}
	})
}

// TestDoorsFindWhatIsPlanted: each way past the doors is found, and the ways
// through them are not.
func TestDoorsFindWhatIsPlanted(t *testing.T) {
	tables := Tables{In: []string{"ui.door", "ui.room.door"}, Out: []string{"ui.fit", "model/printable.NewWriter", "model/printable.Line"}}
	for _, c := range planted {
		t.Run(c.name, func(t *testing.T) {
			p, err := loader(t).Check(c.folder, map[string][]byte{"planted.go": []byte("package p\n" + common + c.source)})
			if err != nil {
				t.Fatal(err)
			}
			var want []string
			if c.says != "" {
				want = []string{c.says}
			}
			sample{want: want}.check(t, Doors(p, tables))
		})
	}
}

// common is what all that is planted has before it.
const common = `
import (
	"bufio"; "fmt"; "io"; "log/slog"; "net"; "net/http"; "os"; "path/filepath"; "strings"
	"fyne.io/fyne/v2"; "fyne.io/fyne/v2/canvas"; "fyne.io/fyne/v2/dialog"; "fyne.io/fyne/v2/widget"
	"mangrove/model/printable"
)
var ( _ = bufio.NewWriter; _ = fmt.Sprint; _ io.Reader; _ slog.Level; _ net.Conn; _ http.Header; _ os.FileMode; _ = filepath.Join; _ = strings.Join; _ fyne.Size; _ canvas.Text; _ dialog.Dialog; _ widget.Label; _ = printable.Line )
type room struct{}
func fit(s string) string { return s }
func outside() string { return "" }
`

// planted are ways past the doors, with what is said of them, and ways through
// them, of which nothing is said.
var planted = []struct{ name, folder, source, says string }{
	{"a file", "ui", `func f() { os.ReadFile("x") }`, "ui.f uses os.ReadFile"},
	{"a file, opened", "model", `func f() { os.Open("x") }`, "model.f uses os.Open"},
	{"a folder and all below it", "cmd/mangrove", `func f() { filepath.WalkDir("x", nil) }`, "cmd/mangrove.f uses path/filepath.WalkDir"},
	{"a file, as a value", "ui", `var f = os.ReadFile`, "ui.f uses os.ReadFile"},
	{"a reader to its end", "broker", `func f(r io.Reader) { io.ReadAll(r) }`, "io.ReadAll"},
	{"a scanner", "ui", `func (r *room) f(x io.Reader) { bufio.NewScanner(x) }`, "ui.room.f uses bufio.NewScanner"},
	{"an answer", "broker", `func f(c *http.Client) { c.Get("x") }`, "net/http.Client.Get"},
	{"an answer's head", "broker", `func f(r *bufio.Reader) { http.ReadResponse(r, nil) }`, "net/http.ReadResponse"},
	{"a connection", "broker", `func f() { net.Dial("tcp", "x") }`, "net.Dial"},
	{"the environment", "cmd/mangrove", `func f() { os.Getenv("X") }`, "os.Getenv"},
	{"a preference", "ui", `func f(p fyne.Preferences) { p.StringList("x") }`, "Preferences.StringList"},
	{"through a door", "ui", `func door() { os.ReadFile("x") }`, ""},
	{"through a door that is a method", "ui", `func (room) door() { os.ReadFile("x") }`, ""},
	{"within limits", "ui", `func f(r io.Reader) { io.ReadFull(r, make([]byte, 3)) }`, ""},
	{"a label", "ui", `func f() { widget.NewLabel(outside()) }`, "widget.NewLabel is given"},
	{"a label's text", "ui", `func f(l *widget.Label) { l.SetText("so: " + outside()) }`, "Label.SetText"},
	{"a label within another", "ui", `func f(l struct{ *widget.Label }) { l.SetText(outside()) }`, "Label.SetText"},
	{"a field of the toolkit's", "ui", `func f(c *canvas.Text) { c.Text = outside() }`, "not made fit"},
	{"a title", "ui", `func f(w fyne.Window) { w.SetTitle(outside()) }`, "Window.SetTitle"},
	{"an entry of a menu", "ui", `func f(s string) { fyne.NewMenuItem(s, nil) }`, "NewMenuItem"},
	{"a dialog", "ui", `func f(w fyne.Window) { dialog.NewInformation(outside(), "x", w) }`, "NewInformation"},
	{"a variable that is fit and then not", "ui", `func f() { s := fit("x"); s = outside(); widget.NewLabel(s) }`, "widget.NewLabel"},
	{"a variable made of itself", "ui", `func f() { s := fit("x"); s += outside(); widget.NewLabel(s) }`, "widget.NewLabel"},
	{"several lines", "ui", `func f(all []string) { widget.NewLabel(strings.Join(all, "\n")) }`, "widget.NewLabel"},
	{"printed", "cmd/mangrove", `func f(w io.Writer) { fmt.Fprintf(w, "%s", outside()) }`, "fmt.Fprintf"},
	{"printed, an error", "cmd/mangrove", `func f(w io.Writer, err error) { fmt.Fprintln(w, err) }`, "fmt.Fprintln"},
	{"a log", "cmd/mangrove", `func f(w io.Writer) { slog.NewTextHandler(w, nil) }`, "NewTextHandler"},
	{"a constant", "ui", `func f() { const s = "x"; widget.NewLabel(s + "y") }`, ""},
	{"made fit", "ui", `func f() { widget.NewLabel("so: " + fit(outside())) }`, ""},
	{"a variable that is fit", "ui", `func f() { s := ""; if outside() == "" { s = fit(outside()) }; widget.NewLabel(s) }`, ""},
	{"a number printed", "cmd/mangrove", `func f(w io.Writer) { fmt.Fprintf(w, "%d", 3) }`, ""},
	{"printed fit", "cmd/mangrove", `func f(w io.Writer) { fmt.Fprintln(w, printable.Line(outside())) }`, ""},
	{"printed to what makes it fit", "cmd/mangrove", `func f(w io.Writer) { fmt.Fprintln(printable.NewWriter(w), outside()) }`, ""},
	{"a log that is fit", "cmd/mangrove", `func f(w io.Writer) { slog.NewTextHandler(printable.NewWriter(w), nil) }`, ""},
}

// TestDoorsElsewhere: in files that are not compiled here.
func TestDoorsElsewhere(t *testing.T) {
	const source = "package p\n\nimport files \"os\"\n\nfunc f() { files.ReadFile(\"x\") }\n"
	sample{want: []string{"ui/a_windows.go:5: ui.f uses os.ReadFile"}}.check(t, Elsewhere(parse(t, "ui/a_windows.go", source), Tables{}))
	sample{}.check(t, Elsewhere(parse(t, "ui/a_windows.go", source), Tables{In: []string{"ui.f"}}))
}

// TestTablesThatAreStale: what is listed is there.
func TestTablesThatAreStale(t *testing.T) {
	p, err := loader(t).Check("ui", map[string][]byte{"a.go": []byte("package p\n\nimport \"os\"\n\nfunc door() { os.ReadFile(\"x\") }\n\nfunc fit() {}\n")})
	if err != nil {
		t.Fatal(err)
	}
	tables := ReadTables("# Doors\n\n| door | functions |\n|---|---|\n| a | `ui.door`, `ui.gone` |\n| b | `ui.fit` |\n| c | by `ui.other` |\n" +
		"\n## What is shown\n\n| a | `ui.fit`, `ui.lost` |\n\n## Else\n\n| a | `ui.nothing` |\n")
	sample{want: []string{"ui.gone", "ui.fit is listed as a door", "ui.lost"}}.check(t, Stale([]Typed{p}, tables))
}
