package verify

import (
	"bytes"
	"errors"
	"io/fs"
	"sync"
	"sync/atomic"

	"mangrove/broker/profiles"
	"mangrove/model/checklist"
	"mangrove/ui/runs"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// newChecklist writes a checklist by hand.
func (p *Page) newChecklist() {
	p.room.New()
	p.showRoom()
}

// editChecklist edits the one that is open.
func (p *Page) editChecklist() {
	if p.list != nil && p.list.file != nil && p.room.Edit(p.list.path, p.list.file) {
		p.showRoom()
	}
}

// showRoom shows the room where a checklist is written, or all the rest of the page.
func (p *Page) showRoom() {
	arrange.SetHidden(p.room.IsOpen(), p.main)
	arrange.SetHidden(!p.room.IsOpen(), p.room.Object)
	p.do.Desk.Focus(p.Keyboard())
}

// roomClosed is told that nothing is written any more.
func (p *Page) roomClosed() {
	p.showRoom()
	p.nextDraft()
	p.showState()
}

// UnsavedLists is how many checklists are written and in no file.
func (p *Page) UnsavedLists() int {
	if p.room.Changed() {
		return 1 + len(p.later)
	}
	return len(p.later)
}

// Unsaved reports whether something is written that is in no file.
func (p *Page) Unsaved() bool { return p.UnsavedLists() > 0 }

// Draft adds what is written and in no file.
func (p *Page) Draft(d *runs.Draft) {
	if c, is := p.room.Draft(); is {
		d.Checklists = append(d.Checklists, c)
	}
	d.Checklists = append(d.Checklists, p.later...)
}

// PutBack puts back what was written and in no file: one after the other, as each is closed.
func (p *Page) PutBack(d *runs.Draft) {
	p.later = append(p.later, d.Checklists...)
	p.nextDraft()
}

// nextDraft puts back the next of what was written, where there is room for it.
func (p *Page) nextDraft() {
	if p.room.IsOpen() || len(p.later) == 0 {
		return
	}
	c := p.later[0]
	p.later = p.later[1:]
	p.room.PutBack(c)
	p.showRoom()
	if c.Path != "" {
		p.Read(c.Path)
	}
}

// watched is the file of the checklist that is open, which other programs may write.
type watched struct {
	path  string
	end   func() // nil: it is not watched, or not yet
	newer bool   // it is another one than what runs or ran

	reading bool     // it is read to be shown
	next    *content // what it has by then; nil: the same
}

// content is what a file has, or why it cannot be read.
type content struct {
	file []byte
	err  error
}

// looks are at what a file has, one at a time. One content of it waits at most: the latest.
type looks struct {
	mu     sync.Mutex
	latest atomic.Pointer[content] // nil: none waits
}

func (w *watched) stop() {
	if w.end != nil {
		w.end()
	}
	*w = watched{}
}

// watch watches the file with a path. What happens to it before it is watched is seen, too.
func (p *Page) watch(path string) {
	p.file.newer = false
	if p.do.Watch == nil || p.file.path == path {
		return
	}
	if end := p.file.end; end != nil {
		go end() // it may wait for a slow disk
	}
	p.file = watched{path: path}
	var l looks
	look := func() { p.look(path, &l) }
	go func() { // ends when it is watched
		end, err := p.do.Watch(path, look)
		if err != nil {
			return // each start reads it all the same
		}
		look()
		p.do.Desk.Run(func() {
			if p.file.path != path || p.file.end != nil {
				go end()
				return
			}
			p.file.end = end
		})
	}()
}

// look reads the file after it may have been written. It is called beside the goroutine that
// draws. A file that is not there is about to be: programs that write take it away before.
func (p *Page) look(path string, l *looks) {
	l.mu.Lock()
	defer l.mu.Unlock()
	file, err := profiles.ReadFile(path, checklist.LargestFile)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	if l.latest.Swap(&content{file, err}) == nil {
		p.do.Desk.Run(func() {
			p.fileIs(path, l.latest.Swap(nil))
		})
	}
}

// readAgain reads what the file that is open has by now: one content at a time, and then the
// latest that it got meanwhile.
func (p *Page) readAgain(path string, now *content) {
	if p.file.reading {
		p.file.next = now
		return
	}
	p.file.reading = true
	p.readThen(func() *opened { return now.read(path) }, func() {
		if p.file.path != path {
			return
		}
		next := p.file.next
		if p.file.reading, p.file.next = false, nil; next != nil {
			p.readAgain(path, next)
		}
	})
}

// fileIs is told what the file has. The checklist is read again, unless it runs, or there are
// verdicts of it.
func (p *Page) fileIs(path string, now *content) {
	if p.list == nil || p.list.path != path || p.file.path != path {
		return
	}
	if now.err == nil {
		p.room.FileChanged(path, now.file)
	}
	p.file.newer = now.err != nil || !bytes.Equal(now.file, p.list.file)
	switch {
	case !p.file.newer:
	case p.run != nil || p.starting:
		p.showState()
	default:
		p.readAgain(path, now)
		if !p.room.IsOpen() && !p.room.Knows(path, now.file) {
			widgets.ShowToast("Another program changed the checklist, so it was read again.", false)
		}
	}
}

// newerWords say that the file is another one by now.
func (p *Page) newerWords() string {
	switch {
	case !p.file.newer || p.run == nil:
		return ""
	case p.isRunning():
		return " The checklist's file has changed since; the next run will use it."
	}
	return " The checklist's file has changed since; Start reads it again."
}
