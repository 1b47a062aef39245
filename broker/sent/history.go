package sent

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"mangrove/broker/jsonfile"
	"mangrove/broker/kept"
	"mangrove/broker/profiles"
	"mangrove/model/safefile"
)

// fileName is the file's in its folder: a line of JSON that says what it is, and one for
// each entry, the newest last.
const fileName = "sent.jsonl"

const (
	version     = 1
	longestLine = 1 << 20
)

// Limits are how much is kept.
type Limits struct {
	Entries int
	Bytes   int64
}

// Usual are the limits of the user's own history.
var Usual = Limits{5000, 64 << 20}

// History is the file. Several programs may have it open, and any number of goroutines may
// use it.
type History struct {
	file   jsonfile.File
	limits Limits
	header []byte

	mu    sync.Mutex // guards what follows
	size  int64      // of the file when it was last counted
	lines int
}

// NewHistory is the history in a folder. Nothing is read or written yet.
func NewHistory(dir string, limits Limits) *History {
	h := &History{limits: limits}
	h.file = jsonfile.File{Path: filepath.Join(dir, fileName), Of: kept.SentMessages, Version: version, Most: limits.Bytes + longestLine}
	h.header, _ = json.Marshal(head{version}) // it has a number
	h.header = append(h.header, '\n')
	return h
}

type head struct {
	Sent int `json:"sent"`
}

// Add puts an entry at the end. Whoever is killed meanwhile loses that one at the most.
// A [kept.Moved] error tells that an unreadable history was put aside; the entry is
// the first of a new one then.
func (h *History) Add(e Entry) error {
	e.bound()
	line, err := json.Marshal(e)
	if err != nil {
		return h.fault(kept.NotWritten, err)
	}
	line = append(line, '\n')
	h.mu.Lock()
	defer h.mu.Unlock()
	release, err := h.file.Claim()
	if err != nil {
		return err
	}
	defer release()
	moved := h.check()
	if moved != nil && !kept.Is(moved, kept.Moved) {
		return moved
	}
	if err := h.makeRoom(len(line)); err != nil {
		return err
	}
	if err := h.append(line); err != nil {
		return h.fault(kept.NotWritten, err)
	}
	return moved
}

func (h *History) fault(code kept.Code, err error) error {
	return &kept.Error{Code: code, Of: h.file.Of, Path: h.file.Path, Err: err}
}

// check sees that the file is one of ours, and counts its lines if others have written to
// it. A damaged one is put aside. The caller has claimed the file.
func (h *History) check() error {
	info, err := os.Stat(h.file.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		h.size, h.lines = 0, 0
		return nil
	case err == nil && info.Size() == h.size && h.size > 0:
		return nil
	}
	content, err := profiles.ReadFile(h.file.Path, h.file.Most)
	if err == nil {
		_, err = h.body(content)
	}
	switch {
	case err == nil:
		h.size, h.lines = int64(len(content)), bytes.Count(content, []byte{'\n'})
		return nil
	case errors.Is(err, profiles.ErrTooLarge), kept.Is(err, kept.Damaged):
		h.size, h.lines = 0, 0
		return h.file.PutAside(err)
	case kept.Is(err, kept.Newer):
		return err
	}
	return h.fault(kept.NotRead, err)
}

// body is the lines of entries of a file's content.
func (h *History) body(content []byte) ([]byte, error) {
	if bytes.HasPrefix(h.header, content) {
		return nil, nil // whoever began it was killed
	}
	first, rest, _ := bytes.Cut(content, []byte{'\n'})
	var is head
	switch err := json.Unmarshal(first, &is); {
	case err != nil, is.Sent < 1:
		return nil, h.fault(kept.Damaged, err)
	case is.Sent > version:
		return nil, h.fault(kept.Newer, nil)
	}
	return rest, nil
}

