// Package safefile writes files as a whole or not at all: beside the file that
// is to be replaced, under another name, and renamed when all of it is on the
// disk. It knows nothing of what is in them.
package safefile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// private is the mode of a new file: what is written may be of somebody's plant.
const private = 0o600

// temporary are the names that files have while they are written.
const temporary = ".mangrove-*.new"

// File is being written. It takes the place of the one that has its name with
// Close, and leaves that one as it is with Abandon.
type File struct {
	path     string // what is replaced, links followed
	temp     *os.File
	mode     fs.FileMode
	inPlace  bool // nothing can be made beside it
	passing  bool // a power cut may take it
	finished bool
}

// Create begins a file. It will be readable by the user alone, unless there is
// one already whose mode says otherwise. A link stays, and what it points to is
// replaced. What is no file, as a device, or stands in a folder that is not to be
// written to, is written to with Close, when all of it is there.
func Create(path string) (*File, error) {
	f := &File{path: path, mode: private}
	if laid(path) {
		return nil, &fs.PathError{Op: "write", Path: path, Err: LaidLink}
	}
	if target, err := filepath.EvalSymlinks(path); err == nil {
		f.path = target
	} else if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		f.path = Target(path) // a link may lead to what is not there yet
	}
	switch info, err := os.Stat(f.path); {
	case err == nil:
		if why := noPlace(info.Mode()); why != "" {
			return nil, &fs.PathError{Op: "write", Path: path, Err: why}
		}
		if f.inPlace = !info.Mode().IsRegular(); ownedByUser(info) {
			f.mode = info.Mode().Perm() // who made the file does not decide who reads ours
		}
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err // there can be no file of such a name
	}
	var err error
	if !f.inPlace {
		if f.temp, err = os.CreateTemp(filepath.Dir(f.path), temporary); err == nil {
			return f, nil
		}
		if writable(f.path) != nil {
			return nil, named(path, err)
		}
		f.inPlace = true
	}
	f.temp, err = os.CreateTemp("", temporary)
	return f, err
}

// createOwn begins a file that replaces whatever stands at a path but a folder: what it
// leads to stays as it is.
func createOwn(path string) (*File, error) {
	temp, err := os.CreateTemp(filepath.Dir(path), temporary)
	return &File{path: path, mode: private, temp: temp}, named(path, err)
}

// Refusal is why something is not written to, though the system might allow it. It
// stands in an [fs.PathError].
type Refusal string

// The refusals.
const (
	LaidLink Refusal = "laid link" // another user has put it where all may write
	Folder   Refusal = "folder"
	Pipe     Refusal = "pipe" // or a socket
	Disk     Refusal = "disk"
)

// Error is the code.
func (r Refusal) Error() string { return string(r) }

// laid reports whether a path is a link that somebody else has put into a folder
// where all may write, so that what it leads to is written to. Systems see to that
// only when they follow the link themselves.
func laid(path string) bool {
	for range 40 { // as many as systems follow
		link, err := os.Lstat(path)
		if err != nil || link.Mode()&fs.ModeSymlink == 0 {
			return false
		}
		if folder, err := os.Stat(filepath.Dir(path)); err == nil && baited(link, folder) {
			return true
		}
		next, err := os.Readlink(path)
		if err != nil {
			return false
		}
		if !filepath.IsAbs(next) {
			next = filepath.Join(filepath.Dir(path), next)
		}
		path = next
	}
	return false
}

// baited is the rule of Linux for links (protected_symlinks): in a folder where all
// may write, one is followed that the user or the owner of the folder has made.
func baited(link, folder fs.FileInfo) bool {
	const open = 0o002
	return folder.Mode().Perm()&open != 0 && !ownedByUser(link) && !sameOwner(link, folder)
}

// named has an error say which file is meant: nobody knows the temporary one.
func named(path string, err error) error {
	var of *fs.PathError
	var move *os.LinkError
	switch {
	case errors.As(err, &of):
		return &fs.PathError{Op: "write", Path: path, Err: of.Err}
	case errors.As(err, &move):
		return &fs.PathError{Op: "write", Path: path, Err: move.Err}
	}
	return err
}

// noPlace says why something is not written to, empty when it is. A pipe would wait
// for a reader, and a disk has the files of others.
func noPlace(mode fs.FileMode) Refusal {
	switch {
	case mode.IsDir():
		return Folder
	case mode&(fs.ModeNamedPipe|fs.ModeSocket) != 0:
		return Pipe
	case mode&fs.ModeDevice != 0 && mode&fs.ModeCharDevice == 0:
		return Disk
	}
	return ""
}

