package rules

import (
	"go/ast"
	"go/token"
	"slices"
)

// FilledTables finds what [Filled] finds of sentences that stand in a table of their package, or in a
// variable of the function that fills them: each of them has its values. What is more than
// one step away is not looked at.
func FilledTables(files []File) (found []Finding) {
	tables := make(map[string]map[string]ast.Expr) // of a folder, by their names
	for _, f := range files {
		if f.isTest() {
			continue
		}
		if tables[f.folder()] == nil {
			tables[f.folder()] = make(map[string]ast.Expr)
		}
		for _, d := range f.syntax.Decls {
			if d, ok := d.(*ast.GenDecl); ok && d.Tok != token.IMPORT {
				addTables(d, tables[f.folder()])
			}
		}
	}
	for _, f := range files {
		if f.isTest() {
			continue
		}
		for _, d := range f.syntax.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
				found = append(found, f.fillsTables(fn, tables[f.folder()])...)
			}
		}
	}
	return found
}

func addTables(d *ast.GenDecl, to map[string]ast.Expr) {
	for _, s := range d.Specs {
		if v, ok := s.(*ast.ValueSpec); ok && len(v.Names) == len(v.Values) {
			for i, name := range v.Names {
				to[name.Name] = v.Values[i]
			}
		}
	}
}

// fillsTables looks at what a function fills.
func (f File) fillsTables(fn *ast.FuncDecl, tables map[string]ast.Expr) (found []Finding) {
	local := assigned(fn)
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		filler := slices.IndexFunc(fillers, func(by filler) bool { return !by.pair && f.calls(call, by.path, by.name) })
		if filler < 0 || len(call.Args) == 0 || call.Ellipsis.IsValid() {
			return true
		}
		if _, here := constantText(call.Args[0]); here {
			return true // [Filled] has looked at it
		}
		values, named := namesOf(call.Args[1:])
		texts, known := textsOf(call.Args[0], local, tables)
		if !named || !known {
			return true
		}
		for _, wrong := range misfitsOfSome(texts, values) {
			found = append(found, f.finding(call.Pos(), "%s", wrong))
		}
		return true
	})
	return found
}

// namesOf are the names of values that come in turns with them.
func namesOf(args []ast.Expr) (names []string, ok bool) {
	for i := 0; i < len(args); i += 2 {
		name, is := constantText(args[i])
		if !is {
			return nil, false
		}
		names = append(names, name)
	}
	return names, true
}

// assigned is all that the variables of a function get, by their names.
func assigned(fn *ast.FuncDecl) map[string][]ast.Expr {
	local := make(map[string][]ast.Expr)
	for _, p := range fn.Type.Params.List {
		for _, name := range p.Names {
			local[name.Name] = []ast.Expr{nil} // anything
		}
	}
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, to := range n.Lhs {
				name, ok := to.(*ast.Ident)
				switch {
				case !ok:
				case len(n.Lhs) != len(n.Rhs):
					local[name.Name] = append(local[name.Name], nil)
				default:
					local[name.Name] = append(local[name.Name], n.Rhs[i])
				}
			}
		case *ast.ValueSpec:
			for i, name := range n.Names {
				if i < len(n.Values) {
					local[name.Name] = append(local[name.Name], n.Values[i])
				}
			}
		case *ast.RangeStmt:
			for _, x := range []ast.Expr{n.Key, n.Value} {
				if name, ok := x.(*ast.Ident); ok {
					local[name.Name] = append(local[name.Name], nil)
				}
			}
		}
		return true
	})
	return local
}

// textsOf are the sentences that an expression can be. It is not ok when it can be others.
func textsOf(x ast.Expr, local map[string][]ast.Expr, tables map[string]ast.Expr) (texts []string, ok bool) {
	if text, is := constantText(x); is {
		return []string{text}, true
	}
	switch x := x.(type) {
	case *ast.Ident:
		given, isLocal := local[x.Name]
		if !isLocal {
			return tabulated(tables[x.Name])
		}
		for _, one := range given {
			if one == nil {
				return nil, false
			}
			more, ok := textsOf(one, nil, tables)
			if !ok {
				return nil, false
			}
			texts = append(texts, more...)
		}
		return texts, len(texts) > 0
	case *ast.IndexExpr:
		if name, is := x.X.(*ast.Ident); is && local[name.Name] == nil {
			return tabulated(tables[name.Name])
		}
		return tabulated(x.X)
	}
	return nil, false
}

// tabulated are the sentences of a table that has nothing else.
func tabulated(table ast.Expr) (texts []string, ok bool) {
	if text, is := constantText(table); is {
		return []string{text}, true
	}
	of, ok := table.(*ast.CompositeLit)
	if !ok {
		return nil, false
	}
	for _, element := range of.Elts {
		if pair, is := element.(*ast.KeyValueExpr); is {
			element = pair.Value
		}
		text, is := constantText(element)
		if !is {
			return nil, false
		}
		texts = append(texts, text)
	}
	return texts, len(texts) > 0
}

// misfitsOfSome says what is wrong with sentences of which one is filled: each has its values, but
// not every value is in each.
func misfitsOfSome(texts, values []string) (wrong []string) {
	var used []string
	for _, text := range texts {
		all := places.FindAllString(text, -1)
		used = append(used, all...)
		var needed []string
		for _, value := range values {
			if slices.Contains(all, "{"+value+"}") {
				needed = append(needed, value)
			}
		}
		wrong = append(wrong, misfits([]string{text}, needed)...)
	}
	for _, value := range values {
		if !slices.Contains(used, "{"+value+"}") {
			wrong = append(wrong, "the value "+value+" has no place in any of the sentences")
		}
	}
	return wrong
}
