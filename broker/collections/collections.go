// Package collections keeps messages that were saved to be published again: with names, in
// folders, for one connection or for all. It reads and writes exports of them, and reads
// what other programs write.
package collections

import (
	"cmp"
	"crypto/rand"
	"path/filepath"
	"slices"
	"strings"

	"mangrove/broker/draft"
	"mangrove/broker/jsonfile"
	"mangrove/broker/kept"
	"mangrove/broker/profiles"
)

// Message is a saved message.
type Message struct {
	ID string `json:"id,omitempty"`
	// Name may be empty; then it is called by its topic.
	Name   string `json:"name,omitempty"`
	Folder string `json:"folder,omitempty"` // with / between those in one another
	// Connection is the ID of the stored connection that it is for; empty: all.
	Connection string      `json:"connection,omitempty"`
	Draft      draft.Draft `json:"draft"`
	// File is the path of the payload, which is not in the draft; mostly empty.
	File string `json:"file,omitempty"`
}

// Title is what a message is called.
func (m *Message) Title() string {
	if m.Name != "" {
		return m.Name
	}
	return m.Draft.Topic
}

// Where and how much is kept.
const (
	fileName     = "messages.json"
	version      = 1
	largest      = 64 << 20
	mostMessages = 20_000
)

type stored struct {
	Version  int       `json:"version"`
	Messages []Message `json:"messages"`
}

// Book is the saved messages, in a file that several programs may have open. Any number of
// goroutines may use it.
type Book struct{ file jsonfile.File }

// NewBook is the book in a folder. Nothing is read or written yet.
func NewBook(dir string) *Book {
	return &Book{jsonfile.File{Path: filepath.Join(dir, fileName), Of: kept.SavedMessages, Version: version, Most: largest}}
}

// All gives the messages, in their order. A [kept.Moved] error tells that a damaged
// file was put aside.
func (b *Book) All() ([]Message, error) {
	var s stored
	if err := b.file.Read(&s); err != nil {
		return nil, err
	}
	return mended(s.Messages), nil
}

// mended gives each message an ID of its own, which somebody may have copied, and bounds
// its names.
func mended(all []Message) []Message {
	taken := make(map[string]bool, len(all))
	for i := range all {
		m := &all[i]
		m.Name, m.Folder = beginning(m.Name), FolderOf(m.Folder)
		for m.ID == "" || taken[m.ID] {
			m.ID = rand.Text()
		}
		taken[m.ID] = true
	}
	return all
}

func beginning(s string) string {
	s = strings.TrimSpace(s)
	if len(s) <= profiles.LongestName {
		return s
	}
	return strings.ToValidUTF8(s[:profiles.LongestName], "") + "…"
}

// FolderOf is a path of folders as it is kept: without empty ones.
func FolderOf(path string) string {
	var all []string
	for one := range strings.SplitSeq(path, "/") {
		if one = strings.TrimSpace(one); one != "" {
			all = append(all, one)
		}
	}
	return beginning(strings.Join(all, "/"))
}

// Change makes a change of the messages as they are in the file now.
func (b *Book) Change(do func(all []Message) ([]Message, error)) ([]Message, error) {
	release, err := b.file.Claim()
	if err != nil {
		return nil, err
	}
	defer release()
	var s stored
	if err := b.file.ReadClaimed(&s); err != nil {
		return nil, err
	}
	all, err := do(mended(s.Messages))
	if err != nil {
		return nil, err
	}
	if len(all) > mostMessages {
		return nil, kept.ErrMany
	}
	all = mended(all)
	return all, b.file.Write(stored{version, all})
}

// Add saves messages at the end. It gives them as they are kept.
func (b *Book) Add(more ...Message) (added []Message, err error) {
	for _, m := range more {
		var exact bool
		if m.Draft, exact = m.Draft.Storable(); !exact {
			return nil, kept.ErrInexact
		}
		m.ID = rand.Text()
		added = append(added, m)
	}
	all, err := b.Change(func(all []Message) ([]Message, error) { return append(all, added...), nil })
	if err != nil {
		return nil, err
	}
	return all[len(all)-len(added):], nil
}

// Put has a message be another with the same ID.
func (b *Book) Put(m Message) error {
	var exact bool
	if m.Draft, exact = m.Draft.Storable(); !exact {
		return kept.ErrInexact
	}
	_, err := b.Change(func(all []Message) ([]Message, error) {
		i := slices.IndexFunc(all, func(o Message) bool { return o.ID == m.ID })
		if i < 0 {
			return nil, kept.ErrGone
		}
		all[i] = m
		return all, nil
	})
	return err
}

// Removed is a message that was removed, and where it was.
type Removed struct {
	Message

	At int
}

// Remove has messages go, and gives them for [Book.PutBack].
func (b *Book) Remove(ids ...string) (gone []Removed, err error) {
	going := make(map[string]bool, len(ids))
	for _, id := range ids {
		going[id] = true
	}
	_, err = b.Change(func(all []Message) (left []Message, err error) {
		gone = nil
		for i, m := range all {
			if going[m.ID] {
				gone = append(gone, Removed{m, i})
			} else {
				left = append(left, m)
			}
		}
		return left, nil
	})
	return gone, err
}

// PutBack brings back what was removed, to where it was.
func (b *Book) PutBack(gone []Removed) error {
	gone = slices.SortedStableFunc(slices.Values(gone), func(a, b Removed) int { return cmp.Compare(a.At, b.At) })
	_, err := b.Change(func(left []Message) ([]Message, error) {
		all := make([]Message, 0, len(left)+len(gone))
		for _, r := range gone {
			before := max(0, min(r.At-len(all), len(left)))
			all = append(append(all, left[:before]...), r.Message)
			left = left[before:]
		}
		return append(all, left...), nil
	})
	return err
}

// MessagesFor are those of the messages that are for a connection, which may be none that is
// stored.
func MessagesFor(all []Message, connection string) (some []Message) {
	for _, m := range all {
		if m.Connection == "" || m.Connection == connection {
			some = append(some, m)
		}
	}
	return some
}
