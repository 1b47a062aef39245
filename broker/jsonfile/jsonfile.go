// Package jsonfile is a file of JSON that several programs may have open: each change
// begins with what is in the file then, and is in it whole or not at all. A file of a newer
// version is left as it is, a damaged one put aside.
//
// It knows nothing of what is in the files.
package jsonfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"reflect"
	"strings"
	"time"

	"mangrove/broker/kept"
	"mangrove/broker/profiles"
	"mangrove/model/safefile"
)

// File is where something is kept, as JSON with a field version.
type File struct {
	Path    string
	Of      kept.Kind
	Version int   // the newest one known
	Most    int64 // bytes
}

// fault is what is wrong with the file.
func (f *File) fault(code kept.Code, err error) error {
	return &kept.Error{Code: code, Of: f.Of, Path: f.Path, Err: err}
}

// Claim keeps others from changing the file until it is released.
func (f *File) Claim() (release func(), err error) {
	release, err = profiles.Claim(f.Path)
	switch {
	case errors.Is(err, profiles.ErrBusy):
		return release, f.fault(kept.Busy, err)
	case err != nil:
		return release, f.fault(kept.NotWritten, err)
	}
	return release, nil
}

// Read reads the file into what is empty. It stays so when there is no file, and with an
// error; a damaged one is put aside, which the error tells.
func (f *File) Read(into any) error {
	err := f.read(into)
	if !kept.Is(err, kept.Damaged) {
		return err
	}
	release, busy := f.Claim()
	defer release()
	if busy != nil {
		return busy
	}
	return f.ReadClaimed(into) // another may have put it aside meanwhile
}

// ReadClaimed is Read for who has claimed the file.
func (f *File) ReadClaimed(into any) error {
	err := f.read(into)
	if kept.Is(err, kept.Damaged) {
		return f.PutAside(err)
	}
	return err
}

func (f *File) read(into any) error {
	content, err := profiles.ReadFile(f.Path, f.Most)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case errors.Is(err, profiles.ErrTooLarge):
		return f.fault(kept.Damaged, err)
	case err != nil:
		return f.fault(kept.NotRead, err)
	}
	return f.Decode(content, into)
}

// PutAside gives a damaged file another name. The caller has claimed it.
func (f *File) PutAside(why error) error {
	aside := f.Path + ".broken-" + time.Now().Format("20060102-150405.000")
	if err := os.Rename(f.Path, aside); err != nil {
		return f.fault(kept.Unmoved, err)
	}
	return &kept.Error{Code: kept.Moved, Of: f.Of, Path: aside, Err: why}
}

// Decode reads content into what is empty.
func (f *File) Decode(content []byte, into any) error {
	var head struct{ Version json.RawMessage }
	if err := profiles.CheckValues(content); err != nil {
		return f.fault(kept.Damaged, err)
	}
	if err := json.Unmarshal(content, &head); err != nil {
		return f.fault(kept.Damaged, err)
	}
	if err := profiles.CheckVersion(content, f.Version); err != nil {
		return f.fault(kept.Newer, err)
	}
	if head.Version == nil {
		return f.fault(kept.Damaged, nil)
	}
	err := strictly(content, into)
	switch {
	case err != nil && strings.HasPrefix(err.Error(), "json: unknown field"):
		return f.fault(kept.Newer, err) // it would be lost
	case err != nil:
		return f.fault(kept.Damaged, err)
	}
	return nil
}

// strictly reads JSON of which all fields are known, all of it or nothing.
func strictly(content []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(content))
	d.DisallowUnknownFields()
	all := reflect.ValueOf(into).Elem()
	fresh := reflect.New(all.Type())
	if err := d.Decode(fresh.Interface()); err != nil {
		return err
	}
	all.Set(fresh.Elem())
	return nil
}

// Write makes it the content of the file. The caller has claimed the file, and has read
// what is in it since.
func (f *File) Write(what any) error {
	content, err := json.MarshalIndent(what, "", "  ")
	if err != nil {
		return f.fault(kept.NotWritten, err)
	}
	if int64(len(content)) >= f.Most {
		return f.fault(kept.TooLarge, nil)
	}
	if err := safefile.Keep(f.Path, append(content, '\n')); err != nil {
		return f.fault(kept.NotWritten, err)
	}
	return nil
}
