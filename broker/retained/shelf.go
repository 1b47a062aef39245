package retained

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"mangrove/broker"
	"mangrove/broker/profiles"
	"mangrove/model/safefile"
)

// Shelf keeps what was cleared, so that it can be brought back, also by a later run of the
// program: of each broker the last clearings, each in a file of its own that only the user
// can read. Any goroutine may use it.
type Shelf struct {
	folder string // empty: in memory
	mu     sync.Mutex
	held   map[string][]byte // what stands in the place of files then
	own    []string          // names of what was put by this run, the oldest first
}

// What is kept of one clearing, in bytes of messages, and of how many brokers.
const (
	MostShelved    = 256 << 20
	mostBrokers    = 20
	largestShelved = 2 * MostShelved // base64 and names make a third more of it
	mostOwn        = 5               // of one run: what it has offered to undo can be undone
	mostOf         = 5               // of one broker, of all runs: another window must not take away what this one offers
	mostNames      = 10_000          // that are read of the folder
)

// ErrTooMuch is that messages take more than is kept of one clearing.
var ErrTooMuch = errors.New("the messages are more than is kept")

// NewShelf makes a shelf in a folder, which is made when it is needed. Without one, what it
// keeps ends with the program.
func NewShelf(folder string) *Shelf { return &Shelf{folder: folder, held: map[string][]byte{}} }

// Put keeps messages that are about to be cleared, and gives the name they are kept by.
// What was kept of the broker before stays until [Shelf.FinishClearing].
func (s *Shelf) Put(k Kept, messages []broker.Publication) (name string, err error) {
	size := 0
	for i := range messages {
		size += SizeOf(messages[i])
	}
	if size > MostShelved {
		return "", ErrTooMuch
	}
	content, err := encode(k, messages)
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	names, err := s.names()
	if err != nil {
		return "", err
	}
	at := k.At.UnixNano()
	for name == "" || slices.Contains(names, name) {
		name = fmt.Sprintf("%s%020d%s", beginOf(k.Broker), at, shelvedEnd)
		at++
	}
	if s.folder == "" {
		s.held[name] = content
	} else if err := s.keepFile(name, content); err != nil {
		return "", err
	}
	s.own = append(s.own, name)
	return name, nil
}

func (s *Shelf) keepFile(name string, content []byte) error {
	if err := os.MkdirAll(s.folder, 0o700); err != nil {
		return err
	}
	return safefile.Keep(filepath.Join(s.folder, name), content)
}

// FinishClearing is to be called when a clearing has ended. When something may have been cleared,
// the oldest of what other runs kept of the same broker is dropped, otherwise what was put for
// this one.
func (s *Shelf) FinishClearing(name string, cleared bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !cleared {
		s.drop(name)
		return
	}
	for len(s.own) > mostOwn {
		s.drop(s.own[0])
	}
	names, err := s.names()
	if err != nil {
		return // what is there too much takes room only
	}
	brokers := map[string]int{}
	for _, other := range slices.Backward(names) {
		of := other[:beginLength]
		tooMany := brokers[of] >= mostOf || brokers[of] == 0 && len(brokers) >= mostBrokers
		if tooMany && !slices.Contains(s.own, other) {
			s.drop(other)
			continue
		}
		brokers[of]++
	}
}

func (s *Shelf) drop(name string) {
	s.own = slices.DeleteFunc(s.own, func(one string) bool { return one == name })
	if s.folder == "" {
		delete(s.held, name)
		return
	}
	_ = os.Remove(filepath.Join(s.folder, name)) // another time
}

// Last is the name of the last clearing on the broker of an address, or else of the last one
// on any; empty when nothing is kept.
func (s *Shelf) Last(address string) (name string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	names, err := s.names()
	for _, one := range slices.Backward(names) {
		if one[:beginLength] == beginOf(address) {
			return one, err
		}
	}
	if len(names) > 0 {
		name = names[len(names)-1]
	}
	return name, err
}

// Read reads what is kept by a name. It is as with [Read].
func (s *Shelf) Read(name string) (Kept, []broker.Publication, error) {
	if !shelved.MatchString(name) {
		return Kept{}, nil, ErrNotKept
	}
	if s.folder == "" {
		s.mu.Lock()
		content, held := s.held[name]
		s.mu.Unlock()
		if !held {
			return Kept{}, nil, os.ErrNotExist
		}
		return Read(content)
	}
	content, err := profiles.ReadFile(filepath.Join(s.folder, name), largestShelved)
	if err != nil {
		return Kept{}, nil, err
	}
	return Read(content)
}

// names are those that something is kept by, the oldest first.
func (s *Shelf) names() ([]string, error) {
	names := slices.Collect(maps.Keys(s.held))
	if s.folder != "" {
		found, err := namesIn(s.folder)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, err
		}
		names = slices.DeleteFunc(found, func(name string) bool { return !shelved.MatchString(name) })
	}
	slices.SortFunc(names, func(a, b string) int { return strings.Compare(timeOf(a), timeOf(b)) })
	return names, nil
}

// namesIn gives the names in a folder, of very many some.
func namesIn(folder string) ([]string, error) {
	f, err := os.Open(folder)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it was only read
	names, err := f.Readdirnames(mostNames)
	if errors.Is(err, io.EOF) {
		err = nil // there is none
	}
	return names, err
}

// shelved is how the files are named: by the broker, of which the address is not seen in the
// name, and the time.
var shelved = regexp.MustCompile(`^cleared-[0-9a-f]{16}-[0-9]{20}\.jsonl$`)

const (
	shelvedBegin = "cleared-"
	shelvedEnd   = ".jsonl"
	beginLength  = len(shelvedBegin) + 16 + 1
)

func beginOf(address string) string {
	sum := sha256.Sum256([]byte(address))
	return fmt.Sprintf("%s%x-", shelvedBegin, sum[:8])
}

func timeOf(name string) string { return name[beginLength:] }

// SizeOf is about what a message takes in memory, in bytes: a user property of five bytes
// takes more than thirty.
func SizeOf(m broker.Publication) int {
	const besides, eachUser = 200, 32
	n := besides + len(m.Topic) + len(m.Payload)
	if p := m.Properties; p != nil {
		n += len(p.ContentType) + len(p.ResponseTopic) + len(p.CorrelationData)
		for _, u := range p.User {
			n += eachUser + len(u.Name) + len(u.Value)
		}
	}
	return n
}

// Absent leaves out the messages for whose topics a broker keeps something, so that nothing
// newer is replaced by them.
func (f *Found) Absent(messages []broker.Publication) (absent []broker.Publication) {
	there := make(map[string]bool, len(f.Messages))
	for i := range f.Messages {
		there[f.Messages[i].Topic] = true
	}
	for _, m := range messages {
		if !there[m.Topic] {
			absent = append(absent, m)
		}
	}
	return absent
}

// Only leaves out of what was found all but some topics.
func (f *Found) Only(topics []string) []broker.Publication {
	wanted := make(map[string]bool, len(topics))
	for _, t := range topics {
		wanted[t] = true
	}
	var left []broker.Publication
	for _, m := range f.Messages {
		if wanted[m.Topic] {
			left = append(left, m)
		}
	}
	return left
}