// Target is where a path leads to that may be a link, even to what is not there yet.
func Target(path string) string {
	for range 40 { // as many as systems follow
		next, err := os.Readlink(path)
		if err != nil {
			break // no link
		}
		if !filepath.IsAbs(next) {
			next = filepath.Join(filepath.Dir(path), next)
		}
		path = next
	}
	return path
}

// writable says why a file that there is cannot be written to, without changing it.
func writable(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return err
	}
	return f.Close()
}

// Write implements io.Writer.
func (f *File) Write(b []byte) (int, error) {
	n, err := f.temp.Write(b)
	if err != nil && !f.inPlace {
		err = named(f.path, err)
	}
	return n, err
}

// Close puts the file in its place. After an error the one before it is still
// there, whole.
func (f *File) Close() error {
	if f.finished {
		return nil
	}
	err := f.finish()
	if err != nil {
		f.Abandon()
	}
	return err
}

func (f *File) finish() error {
	if f.inPlace {
		if err := f.copy(); err != nil {
			return err
		}
		f.Abandon() // the copy
		return nil
	}
	if f.mode != private {
		_ = f.temp.Chmod(f.mode) // what cannot be given stays private
	}
	var err error
	if !f.passing {
		err = f.temp.Sync()
	}
	if err := errors.Join(err, f.temp.Close()); err != nil {
		return named(f.path, err)
	}
	if err := os.Rename(f.temp.Name(), f.path); err != nil {
		return named(f.path, err)
	}
	f.finished = true
	if !f.passing {
		syncFolder(filepath.Dir(f.path))
	}
	return nil
}

// copy writes to what cannot be replaced. Something else may stand there by now: to
// open a pipe does not wait, and what is open is looked at again.
func (f *File) copy() error {
	if _, err := f.temp.Seek(0, io.SeekStart); err != nil {
		return err
	}
	to, err := os.OpenFile(f.path, os.O_WRONLY|os.O_CREATE|syscall.O_NONBLOCK, private)
	if err != nil {
		return err
	}
	if err = f.checkOpen(to); err == nil {
		_, err = io.Copy(to, f.temp)
	}
	return errors.Join(err, to.Close())
}

// checkOpen says why what is open is not written to, and empties it when it is.
func (f *File) checkOpen(to *os.File) error {
	info, err := to.Stat()
	if err != nil {
		return err
	}
	if why := noPlace(info.Mode()); why != "" {
		return &fs.PathError{Op: "write", Path: f.path, Err: why}
	}
	if !info.Mode().IsRegular() {
		return nil
	}
	return to.Truncate(0)
}

// Abandon leaves the file of before as it is. After Close it does nothing.
func (f *File) Abandon() {
	if f.finished {
		return
	}
	f.finished = true
	_ = f.temp.Close()
	_ = os.Remove(f.temp.Name())
}

// Keep replaces a file of the program's own, which nobody else is to read. Its
// folder is made if there is none.
func Keep(path string, content []byte) error { return keep(createIn, path, content, false) }

// createIn is Create, in a folder that is made if there is none.
func createIn(path string) (*File, error) {
	f, err := Create(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return f, err
	}
	if err := os.MkdirAll(filepath.Dir(Target(path)), 0o700); err != nil {
		return nil, err
	}
	return Create(path)
}

func keep(begin func(path string) (*File, error), path string, content []byte, passing bool) error {
	f, err := begin(path)
	if err != nil {
		return err
	}
	defer f.Abandon()
	f.mode, f.passing = private, passing
	if _, err := f.Write(content); err != nil {
		return err
	}
	return f.Close()
}

// syncFolder makes the new name last. Some systems cannot sync a folder; the file
// itself is on the disk by then.
func syncFolder(dir string) {
	if d, err := os.OpenFile(dir, os.O_RDONLY|syscall.O_NONBLOCK, 0); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}

// sweepAfter is how old a temporary file is that nobody can be writing any more.
const sweepAfter = time.Hour

// Sweep removes what programs that were killed have left in a folder. now is the
// time by the clock of the disk.
func Sweep(dir string, now time.Time) {
	left, _ := fs.Glob(os.DirFS(dir), temporary) // the pattern is right
	for _, name := range left {
		path := filepath.Join(dir, name)
		if info, err := os.Lstat(path); err == nil && now.Sub(info.ModTime()) > sweepAfter {
			_ = os.Remove(path)
		}
	}
}
