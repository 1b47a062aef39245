package rules

import (
	"go/ast"
	"go/types"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// readers are the ways in which something comes in from outside, as
// package.Function or package.Type.Method; a name that ends with a * is the
// beginning of several.
var readers = []string{
	"os.ReadFile", "os.Open", "os.OpenFile", "os.OpenInRoot", "os.ReadDir", "os.DirFS", "os.File.ReadDir", "os.File.Readdir*", "path/filepath.Walk*", "os.Root.Open", "os.Root.OpenFile", "os.Root.ReadFile", "os.Root.FS", "os.Stdin", "os.Getenv", "os.LookupEnv", "os.Environ", "os.ExpandEnv",
	"os/exec.Command*", "io.ReadAll", "io.Copy", "io.CopyBuffer", "io/ioutil.*", "io/fs.ReadFile", "bytes.Buffer.ReadFrom",
	"bufio.NewScanner", "bufio.NewReader*", "bufio.NewReadWriter",
	"archive/zip.OpenReader", "archive/zip.NewReader", "archive/zip.File.Open*", "archive/tar.*Reader*", "compress/*NewReader*", "github.com/klauspost/compress/*NewReader*", "encoding/json.NewDecoder", "encoding/xml.NewDecoder", "encoding/csv.NewReader", "encoding/gob.NewDecoder",
	"image.Decode*", "image/png.Decode*", "image/gif.Decode*", "image/jpeg.Decode*", "golang.org/x/image/*Decode",
	"net.Lookup*", "net.Resolver.Lookup*", "net.Dial*", "net.Dialer.Dial*", "net.Listen", "net.ListenTCP", "net.ListenUnix", "net.ListenUDP", "net.ListenPacket", "net.ListenMulticastUDP", "net.ListenConfig.Listen*", "net.Listener.Accept", "net.Interface*",
	"net/http.ReadResponse", "net/http.ReadRequest", "net/http.Get", "net/http.Head", "net/http.Post*", "net/http.Client.*", "net/http.Serve*", "net/http.ListenAndServe*",
	"crypto/tls.Dial*", "crypto/tls.Dialer.*", "crypto/tls.Client", "github.com/gorilla/websocket.Dialer.*", "golang.org/x/net/proxy.*Dial*", "golang.org/x/net/proxy.SOCKS5",
	"golang.org/x/term.NewTerminal", "golang.org/x/term.ReadPassword", "github.com/spf13/cobra.Command.InOrStdin",
	"github.com/zalando/go-keyring.Get*", "github.com/hashicorp/mdns.Query*", "github.com/hashicorp/mdns.Lookup",
	"fyne.io/fyne/v2.Preferences.Bool*", "fyne.io/fyne/v2.Preferences.Float*", "fyne.io/fyne/v2.Preferences.Int*", "fyne.io/fyne/v2.Preferences.String*",
	"fyne.io/fyne/v2.Clipboard.Content", "fyne.io/fyne/v2/storage.Reader", "fyne.io/fyne/v2/storage.OpenFileFromURI", "fyne.io/fyne/v2/storage.LoadResourceFromURI",
	"fyne.io/fyne/v2/dialog.*FileOpen*", "fyne.io/fyne/v2/dialog.*FolderOpen*", "fyne.io/fyne/v2.LoadResourceFrom*",
}

// showers are the ways in which a text comes to be seen or printed, with the
// place of its first text among the parameters.
var showers = map[string]int{
	"fyne.io/fyne/v2/widget.NewLabel": 0, "fyne.io/fyne/v2/widget.NewLabelWithStyle": 0, "fyne.io/fyne/v2/widget.Label.SetText": 0,
	"fyne.io/fyne/v2/widget.NewButton": 0, "fyne.io/fyne/v2/widget.NewButtonWithIcon": 0, "fyne.io/fyne/v2/widget.Button.SetText": 0,
	"fyne.io/fyne/v2/widget.NewCheck": 0, "fyne.io/fyne/v2/widget.Check.SetText": 0, "fyne.io/fyne/v2/widget.NewHyperlink": 0,
	"fyne.io/fyne/v2/widget.NewRichTextWithText": 0, "fyne.io/fyne/v2/widget.NewRichTextFromMarkdown": 0, "fyne.io/fyne/v2/widget.NewCard": 0,
	"fyne.io/fyne/v2/canvas.NewText": 0, "fyne.io/fyne/v2.NewMenuItem": 0, "fyne.io/fyne/v2.NewMenuItemWithIcon": 0, "fyne.io/fyne/v2.NewMenu": 0,
	"fyne.io/fyne/v2.Window.SetTitle": 0, "fyne.io/fyne/v2.App.NewWindow": 0, "fyne.io/fyne/v2.NewNotification": 0,
	"fyne.io/fyne/v2/dialog.NewCustom": 0, "fyne.io/fyne/v2/dialog.NewCustomWithoutButtons": 0, "fyne.io/fyne/v2/dialog.NewCustomConfirm": 0,
	"fyne.io/fyne/v2/dialog.NewInformation": 0, "fyne.io/fyne/v2/dialog.NewConfirm": 0, "fyne.io/fyne/v2/dialog.NewError": 0,
	module + "/cmd/mangrove.put": 1,
	"fmt.Print":                  0, "fmt.Printf": 0, "fmt.Println": 0, "fmt.Fprint": 1, "fmt.Fprintf": 1, "fmt.Fprintln": 1, "io.WriteString": 1,
	"log/slog.NewTextHandler": 0, "log/slog.NewJSONHandler": 0,
}

// Tables are what ARCHITECTURE.md says of the doors: the functions that may let
// something in, and those that make a text fit to be shown or may show one as it
// is.
type Tables struct {
	In, Out []string
}

var inCode = regexp.MustCompile("`([^`]+)`")

// ReadTables finds the tables below the headings "Doors" and "What is shown"; the
// functions stand in the second column.
func ReadTables(document string) (t Tables) {
	var into *[]string
	for line := range strings.Lines(document) {
		switch {
		case strings.HasPrefix(line, "#"):
			into = map[string]*[]string{"Doors": &t.In, "What is shown": &t.Out}[strings.TrimSpace(strings.TrimLeft(line, "#"))]
		case into != nil && strings.HasPrefix(line, "|"):
			if cells := strings.Split(line, "|"); len(cells) > 2 && !strings.HasPrefix(strings.TrimSpace(cells[2]), "by ") { // what comes in by another door is one of its kinds
				for _, name := range inCode.FindAllStringSubmatch(cells[2], -1) {
					*into = append(*into, name[1])
				}
			}
		}
	}
	return t
}

// Doors finds what comes in outside of the doors, and what is shown past them.
func Doors(t Typed, tables Tables) (found []Finding) {
	t.functions(func(f File, name string, declared ast.Node) {
		if !slices.Contains(tables.In, name) {
			found = append(found, t.letIn(f, name, declared)...)
		}
		if (within(t.Folder, "ui") || within(t.Folder, "cmd")) && !slices.Contains(tables.Out, name) {
			found = append(found, t.shown(f, declared, tables)...)
		}
	})
	return found
}

// Elsewhere finds what comes in outside of the doors in a file that is compiled for
// other systems only, so that no types are known: functions of packages, no
// methods.
func Elsewhere(f File, tables Tables) (found []Finding) {
	t := Typed{Folder: f.folder(), Files: []File{f}}
	t.functions(func(f File, name string, declared ast.Node) {
		ast.Inspect(declared, func(n ast.Node) bool {
			use, ok := n.(*ast.SelectorExpr)
			if !ok || slices.Contains(tables.In, name) {
				return true
			}
			for _, spec := range f.syntax.Imports {
				path, err := strconv.Unquote(spec.Path.Value)
				if used := path + "." + use.Sel.Name; err == nil && f.refers(use, path, use.Sel.Name) && oneOf(readers, used) {
					found = append(found, f.finding(use.Pos(), pastTheDoors, name, used))
				}
			}
			return true
		})
	})
	return found
}

const pastTheDoors = "%s uses %s: what comes from outside comes through a door, with limits; see Doors in ARCHITECTURE.md"

// Stale finds functions of the tables that there are not any more, or that let
// nothing in.
func Stale(all []Typed, tables Tables) (found []Finding) {
	there, reads := map[string]bool{}, map[string]bool{}
	for _, t := range all {
		t.functions(func(f File, name string, declared ast.Node) {
			there[name] = true
			reads[name] = reads[name] || len(t.letIn(f, name, declared)) > 0
		})
	}
	for _, name := range tables.In {
		if !reads[name] && strings.ContainsAny(name, "/.") {
			found = append(found, Finding{"ARCHITECTURE.md", name + " is listed as a door, and lets nothing in; take it out of the table, or put it behind the word by"})
		}
	}
	for _, name := range tables.Out {
		if !there[name] {
			found = append(found, Finding{"ARCHITECTURE.md", name + " is listed under What is shown, and there is no such function"})
		}
	}
	return found
}

// letIn finds uses of readers.
func (t *Typed) letIn(f File, name string, declared ast.Node) (found []Finding) {
	ast.Inspect(declared, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if used := nameOf(t.info.Uses[id]); oneOf(readers, used) {
				found = append(found, f.finding(id.Pos(), pastTheDoors, name, used))
			}
		}
		return true
	})
	return found
}

