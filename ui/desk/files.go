package desk

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage/repository"

	"mangrove/model/safefile"
	"mangrove/ui/format"
)

// longestFileName is that of a proposed name, in bytes and without its
// extension: systems take 255, and those who get the file put it into folders.
const longestFileName = 80

// reserved are the names that Windows takes for devices, whatever comes behind a
// dot.
var reserved = func() map[string]bool {
	all := map[string]bool{"CON": true, "PRN": true, "AUX": true, "NUL": true}
	for _, digit := range "0123456789" {
		all["COM"+string(digit)], all["LPT"+string(digit)] = true, true
	}
	return all
}()

// FileName proposes a name for a file about a topic that every system takes.
func FileName(topic, extension string) string {
	name := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_.", r) {
			return r
		}
		return '-'
	}, topic)
	if len(name) > longestFileName {
		name = strings.ToValidUTF8(name[:longestFileName], "")
	}
	// A dot in front hides the file; one at the end is taken off by Windows.
	name = strings.Trim(name, ".")
	if name == "" {
		name = "topic"
	}
	if beginning, _, _ := strings.Cut(name, "."); reserved[strings.ToUpper(beginning)] {
		name = "_" + name
	}
	return name + extension
}

// saveFile asks for a place for a file, has it written beside the goroutine that draws,
// and then tells which place that was.
func (d *Desk) saveFile(name string, write func(io.Writer) error, saved func(path string)) {
	ask := dialog.NewFileSave(func(f fyne.URIWriteCloser, err error) {
		switch {
		case err != nil:
			d.sayNotSaved(err)
		case f != nil: // not cancelled
			d.WriteFile(f, write, saved)
		}
	}, d.window)
	ask.SetFileName(name)
	ask.Resize(fyne.NewSize(720, 520))
	d.Show(ask)
	d.leaveEscape()
}

// WriteFile writes what was asked for to where it was asked for.
func (d *Desk) WriteFile(f fyne.URIWriteCloser, write func(io.Writer) error, saved func(path string)) {
	var written atomic.Int64
	done := make(chan struct{})
	go d.tellWriting(f.URI().Name(), &written, done)
	go func() { // ends when the file is written
		err := writeWhole(f, func(to io.Writer) error { return write(&counting{to, &written}) })
		close(done)
		d.Run(func() {
			d.Toast.Withdraw(d.writing)
			if err != nil {
				d.sayNotSaved(err)
				return
			}
			saved(f.URI().Path())
		})
	}()
}

// tellEvery is how often it is said how much of a file has been written.
const tellEvery = time.Second

// tellWriting says how much of a file has been written, until that is done.
func (d *Desk) tellWriting(name string, written *atomic.Int64, done <-chan struct{}) {
	tick := time.NewTicker(tellEvery)
	defer tick.Stop()
	for {
		select {
		case <-done:
			return
		case <-tick.C:
			d.Run(func() {
				select {
				case <-done:
				default:
					d.writing = format.Excerpts(format.Fill("Saving {name}", "name", name), format.Fill("{size} so far", "size", format.Size(written.Load())))
					d.Toast.Say(d.writing, false)
				}
			})
		}
	}
}

// counting counts what is written.
type counting struct {
	io.Writer

	written *atomic.Int64
}

// Write implements io.Writer.
func (c *counting) Write(p []byte) (int, error) {
	n, err := c.Writer.Write(p)
	c.written.Add(int64(n))
	return n, err
}

func (d *Desk) sayNotSaved(err error) {
	words := d.explain(err)
	var at *fs.PathError
	if errors.Is(err, fs.ErrNotExist) && errors.As(err, &at) {
		words = format.Fill("There is no folder {path}. Choose the folder in the list, and type only the file name.", "path", filepath.Dir(at.Path))
	}
	d.showSentence("Not saved", words)
}

// writeWhole writes all of a file or nothing. What is no file of a folder, as a
// sandbox hands it out, gets what there is to write once all of that is known.
func writeWhole(f fyne.URIWriteCloser, write func(io.Writer) error) (err error) {
	if whole, ok := f.(*wholeFile); ok {
		defer whole.Abandon()
		if err := write(whole); err != nil {
			return err
		}
		return whole.Close()
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	first, err := os.CreateTemp("", "mangrove-*.new")
	if err != nil {
		return err
	}
	defer func() {
		_ = first.Close()
		_ = os.Remove(first.Name())
	}()
	if err := write(first); err != nil {
		return err
	}
	if _, err := first.Seek(0, io.SeekStart); err != nil {
		return err
	}
	_, err = io.Copy(f, first)
	return err
}

// wholeFile is a file that takes the place of the one before when it is closed.
type wholeFile struct {
	*safefile.File
	uri fyne.URI
}

// URI implements fyne.URIWriteCloser.
func (f *wholeFile) URI() fyne.URI { return f.uri }

// files is what the toolkit's repository of files can do.
type files interface { //nolint:interfacebloat // its dialogs ask for one after the other
	repository.AppendableRepository
	repository.CopyableRepository
	repository.DeleteAllRepository
	repository.HierarchicalRepository
	repository.ListableRepository
	repository.MovableRepository
}

// wholeFiles is the toolkit's repository of files, which empties a file as soon
// as somebody wants to write it, but for that.
type wholeFiles struct{ files }

// Writer implements repository.WritableRepository.
func (wholeFiles) Writer(u fyne.URI) (fyne.URIWriteCloser, error) {
	f, err := safefile.Create(u.Path())
	if err != nil {
		return nil, err
	}
	return &wholeFile{f, u}, nil
}

// WriteFilesWhole has the toolkit's dialogs leave files as they are until what is
// to be in them is written.
func WriteFilesWhole() {
	all, err := repository.ForScheme("file")
	if err != nil {
		return
	}
	if toolkits, ok := all.(files); ok {
		if _, done := all.(wholeFiles); !done {
			repository.Register("file", wholeFiles{toolkits})
		}
	}
}
