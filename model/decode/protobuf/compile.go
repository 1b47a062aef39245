package protobuf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/bufbuild/protocompile"
	"github.com/bufbuild/protocompile/linker"
	"github.com/bufbuild/protocompile/reporter"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/reflect/protoreflect"

	"mangrove/model/decode/schemafile"
)

// Schema is what .proto files say. It does not change, and may be used by any goroutine.
type Schema struct {
	names    []string // of all messages
	messages map[string]protoreflect.MessageDescriptor
	only     protoreflect.MessageDescriptor // the only one of the files that stands in no other
	types    linker.Resolver
	inner    map[string]Inner // by the full names of messages; may be nil
}

// compilePatience is how long a compilation may take; 25 MB of files take 10 s.
const compilePatience = 30 * time.Second

// mostBraces is how deep what stands in a .proto file may be nested; protoc stops at 32
// for messages. The names of messages in messages grow with the square of it.
const mostBraces = 100

// Compile reads .proto files, by their paths, and what they import: from the folders,
// else from the folder of the file itself, and from nowhere else; Google's own files are
// always there. An error is a [schemafile.Error].
func Compile(files, importDirs []string) (*Schema, error) {
	folders, err := schemafile.Open(importDirs)
	if err != nil {
		return nil, err
	}
	defer folders.Close()
	if len(files) == 0 {
		return nil, &schemafile.Error{Code: schemafile.NoProto}
	}
	names := make([]string, 0, len(files))
	for _, file := range files {
		name, err := folders.Add(file)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return compile(&reader{folders: folders}, names)
}

// compile compiles what was read; it ends what the library does not expect.
func compile(from *reader, names []string) (s *Schema, err error) {
	defer func() {
		if r := recover(); r != nil {
			s, err = nil, &schemafile.Error{File: names[0], Code: schemafile.Crashed, Words: fmt.Sprint(r)}
		}
	}()
	ctx, cancel := context.WithTimeout(context.Background(), compilePatience)
	defer cancel()
	c := protocompile.Compiler{
		Resolver:       protocompile.WithStandardImports(from),
		MaxParallelism: 1,
		Reporter: reporter.NewReporter(func(e reporter.ErrorWithPos) error {
			from.mu.Lock()
			defer from.mu.Unlock()
			if from.first == nil {
				from.first = e
			}
			return e
		}, nil),
	}
	compiled, err := c.Compile(ctx, names...)
	if err != nil {
		return nil, from.placed(err, names[0])
	}
	return newSchema(compiled), nil
}

// reader gives the compiler the files. It may be asked by any goroutine.
type reader struct {
	mu      sync.Mutex
	folders *schemafile.Folders
	failed  map[string]error
	first   reporter.ErrorWithPos // that the compiler has told of
}

// FindFileByPath reads a file that is compiled or imported.
func (r *reader) FindFileByPath(name string) (found protocompile.SearchResult, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	content, err := r.folders.Read(name)
	if err == nil && bytes.ContainsFunc(content, neverInText) {
		err = &schemafile.Error{Code: schemafile.NotText}
	}
	if err == nil {
		err = checkNesting(content)
	}
	if err != nil {
		if r.failed == nil {
			r.failed = make(map[string]error)
		}
		r.failed[name] = err
		return found, err
	}
	return protocompile.SearchResult{Source: bytes.NewReader(content)}, nil
}

// neverInText reports whether a character tells a file that was compiled, or one in
// UTF-16, from one that somebody wrote.
func neverInText(r rune) bool {
	return r < ' ' && !strings.ContainsRune("\t\n\v\f\r\x1a", r) // the last one ends files of DOS
}

// placed makes of what the compiler says an error with its place.
func (r *reader) placed(err error, file string) error {
	r.mu.Lock() // where the compiler fails, others of its goroutines may go on for a while
	defer r.mu.Unlock()
	at := r.first
	if at == nil {
		errors.As(err, &at)
	}
	if at == nil {
		if unread := r.failed[file]; unread != nil {
			return r.unread(file, unread)
		}
		return &schemafile.Error{File: file, Code: schemafile.Compiler, Words: err.Error()}
	}
	place, words := at.GetPosition(), at.Unwrap().Error()
	e := &schemafile.Error{File: place.Filename, Line: place.Line, Column: place.Col, Code: schemafile.Compiler, Words: words}
	for name, unread := range r.failed {
		if strings.Contains(words, name) {
			e.Code, e.Words, e.Err = schemafile.BadImport, "", r.unread(name, unread)
			if errors.Is(unread, fs.ErrNotExist) {
				e.Code, e.Found, e.Err = schemafile.ImportMissing, name, unread
			}
		}
	}
	return e
}

func (r *reader) unread(name string, err error) *schemafile.Error {
	if nested := (*schemafile.Error)(nil); errors.As(err, &nested) {
		return &schemafile.Error{File: name, Line: nested.Line, Code: nested.Code}
	}
	return schemafile.Unreadable(name, err)
}

// checkNesting refuses what is nested deeper than anybody writes.
func checkNesting(content []byte) error {
	depth, line := 0, 1
	for i := 0; i < len(content); i++ {
		switch content[i] {
		case '\n':
			line++
		case '{', '[', '<', '(':
			depth++
		case '}', ']', '>', ')':
			depth = max(0, depth-1)
		case '"', '\'':
			i = quoteEnd(content, i)
		case '/':
			end := commentEnd(content, i)
			line += bytes.Count(content[i:min(end, len(content))], []byte("\n"))
			i = end
		}
		if depth > mostBraces {
			return &schemafile.Error{Line: line, Code: schemafile.FileTooDeep}
		}
	}
	return nil
}

// quoteEnd is the last character of a quoted text, which ends with its line.
func quoteEnd(content []byte, i int) int {
	quote := content[i]
	for i++; i < len(content) && content[i] != quote; i++ {
		switch content[i] {
		case '\n':
			return i - 1
		case '\\':
			i++
		}
	}
	return i
}

// commentEnd is the last character of a comment that begins at i, i when there is none.
func commentEnd(content []byte, i int) int {
	rest := content[i:]
	if bytes.HasPrefix(rest, []byte("//")) {
		if n := bytes.IndexByte(rest, '\n'); n >= 0 {
			return i + n - 1
		}
		return len(content)
	}
	if bytes.HasPrefix(rest, []byte("/*")) {
		if n := bytes.Index(rest[2:], []byte("*/")); n >= 0 {
			return i + 2 + n + 1
		}
		return len(content)
	}
	return i
}

func newSchema(compiled linker.Files) *Schema {
	s := &Schema{messages: make(map[string]protoreflect.MessageDescriptor), types: compiled.AsResolver()}
	outer := 0
	for _, file := range compiled {
		outer += file.Messages().Len()
		s.add(file.Messages())
		if file.Messages().Len() > 0 {
			s.only = file.Messages().Get(0)
		}
	}
	if outer != 1 {
		s.only = nil
	}
	own := len(s.names)
	slices.Sort(s.names)
	seen := make(map[string]bool)
	for _, file := range compiled {
		s.addImports(file, seen)
	}
	slices.Sort(s.names[own:])
	return s
}

// add has messages found by their names, and those that are declared in them.
func (s *Schema) add(all protoreflect.MessageDescriptors) {
	for i := range all.Len() {
		m := all.Get(i)
		name := string(m.FullName())
		if m.IsMapEntry() || s.messages[name] != nil {
			continue
		}
		s.messages[name] = m
		s.names = append(s.names, name)
		s.add(m.Messages())
	}
}

func (s *Schema) addImports(file protoreflect.FileDescriptor, seen map[string]bool) {
	imports := file.Imports()
	for i := range imports.Len() {
		if one := imports.Get(i); !seen[one.Path()] {
			seen[one.Path()] = true
			if one.Package() != "google.protobuf" {
				s.add(one.Messages())
			}
			s.addImports(one, seen)
		}
	}
}

// Messages are the full names of all messages: of the files that were compiled, and
// behind them of what they import, each in order.
func (s *Schema) Messages() []string { return slices.Clone(s.names) }

// HasOnly reports whether there is a message that is meant when none is named.
func (s *Schema) HasOnly() bool { return s.only != nil }

func (s *Schema) find(name string) protoreflect.MessageDescriptor {
	if name == "" {
		return s.only
	}
	return s.messages[strings.TrimPrefix(name, ".")]
}

// field is the field of a number, an extension too; nil: there is none.
func (s *Schema) field(m protoreflect.MessageDescriptor, num protowire.Number) protoreflect.FieldDescriptor {
	if f := m.Fields().ByNumber(num); f != nil {
		return f
	}
	if !m.ExtensionRanges().Has(num) {
		return nil
	}
	if x, err := s.types.FindExtensionByNumber(m.FullName(), num); err == nil {
		return x.TypeDescriptor()
	}
	return nil
}