func oneOf(patterns []string, name string) bool {
	return name != "" && slices.ContainsFunc(patterns, func(p string) bool {
		before, after, open := strings.Cut(p, "*")
		if !open {
			return p == name
		}
		return strings.HasPrefix(name, before) && strings.Contains(name[len(before):], strings.TrimSuffix(after, "*"))
	})
}

// shown finds texts that are shown without having been made fit for it.
func (t *Typed) shown(f File, declared ast.Node, tables Tables) (found []Finding) {
	ast.Inspect(declared, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			for _, arg := range t.texts(n, tables) {
				if !t.fit(arg, declared, tables) {
					found = append(found, f.finding(arg.Pos(), "%s is given a text that is not made fit to be shown: use one of the functions under What is shown in ARCHITECTURE.md", nameOf(t.callee(n))))
				}
			}
		case *ast.AssignStmt:
			for i, to := range n.Lhs {
				if s, ok := to.(*ast.SelectorExpr); ok && s.Sel.Name == "Text" && i < len(n.Rhs) && t.ofToolkit(s.X) && !t.fit(n.Rhs[i], declared, tables) {
					found = append(found, f.finding(to.Pos(), "a text that is not made fit to be shown"))
				}
			}
		}
		return true
	})
	return found
}

// texts are the arguments of a call that comes to be seen.
func (t *Typed) texts(call *ast.CallExpr, tables Tables) (all []ast.Expr) {
	used := nameOf(t.callee(call))
	first, ok := showers[used]
	switch builds := strings.HasPrefix(used, "fmt.F") || used == "io.WriteString"; {
	case !ok, builds && within(t.Folder, "ui"): // nothing is printed in the window: there those build texts
		return nil
	case first == 1 && t.madeFit(ast.Unparen(call.Args[0]), tables): // a writer that makes all fit
		return nil
	}
	for _, arg := range call.Args[min(first, len(call.Args)):] {
		if t.isText(arg, used) {
			all = append(all, arg)
		}
	}
	return all
}

