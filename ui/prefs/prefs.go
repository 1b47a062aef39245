// Package prefs keeps the preferences of the window in a file of the program's
// own: readable by the user alone, and replaced as a whole. The toolkit's own
// file is emptied before each write, and everybody may read it. The package does
// not know what the preferences mean.
package prefs

import (
	"encoding/json"
	"fmt"
	"maps"
	"sync"

	"fyne.io/fyne/v2"

	"mangrove/broker/profiles"
	"mangrove/model/safefile"
)

// largestFile is the most that is read, in bytes.
const largestFile = 1 << 20

// Prefs are preferences that outlast the program. They can be used from any
// goroutine; a goroutine of their own writes them.
type Prefs struct {
	mu        sync.Mutex // guards what follows
	values    map[string]any
	changed   map[string]bool // here, since the start
	stopped   bool
	listeners []func()

	path string
	file *safefile.Latest[change]
}

var _ fyne.Preferences = (*Prefs)(nil)

// change is what the file is to get: another program may have changed the rest.
type change struct {
	values  map[string]any
	changed map[string]bool
}

// Open reads the preferences in a file, and keeps them there until Stop. A file
// that cannot be read counts as empty: nothing in it is worth a question. failed
// is called on another goroutine when they could not be written.
func Open(path string, failed func(error)) *Prefs {
	p := &Prefs{path: path, values: read(path), changed: make(map[string]bool)}
	p.file = safefile.NewLatest(path, func(c change) ([]byte, error) { return merge(path, c) }, func(err error) {
		failed(fmt.Errorf("%s: %w", path, err))
	})
	return p
}

// Empty reports whether there are no preferences at all.
func (p *Prefs) Empty() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.values) == 0
}

// Stop writes what has changed.
func (p *Prefs) Stop() {
	p.mu.Lock()
	p.stopped = true
	p.mu.Unlock()
	p.file.Stop()
}

// writeNow writes what has changed, and comes back when it is on the disk.
func (p *Prefs) writeNow() error {
	p.mu.Lock()
	c := change{maps.Clone(p.values), maps.Clone(p.changed)}
	p.mu.Unlock()
	content, err := merge(p.path, c)
	if err != nil {
		return err
	}
	return safefile.Keep(p.path, content)
}

func read(path string) map[string]any {
	values := make(map[string]any)
	if content, err := profiles.ReadFile(path, largestFile); err != nil || json.Unmarshal(content, &values) != nil || values == nil {
		return make(map[string]any)
	}
	for key, v := range values {
		if list, ok := v.([]any); ok {
			values[key] = typed(list)
		}
	}
	return values
}

// typed is a list as preferences have it.
func typed(list []any) any {
	if len(list) == 0 {
		return list
	}
	switch list[0].(type) {
	case string:
		return listOf[string](list)
	case float64:
		return listOf[float64](list)
	case bool:
		return listOf[bool](list)
	}
	return list
}

func listOf[T any](list []any) any {
	all := make([]T, 0, len(list))
	for _, v := range list {
		if one, ok := v.(T); ok {
			all = append(all, one)
		}
	}
	return all
}

// merge puts what has changed here into what the file has by now.
func merge(path string, c change) ([]byte, error) {
	values := read(path)
	for key := range c.changed {
		if v, ok := c.values[key]; ok {
			values[key] = v
		} else {
			delete(values, key)
		}
	}
	content, err := json.MarshalIndent(values, "", "  ")
	return append(content, '\n'), err
}

// put sets a value, or removes it when it is nil.
func (p *Prefs) put(key string, v any, same func(any) bool) {
	p.mu.Lock()
	if old, ok := p.values[key]; p.stopped || ok == (v != nil) && (!ok || same(old)) {
		p.mu.Unlock()
		return
	}
	if v == nil {
		delete(p.values, key)
	} else {
		p.values[key] = v
	}
	p.changed[key] = true
	p.file.Put(change{maps.Clone(p.values), maps.Clone(p.changed)})
	listeners := p.listeners
	p.mu.Unlock()
	for _, tell := range listeners {
		tell()
	}
}

// get gives a value, false when there is none of that type.
func get[T any](p *Prefs, key string, fallback T) T {
	p.mu.Lock()
	defer p.mu.Unlock()
	if v, ok := p.values[key].(T); ok {
		return v
	}
	return fallback
}
