// Package schemafile reads the files of schemas that a user has chosen, and what they
// import, out of the folders that were given and no others. It knows no format.
package schemafile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// What is read at the most: of one file, of all of them, how many, and out of how many
// folders. The largest collection of .proto files that is public has 25 MB in 7,000.
const (
	LargestFile = 4 << 20
	LargestAll  = 64 << 20
	mostFiles   = 10_000
	mostFolders = 100
)

// Folders are those that files are read out of, the first that has one being asked. They
// are open until Close, and belong to one goroutine.
type Folders struct {
	open  []folder
	files int
	bytes int
}

type folder struct {
	path string
	root *os.Root
}

// Open opens folders. A link to a folder counts as what it leads to.
func Open(paths []string) (*Folders, error) {
	f := new(Folders)
	for _, path := range paths {
		if err := f.add(path); err != nil {
			f.Close()
			return nil, err
		}
	}
	return f, nil
}

func (f *Folders) add(path string) error {
	target, err := resolved(path)
	if err != nil {
		return Unreadable(path, err)
	}
	for _, known := range f.open {
		if known.path == target {
			return nil
		}
	}
	if len(f.open) == mostFolders {
		return Unreadable(path, ErrTooMany)
	}
	root, err := os.OpenRoot(target)
	if err != nil {
		return Unreadable(path, err)
	}
	f.open = append(f.open, folder{target, root})
	return nil
}

func resolved(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(path)
}

// Close closes the folders.
func (f *Folders) Close() {
	for _, one := range f.open {
		_ = one.root.Close() // nothing was written
	}
}

// Add gives the name under which [Folders.Read] finds a file that was chosen by its path:
// what is left of it below a folder. When it is in none of them, its own folder is
// another one.
func (f *Folders) Add(path string) (name string, err error) {
	target, err := resolved(path)
	if err != nil {
		return "", Unreadable(path, err)
	}
	if name, ok := f.below(target); ok {
		return name, nil
	}
	if err := f.add(filepath.Dir(target)); err != nil {
		return "", err
	}
	name, ok := f.below(target)
	if !ok {
		return "", Unreadable(path, ErrOutside)
	}
	if found, _ := f.find(name); found != target {
		return "", &Error{File: path, Code: SameName, Found: found}
	}
	return name, nil
}

func (f *Folders) below(path string) (name string, ok bool) {
	for _, one := range f.open {
		if name, err := filepath.Rel(one.path, path); err == nil && filepath.IsLocal(name) && name != "." {
			return filepath.ToSlash(name), true
		}
	}
	return "", false
}

// find is the path of the first file of a name.
func (f *Folders) find(name string) (path string, root *os.Root) {
	for _, one := range f.open {
		if _, err := one.root.Lstat(filepath.FromSlash(name)); err == nil {
			return filepath.Join(one.path, filepath.FromSlash(name)), one.root
		}
	}
	return "", nil
}

// Read reads a file by its name below the folders, with slashes. It fails with
// [fs.ErrNotExist] when none of them has it.
func (f *Folders) Read(name string) (content []byte, err error) {
	local := filepath.FromSlash(name)
	if !filepath.IsLocal(local) || strings.ContainsRune(name, 0) {
		return nil, ErrOutside
	}
	_, root := f.find(name)
	if root == nil {
		return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
	}
	if f.files++; f.files > mostFiles {
		return nil, ErrTooMany
	}
	if content, err = readBelow(root, local); err != nil {
		return nil, err
	}
	if f.bytes += len(content); f.bytes > LargestAll {
		return nil, ErrTooMany
	}
	return content, nil
}

// readBelow reads a regular file. Pipes and devices are not waited for: what is open is
// looked at before it is read.
func readBelow(root *os.Root, name string) ([]byte, error) {
	info, err := root.Stat(name)
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("%w: %w", ErrOutside, err)
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, ErrNoFile
	}
	file, err := root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // it was only read
	if info, err = file.Stat(); err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, ErrNoFile
	}
	var content bytes.Buffer
	if _, err := content.ReadFrom(io.LimitReader(file, LargestFile+1)); err != nil {
		return nil, err
	}
	if content.Len() > LargestFile {
		return nil, ErrTooLarge
	}
	return content.Bytes(), nil
}