// callee is the function that is called.
func (t *Typed) callee(call *ast.CallExpr) types.Object {
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		return t.info.Uses[fun]
	case *ast.SelectorExpr:
		return t.info.Uses[fun.Sel]
	}
	return nil
}

// isText reports whether an argument may bring a text along. A handler of logs is
// given a writer.
func (t *Typed) isText(arg ast.Expr, used string) bool {
	if strings.HasPrefix(used, "log/slog.") {
		_, isNil := t.info.Types[arg].Type.(*types.Basic)
		at := types.TypeString(t.info.Types[arg].Type, nil)
		return !isNil && at == "io.Writer"
	}
	at := t.info.Types[arg].Type
	switch under := at.Underlying().(type) {
	case *types.Basic:
		return under.Info()&types.IsString != 0
	case *types.Slice:
		element, ok := under.Elem().Underlying().(*types.Basic)
		return ok && element.Info()&types.IsString != 0
	case *types.Interface:
		return types.TypeString(at, nil) != "fyne.io/fyne/v2.CanvasObject" && types.TypeString(at, nil) != "fyne.io/fyne/v2.Resource" && types.TypeString(at, nil) != "fyne.io/fyne/v2.Window"
	}
	return false
}

// fit reports whether a text is the program's own, or comes out of a function
// that makes it fit.
func (t *Typed) fit(arg ast.Expr, declared ast.Node, tables Tables) bool {
	if t.info.Types[arg].Value != nil {
		return true
	}
	switch arg := ast.Unparen(arg).(type) {
	case *ast.CallExpr:
		name := strings.TrimPrefix(nameOf(t.callee(arg)), module+"/")
		if strings.HasPrefix(name, "strings.") { // which give what they are given
			return !slices.ContainsFunc(arg.Args, func(a ast.Expr) bool { return t.isText(a, name) && !t.fit(a, declared, tables) })
		}
		return name != "" && slices.Contains(tables.Out, name)
	case *ast.BinaryExpr:
		return t.fit(arg.X, declared, tables) && t.fit(arg.Y, declared, tables)
	case *ast.Ident:
		return t.filledFit(t.info.Uses[arg], declared, tables)
	}
	return false
}

