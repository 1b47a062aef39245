package rules

import (
	"fmt"
	"go/ast"
	"path"
)

// The limits. A comment counts as a line: a function that needs a page of
// explanation is too long as well.
const (
	MaxFileLines     = 400
	MaxFunctionLines = 60
	MaxParameters    = 4 // more become an options struct
	MaxMethods       = 5 // of an interface
	MaxMainLines     = 80
)

// Sizes finds files, functions, parameter lists and interfaces above the limits.
func Sizes(f File) []Finding {
	if f.Generated {
		return nil
	}
	var found []Finding
	if f.Lines > MaxFileLines {
		found = append(found, Finding{f.Path, fmt.Sprintf("%d lines, the limit is %d: divide it by idea", f.Lines, MaxFileLines)})
	}
	if path.Base(f.Path) == "main.go" && f.Lines > MaxMainLines {
		found = append(found, Finding{f.Path, fmt.Sprintf("%d lines, the limit for main.go is %d: it only wires", f.Lines, MaxMainLines)})
	}
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			found = append(found, functionSize(f, n)...)
		case *ast.FuncType:
			if count := n.Params.NumFields(); count > MaxParameters {
				found = append(found, f.finding(n.Pos(), "%d parameters, the limit is %d: make an options struct", count, MaxParameters))
			}
		case *ast.InterfaceType:
			if count := methods(n); count > MaxMethods {
				found = append(found, f.finding(n.Pos(), "an interface of %d methods, the limit is %d", count, MaxMethods))
			}
		}
		return true
	})
	return found
}

func functionSize(f File, n *ast.FuncDecl) []Finding {
	length := f.line(n.End()) - f.line(n.Pos()) + 1
	if length <= MaxFunctionLines {
		return nil
	}
	return []Finding{f.finding(n.Pos(), "%s has %d lines, the limit is %d", n.Name.Name, length, MaxFunctionLines)}
}

// methods counts what an interface lists itself, not what it embeds.
func methods(n *ast.InterfaceType) int {
	count := 0
	for _, field := range n.Methods.List {
		if _, ok := field.Type.(*ast.FuncType); ok {
			count += len(field.Names)
		}
	}
	return count
}
