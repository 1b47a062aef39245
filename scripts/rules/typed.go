package rules

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Typed is a package with what the type checker knows of it. Its tests are no
// part of it.
type Typed struct {
	Folder string // from the repository's root
	Files  []File
	info   *types.Info
}

// listed is what go list says of a package.
type listed struct {
	ImportPath, Dir, Export string
	DepOnly                 bool
	GoFiles                 []string
}

// Loader checks types of packages. What they import is taken from what the
// compiler has made of it.
type Loader struct {
	root      string
	own       []listed
	positions *token.FileSet
	from      types.Importer
}

// NewLoader looks up the packages of the repository at root that match the
// patterns, as they are compiled here with the tags.
func NewLoader(root, tags string, patterns ...string) (*Loader, error) {
	args := append([]string{"list", "-tags", tags, "-export", "-deps", "-json=ImportPath,Dir,Export,DepOnly,GoFiles"}, patterns...)
	list := exec.Command("go", args...)
	list.Dir = root
	list.Env = append(os.Environ(), "CGO_ENABLED=0")
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	exports := make(map[string]string)
	l := &Loader{root: root, positions: token.NewFileSet()}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		exports[p.ImportPath] = p.Export
		if !p.DepOnly {
			l.own = append(l.own, p)
		}
	}
	l.from = importer.ForCompiler(l.positions, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
	return l, nil
}

// Load checks the packages.
func (l *Loader) Load() ([]Typed, error) {
	all := make([]Typed, 0, len(l.own))
	for _, p := range l.own {
		folder, err := l.folder(p)
		if err != nil {
			return nil, err
		}
		sources := make(map[string][]byte)
		for _, name := range p.GoFiles {
			if sources[name], err = os.ReadFile(filepath.Join(p.Dir, name)); err != nil {
				return nil, err
			}
		}
		t, err := l.Check(folder, sources)
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return all, nil
}

func (l *Loader) folder(p listed) (string, error) {
	here, err := filepath.Abs(l.root)
	if err != nil {
		return "", err
	}
	folder, err := filepath.Rel(here, p.Dir)
	return filepath.ToSlash(folder), err
}

// Check checks the files of one package, by their names.
func (l *Loader) Check(folder string, sources map[string][]byte) (Typed, error) {
	t := Typed{Folder: folder, info: &types.Info{
		Uses: make(map[*ast.Ident]types.Object), Defs: make(map[*ast.Ident]types.Object), Types: make(map[ast.Expr]types.TypeAndValue),
	}}
	var files []*ast.File
	for _, name := range slices.Sorted(maps.Keys(sources)) {
		path := folder + "/" + name
		syntax, err := parser.ParseFile(l.positions, path, sources[name], parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return t, err
		}
		files = append(files, syntax)
		t.Files = append(t.Files, File{Path: path, syntax: syntax, positions: l.positions})
	}
	if _, err := (&types.Config{Importer: l.from}).Check(module+"/"+folder, l.positions, files, t.info); err != nil {
		return t, fmt.Errorf("check %s: %w", folder, err)
	}
	return t, nil
}

// functions visits what is declared at the top of a package's files with its
// name: folder.Function, folder.Type.Method or folder.variable.
func (t *Typed) functions(visit func(f File, name string, declared ast.Node)) {
	for _, f := range t.Files {
		for _, d := range f.syntax.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				visit(f, t.Folder+"."+receiver(d)+d.Name.Name, d)
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					if v, ok := spec.(*ast.ValueSpec); ok {
						visit(f, t.Folder+"."+v.Names[0].Name, v)
					}
				}
			}
		}
	}
}

// receiver is the type of a method with its dot, empty for a function.
func receiver(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return ""
	}
	name := types.ExprString(d.Recv.List[0].Type)
	name, _, _ = strings.Cut(strings.TrimPrefix(name, "*"), "[")
	return name + "."
}

// nameOf is a function or a variable as [Doors] lists it: package.Function or
// package.Type.Method.
func nameOf(o types.Object) string {
	if _, isType := o.(*types.TypeName); o == nil || o.Pkg() == nil || isType {
		return ""
	}
	if f, ok := o.(*types.Func); ok {
		if r := f.Signature().Recv(); r != nil {
			at := r.Type()
			if p, ok := at.(*types.Pointer); ok {
				at = p.Elem()
			}
			if n, ok := at.(*types.Named); ok {
				return o.Pkg().Path() + "." + n.Obj().Name() + "." + o.Name()
			}
			return ""
		}
	}
	if o.Parent() != o.Pkg().Scope() {
		return ""
	}
	return o.Pkg().Path() + "." + o.Name()
}