// makeRoom has the oldest go when there is no room for one more: so many at once that it
// need not be done each time. The caller has claimed the file.
func (h *History) makeRoom(more int) error {
	if h.lines <= h.limits.Entries && h.size+int64(more) <= h.limits.Bytes {
		return nil
	}
	content, err := profiles.ReadFile(h.file.Path, h.file.Most)
	if err != nil {
		return h.fault(kept.NotRead, err)
	}
	body, err := h.body(content)
	if err != nil {
		return err
	}
	lines := bytes.SplitAfter(body, []byte{'\n'})
	room, first := h.limits.Bytes*9/10-int64(more), len(lines)
	for first > 0 && len(lines)-first < h.limits.Entries*9/10 && room >= int64(len(lines[first-1])) {
		first--
		room -= int64(len(lines[first]))
	}
	return h.write(bytes.Join(lines[first:], nil))
}

// write makes the lines the content of the file. The caller has claimed it.
func (h *History) write(body []byte) error {
	content := slices.Concat(h.header, body)
	if err := safefile.Keep(h.file.Path, content); err != nil {
		return h.fault(kept.NotWritten, err)
	}
	h.size, h.lines = int64(len(content)), bytes.Count(content, []byte{'\n'})
	return nil
}

// append writes a line behind the last one. What somebody has left of a line who was
// killed ends before it. The caller has claimed the file.
func (h *History) append(line []byte) error {
	if h.size < int64(len(h.header)) {
		return h.write(line)
	}
	f, err := openToAppend(h.file.Path)
	if err != nil {
		return err
	}
	last := []byte{0}
	if _, err := f.ReadAt(last, h.size-1); err != nil {
		_ = f.Close()
		return err
	}
	if last[0] != '\n' {
		line = append([]byte{'\n'}, line...)
	}
	n, err := f.Write(line)
	h.size += int64(n)
	h.lines += bytes.Count(line[:n], []byte{'\n'})
	return errors.Join(err, f.Close())
}

// openToAppend opens the file to read its end and to write behind it.
func openToAppend(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND, 0)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		_ = f.Close()
		return nil, errors.Join(err, profiles.ErrNoFile)
	}
	return f, nil
}

// All gives the entries, the newest first. Lines that cannot be read, as who was killed
// leaves them, are left out.
func (h *History) All() ([]Entry, error) {
	content, err := profiles.ReadFile(h.file.Path, h.file.Most)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, h.fault(kept.NotRead, err)
	}
	body, err := h.body(content)
	if err != nil {
		return nil, err
	}
	return entriesOf(body, h.limits.Entries), nil
}

// entriesOf reads the last lines, the last first.
func entriesOf(body []byte, most int) (all []Entry) {
	for len(body) > 0 && len(all) < most {
		body = bytes.TrimSuffix(body, []byte{'\n'})
		begin := bytes.LastIndexByte(body, '\n') + 1
		line := body[begin:]
		body = body[:begin]
		var e Entry
		if len(line) <= longestLine && profiles.CheckValues(line) == nil && json.Unmarshal(line, &e) == nil && e.ID != "" {
			all = append(all, e)
		}
	}
	return all
}

// Remove has entries go, and gives them, the oldest first, for [History.PutBack].
func (h *History) Remove(is func(*Entry) bool) (gone []Entry, err error) {
	err = h.change(func(all []Entry) []Entry {
		gone = nil
		return slices.DeleteFunc(all, func(e Entry) bool {
			if is(&e) {
				gone = append(gone, e)
				return true
			}
			return false
		})
	})
	return gone, err
}

// PutBack brings back what was removed.
func (h *History) PutBack(entries []Entry) error {
	return h.change(func(all []Entry) []Entry {
		all = append(all, entries...)
		slices.SortStableFunc(all, func(a, b Entry) int { return a.At.Compare(b.At) })
		return all
	})
}

// change writes the entries anew, the oldest first.
func (h *History) change(do func([]Entry) []Entry) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	release, err := h.file.Claim()
	if err != nil {
		return err
	}
	defer release()
	if err := h.check(); err != nil {
		return err
	}
	all, err := h.All()
	if err != nil {
		return err
	}
	slices.Reverse(all)
	var body bytes.Buffer
	for _, e := range do(all) {
		line, err := json.Marshal(e)
		if err != nil {
			return h.fault(kept.NotWritten, err)
		}
		body.Write(line)
		body.WriteByte('\n')
	}
	return h.write(body.Bytes())
}
