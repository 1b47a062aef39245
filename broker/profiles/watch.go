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
	return watch(b.path, true, changed)
}

// WatchFile calls changed, on a goroutine of its own and one call after the other, when any
// file may have been written, until end is called. Programs that write another file and give
// it the name are noticed, too.
func WatchFile(path string, changed func()) (end func(), err error) {
	return watch(path, false, changed)
}

// watch watches a file. mayMake says that its folder is made where there is none.
func watch(path string, mayMake bool, changed func()) (end func(), err error) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, &finding.Fault{Code: finding.NotWatched, Err: err}
	}
	names := []string{path}
	if to := safefile.Target(path); to != path {
		names = append(names, to)
	}
	for _, name := range names { // the folder: the file is replaced at each write
		folder := filepath.Dir(name)
		if mayMake {
			err = os.MkdirAll(folder, 0o700)
		}
		if err == nil {
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

// follow calls changed at what happens to files of these names. What happens meanwhile is one
// more call, however much it is.
func follow(w *fsnotify.Watcher, names []string, changed func()) {
	bases := make(map[string]bool, len(names))
	for _, name := range names {
		bases[filepath.Base(name)] = true
	}
	happened, over := make(chan struct{}, 1), make(chan struct{})
	go func() { // ends with the watcher
		defer close(over)
		for range happened {
			changed()
		}
	}()
	defer func() {
		close(happened)
		<-over
	}()
	for {
		select {
		case event, ok := <-w.Events:
			if !ok {
				return
			}
			if !bases[filepath.Base(event.Name)] || event.Has(fsnotify.Chmod) {
				continue
			}
		case _, ok := <-w.Errors: // too much happened at once, for one
			if !ok {
				return
			}
		}
		select {
		case happened <- struct{}{}:
		default: // it is looked at anyway
		}
	}
}
