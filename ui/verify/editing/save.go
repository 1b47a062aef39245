package editing

import (
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
	"mangrove/model/checklist"
	"mangrove/model/safefile"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
)

// saving is a text that is being written to its file. There is one at a time: what is written
// last is in the file last.
type saving struct {
	busy  bool
	again bool // it is to be saved once more
}

// Save writes the text to its file, and asks before it takes the place of what another
// program wrote. Without a file it asks for one.
func (r *Room) Save() {
	switch {
	case r.path == "":
		r.SaveAs()
		return
	case r.save.busy:
		r.save.again = true
		return
	}
	r.save.busy = true
	nth, path, words, base := r.nth, r.path, r.text, r.base
	go func() { // ends when it is written, or something else is there
		now, err := profiles.ReadFile(path, checklist.LargestFile)
		isOther := err == nil && sha256.Sum256(now) != base && string(now) != words
		if !isOther && (err == nil || errors.Is(err, fs.ErrNotExist)) {
			err = write(path, words)
		}
		r.do.Desk.Run(func() {
			again := r.save.again
			r.save = saving{}
			switch {
			case isOther && nth == r.nth:
				r.do.Desk.AskLater(func() { r.askToReplace(nth, now) })
				return
			case isOther: // it was put away meanwhile
				widgets.ShowToast(format.Fill("The checklist {path} was not saved: another program has changed it.", "path", path), true)
			default:
				r.written(nth, path, words, err)
			}
			if again && (err == nil || nth != r.nth) {
				r.Save()
			}
		})
	}()
}

// write writes all of a file, or nothing.
func write(path, words string) error {
	f, err := safefile.Create(path)
	if err != nil {
		return err
	}
	defer f.Abandon()
	if _, err := io.WriteString(f, words); err != nil {
		return err
	}
	return f.Close()
}

// written is told that a text of the nth checklist is in a file, or why it is not. By then
// another one may be written here.
func (r *Room) written(nth int, path, words string, err error) {
	if err != nil {
		widgets.ShowToast("Not saved. "+explain.Error(err, broker.Address{}), true)
		return
	}
	widgets.ShowToast(format.Fill("Saved {path}.", "path", path), false)
	if nth != r.nth {
		return
	}
	r.path, r.base = path, sha256.Sum256([]byte(words))
	r.told = r.base
	r.check() // the tables and schemas beside it can be read now
	r.showTitle()
	r.do.Saved(path)
}

// SaveAs asks for a file to write the text to.
func (r *Room) SaveAs() {
	name := "checklist.yaml"
	if r.path != "" {
		name = filepath.Base(r.path)
	} else if site := r.siteName(); site != "" {
		name = desk.FileName(site, ".yaml")
	}
	nth, words := r.nth, r.text
	r.do.Desk.Save(name, func(w io.Writer) error {
		_, err := io.WriteString(w, words)
		return err
	}, func(path string) { r.written(nth, path, words, nil) })
}

// siteName is what the checklist calls its site.
func (r *Room) siteName() string {
	if r.form == nil {
		return ""
	}
	return strings.TrimSpace(r.form.Parts[0].Name)
}

// askToReplace asks what becomes of what another program has written to the file of the nth
// checklist.
func (r *Room) askToReplace(nth int, now []byte) {
	if !r.open || nth != r.nth {
		return // it was put away
	}
	var q *desk.Question
	replace := widgets.NewButton("Replace it", theme.DocumentSaveIcon(), func() {
		q.Close()
		r.base = sha256.Sum256(now) // and nothing that is written after this
		r.told = r.base
		r.Save()
	})
	another := quiet("Save as another file…", nil, func() {
		q.Close()
		r.SaveAs()
	})
	theirs := quiet("Read the file instead", nil, func() {
		q.Close()
		r.replaceBy(now)
	})
	words := format.Fill("Another program has changed {path} since it was read here. Replacing it undoes that change. Reading it discards what is written here; Undo brings it back.", "path", r.path)
	content := container.NewVBox(widgets.NewSentences(words, widget.MediumImportance), container.NewHBox(another, theirs))
	q = r.do.Desk.Ask("Replace what another program wrote?", content, replace,
		desk.NamedObject{Name: "save as another", Object: another}, desk.NamedObject{Name: "read instead", Object: theirs})
	replace.Importance = widget.DangerImportance
	q.Dialog.Resize(fyne.NewSize(r.do.Desk.Width(questionWidth), 0))
}

const questionWidth = 520

// replaceBy shows what the file has. What was written here can be had again with Undo. It is
// false when that cannot be edited here, which it says.
func (r *Room) replaceBy(now []byte) bool {
	if why := unfit(now); why != "" {
		widgets.ShowToast(why, true)
		return false
	}
	r.undo.keep(r.text, "")
	r.base = sha256.Sum256(now)
	r.told = r.base
	r.yaml.of = nil
	r.replaceText(string(now))
	return true
}

// Knows reports whether a file has what was read or written here last.
func (r *Room) Knows(path string, now []byte) bool {
	return path == r.path && sha256.Sum256(now) == r.base
}

// FileChanged is told what the file has after it may have changed. With nothing here that is
// not saved it is read again; else it is asked.
func (r *Room) FileChanged(path string, now []byte) {
	sum := sha256.Sum256(now)
	switch {
	case !r.open || path != r.path || sum == r.base || sum == r.told:
		return
	case string(now) == r.text:
		r.base, r.told = sum, sum
		r.showTitle()
		return
	case !r.Changed():
		if r.replaceBy(now) {
			widgets.ShowToast("The file was changed, so it was read again.", false)
		}
		return
	}
	r.told = sum
	r.do.Desk.AskLater(func() { r.askToRead(path, now) })
}

// askToRead asks whether what another program has written is to be read, in the place of what
// is written here.
func (r *Room) askToRead(path string, now []byte) {
	if !r.open || r.path != path || sha256.Sum256(now) != r.told || r.base == r.told {
		return // it has been settled
	}
	var q *desk.Question
	theirs := widgets.NewButton("Read the file", theme.ViewRefreshIcon(), func() {
		q.Close()
		r.replaceBy(now)
	})
	words := format.Fill("Another program has changed {path}, and there are unsaved changes here. Reading the file discards them; Undo brings them back. If you keep them, Save asks before it replaces the file.", "path", path)
	q = r.do.Desk.Ask("Read what another program wrote?", widgets.NewSentences(words, widget.MediumImportance), theirs)
	q.Cancel.SetText("Keep mine")
	q.Dialog.Resize(fyne.NewSize(r.do.Desk.Width(questionWidth), 0))
}

// Close leaves the room, and asks before what is not saved is put away.
func (r *Room) Close() {
	if !r.Changed() {
		r.shut()
		return
	}
	r.do.Desk.Confirm(&desk.Confirmation{
		Title: "Close without saving?", Words: "Your changes are not saved. They are lost when you close.",
		Action: "Close without saving", Do: r.shut,
	})
}

func (r *Room) shut() {
	r.open, r.save.again = false, false
	r.do.Closed()
}
