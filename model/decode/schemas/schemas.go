// Package schemas opens the schemas that rules name, of whatever format they are, and
// keeps those that are open. It knows nothing of who asks, or where rules are kept.
package schemas

import (
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"mangrove/model/decode"
	"mangrove/model/decode/avro"
	"mangrove/model/decode/protobuf"
	"mangrove/model/decode/schemafile"
	"mangrove/model/value"
)

// Source says where a schema is, and what of it is meant.
type Source struct {
	Files   []string // paths of .proto files, or of .avsc files
	Folders []string // that .proto files import from, besides their own
	Message string   // full name of the message or the record; empty: the only one, or of .avsc files what the first one says
}

// Format is what the files are for: Avro when the first one is an .avsc file.
func (s Source) Format() decode.Format {
	if len(s.Files) > 0 && strings.EqualFold(filepath.Ext(s.Files[0]), ".avsc") {
		return decode.Avro
	}
	return decode.Protobuf
}

// Schema is a schema that has been read.
type Schema struct {
	Format decode.Format
	Reader decode.Reader
	Names  []string // full names of the messages or records that there are
}

// ErrNoMessage is a schema in which there is not the message that is meant. It is wrapped
// in a [schemafile.Error].
type ErrNoMessage struct {
	Name  string   // empty: there are several, and none is named
	Names []string // those that there are
}

func (e *ErrNoMessage) Error() string {
	if e.Name == "" {
		return "none is named of " + strings.Join(e.Names, ", ")
	}
	return e.Name + " is none of " + strings.Join(e.Names, ", ")
}

// Open reads a schema. An error is a [schemafile.Error], which wraps an [ErrNoMessage]
// when only the message is wrong; then the names of the schema are given all the same.
func Open(from Source) (*Schema, error) {
	if from.Format() == decode.Avro {
		return openAvro(from)
	}
	compiled, err := protobuf.Compile(from.Files, from.Folders)
	if err != nil {
		return nil, err
	}
	s := &Schema{Format: decode.Protobuf, Reader: protobuf.Reader{Schema: compiled, Message: from.Message}, Names: compiled.Messages()}
	return s, s.check(from)
}

func openAvro(from Source) (*Schema, error) {
	compiled, err := avro.Compile(from.Files)
	if err != nil {
		return nil, err
	}
	s := &Schema{Format: decode.Avro, Reader: avro.Reader{Schema: compiled, Type: from.Message}, Names: compiled.Types()}
	return s, s.check(from)
}

// check says when the message that is meant is not there.
func (s *Schema) check(from Source) error {
	if from.Message != "" && slices.Contains(s.Names, from.Message) {
		return nil
	}
	if p, ok := s.Reader.(protobuf.Reader); from.Message == "" && (!ok || p.Schema.HasOnly()) {
		return nil
	}
	why := &ErrNoMessage{Name: from.Message, Names: s.Names}
	return &schemafile.Error{File: from.Files[0], Code: schemafile.NoMessage, Err: why}
}

// Shelf keeps schemas that have been read, until it is told to forget them. It may be
// used by any goroutine.
type Shelf struct {
	mu   sync.Mutex
	open map[string]*kept
}

type kept struct {
	once   sync.Once
	schema *Schema
	err    error
	begun  atomic.Bool // it is read beside
	done   atomic.Bool
}

// read reads the schema, or waits for whoever does.
func (k *kept) read(from Source) {
	k.once.Do(func() {
		k.schema, k.err = Open(from)
		k.done.Store(true)
	})
}

// mostKept is how many schemas are kept; connections have a few.
const mostKept = 200

// Open is [Open] for who asks for the same again.
func (k *Shelf) Open(from Source) (*Schema, error) {
	one := k.of(from)
	one.read(from)
	return one.schema, one.err
}

// ready reports whether a schema is there, or why it is not. One that is not is read
// beside.
func (k *Shelf) ready(from Source) bool {
	one := k.of(from)
	if !one.done.Load() && one.begun.CompareAndSwap(false, true) {
		go one.read(from) // ends with that, which has a patience of its own
	}
	return one.done.Load()
}

// of is what is kept of a schema.
func (k *Shelf) of(from Source) *kept {
	key := strings.Join(from.Files, "\x00") + "\x01" + strings.Join(from.Folders, "\x00") + "\x01" + from.Message
	k.mu.Lock()
	defer k.mu.Unlock()
	if one := k.open[key]; one != nil {
		return one
	}
	if len(k.open) >= mostKept || k.open == nil {
		k.open = make(map[string]*kept)
	}
	k.open[key] = new(kept)
	return k.open[key]
}

// Forget has all schemas read anew: their files may have changed.
func (k *Shelf) Forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.open = nil
}

// Reader gives a reader that reads the schema when it is first needed, beside whoever
// makes the rule: reading takes a while. Where that fails it says so of each payload.
func (k *Shelf) Reader(from Source) decode.Reader { return later{k, from} }

type later struct {
	shelf *Shelf
	from  Source
}

// Ready implements [decode.LazyReader].
func (l later) Ready() bool { return l.shelf.ready(l.from) }

// Decode is that of the schema. It fails with a [value.Fault] that says why there is none.
func (l later) Decode(b []byte) (*value.Tree, int, error) { return l.DecodeUntil(b, nil) }

// DecodeUntil implements [decode.UntilReader].
func (l later) DecodeUntil(b []byte, givenUp func() bool) (*value.Tree, int, error) {
	s, err := l.shelf.Open(l.from)
	if err != nil {
		return nil, 0, &value.Fault{Code: value.NoSchema, Err: err}
	}
	return decode.Until(s.Reader, b, givenUp)
}
