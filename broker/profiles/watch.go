package profiles

import (
	"os"
	"path/filepath"

	"github.com/fsnotify/fsnotify"

	"mangrove/broker/profiles/finding"
	"mangrove/model/safefile"
)

// Watch calls changed, on a goroutine of its own, when the file may have been
// written, until end is called. It costs nothing while nothing happens. Without it
// each change still begins with what is in the file.
func (b *Book) Watch(changed func()) (end func(), err error) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, &finding.Fault{Code: finding.NotWatched, Err: err}
	}
	names := []string{b.path}
	if to := safefile.Target(b.path); to != b.path {
		names = append(names, to)
	}
	for _, name := range names { // the folder: the file is replaced at each write
		folder := filepath.Dir(name)
		if err = os.MkdirAll(folder, 0o700); err == nil {
			err = w.Add(folder)
		}
		if err != nil {
			_ = w.Close()
			return nil, &finding.Fault{Code: finding.NotWatched, Err: err}
		}
	}
	done := make(chan struct{})
	go func() { // ends with the watcher
		defer close(done)
		follow(w, names, changed)
	}()
	return func() { _ = w.Close(); <-done }, nil
}

// follow calls changed at what happens to files of these names.
func follow(w *fsnotify.Watcher, names []string, changed func()) {
	bases := make(map[string]bool, len(names))
	for _, name := range names {
		bases[filepath.Base(name)] = true
	}
	for {
		select {
		case event, ok := <-w.Events:
			if !ok {
				return
			}
			if bases[filepath.Base(event.Name)] && !event.Has(fsnotify.Chmod) {
				changed()
			}
		case _, ok := <-w.Errors: // too much happened at once, for one
			if !ok {
				return
			}
			changed()
		}
	}
}
