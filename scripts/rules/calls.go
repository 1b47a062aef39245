package rules

import (
	"go/ast"
	"path"
	"slices"
	"strconv"
	"strings"
)

// postingFile is the one file that hands work to the window's goroutine.
const postingFile = "ui/loop/loop.go"

// copyingFile is the one file that gives the clipboard something: there it is
// bounded.
const copyingFile = "ui/widgets/clipboard.go"

// windowFiles know the window itself: the shell, and the desk that others ask.
var windowFiles = []string{"ui/window.go", "ui/desk/desk.go"}

// Calls finds what is used where it must not be: fyne.Do outside ui/loop/loop.go, the
// window outside the shell and the desk, the clipboard filled outside of
// ui/widgets/clipboard.go, and time.Sleep in tests.
func Calls(f File) []Finding {
	var found []Finding
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		use, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		switch {
		case f.Path != postingFile && (f.refers(use, toolkit, "Do") || f.refers(use, toolkit, "DoAndWait")):
			found = append(found, f.finding(use.Pos(), "fyne.%s belongs in %s only", use.Sel.Name, postingFile))
		case f.refers(use, toolkit, "Window") && !f.mayKnowWindow():
			found = append(found, f.finding(use.Pos(), "fyne.Window is for %s only; ask the desk", strings.Join(windowFiles, " and ")))
		case f.Path != copyingFile && !f.isTest() && use.Sel.Name == "SetContent" && ofClipboard(use.X):
			found = append(found, f.finding(use.Pos(), "the clipboard is filled in %s only, which bounds it", copyingFile))
		case f.isTest() && f.refers(use, "time", "Sleep"):
			found = append(found, f.finding(use.Pos(), "no time.Sleep in tests: wait on a channel or poll with a deadline"))
		}
		return true
	})
	return found
}

// mayKnowWindow tells whether a file may work with the window itself.
func (f File) mayKnowWindow() bool {
	return f.isTest() || !within(f.Path, "ui") || slices.Contains(windowFiles, f.Path)
}

// ofClipboard tells whether an expression is a field or a method's result that
// is called Clipboard.
func ofClipboard(x ast.Expr) bool {
	if call, ok := x.(*ast.CallExpr); ok {
		x = call.Fun
	}
	s, ok := x.(*ast.SelectorExpr)
	return ok && s.Sel.Name == "Clipboard"
}

// refers tells whether use is the named thing of the package at importPath,
// whatever name the file gives that package.
func (f File) refers(use *ast.SelectorExpr, importPath, name string) bool {
	x, ok := use.X.(*ast.Ident)
	return ok && use.Sel.Name == name && x.Name == f.localName(importPath)
}

// localName is what a file calls a package it imports, "" when it does not.
func (f File) localName(importPath string) string {
	for _, spec := range f.syntax.Imports {
		if p, err := strconv.Unquote(spec.Path.Value); err != nil || p != importPath {
			continue
		}
		switch {
		case spec.Name != nil:
			return spec.Name.Name
		case importPath == toolkit:
			return "fyne" // its last element is a version
		}
		return path.Base(importPath)
	}
	return ""
}