// filledFit reports whether a variable of a function is filled there, and with
// nothing but texts that are fit.
func (t *Typed) filledFit(variable types.Object, declared ast.Node, tables Tables) bool {
	filled, fit := false, true
	ast.Inspect(declared, func(n ast.Node) bool {
		a, ok := n.(*ast.AssignStmt)
		if !ok {
			return true
		}
		for i, to := range a.Lhs {
			id, ok := to.(*ast.Ident)
			if !ok || variable == nil || t.info.Defs[id] != variable && t.info.Uses[id] != variable {
				continue
			}
			filled = true
			fit = fit && len(a.Rhs) == len(a.Lhs) && t.filledWith(a.Rhs[i], variable, declared, tables)
		}
		return true
	})
	return filled && fit
}

// filledWith reports whether what a variable is filled with is fit. What is made
// of the variable itself is so only when a function makes it.
func (t *Typed) filledWith(x ast.Expr, variable types.Object, declared ast.Node, tables Tables) bool {
	if t.mentions(x, variable) {
		return t.madeFit(x, tables)
	}
	return t.fit(x, declared, tables)
}

// madeFit reports whether an expression is a call that makes a text fit.
func (t *Typed) madeFit(x ast.Expr, tables Tables) bool {
	call, ok := x.(*ast.CallExpr)
	return ok && slices.Contains(tables.Out, strings.TrimPrefix(nameOf(t.callee(call)), module+"/"))
}

// mentions keeps a variable that is filled out of itself from being asked about
// without end.
func (t *Typed) mentions(x ast.Expr, variable types.Object) (found bool) {
	ast.Inspect(x, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		found = found || ok && t.info.Uses[id] == variable
		return !found
	})
	return found
}

// ofToolkit reports whether an expression is a thing of the toolkit's that shows
// its field Text.
func (t *Typed) ofToolkit(x ast.Expr) bool {
	at := t.info.Types[x].Type
	if p, ok := at.(*types.Pointer); ok {
		at = p.Elem()
	}
	switch types.TypeString(at, nil) {
	case toolkit + "/widget.Label", toolkit + "/widget.Button", toolkit + "/canvas.Text", toolkit + "/widget.Check":
		return true
	}
	return false
}
