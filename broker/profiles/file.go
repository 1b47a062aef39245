package profiles

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"mangrove/broker"
	"mangrove/broker/profiles/finding"
)

// FileVersion is that of the file of profiles and of exports. It is raised with
// every field added, so that an older program knows that it would lose some.
const FileVersion = 4

// fileName is the file's in its folder.
const fileName = "profiles.json"

// ErrNewer is a file of profiles that cannot be changed without losing something.
var ErrNewer error = &finding.Fault{Code: finding.NewerFile}

// BrokenError says that the file could not be read and where it was put. The
// book begins anew then.
type BrokenError struct {
	Aside string // the path it has now
	Err   error  // what is wrong with it
}

// Error is that of the fault.
func (e *BrokenError) Error() string { return e.Unwrap().Error() }

// Unwrap is the fault, whose cause is what is wrong with the file.
func (e *BrokenError) Unwrap() error {
	return &finding.Fault{Code: finding.BrokenFile, Name: e.Aside, Count: lineOf(e.Err), Err: e.Err}
}

// lineOf is the line of a file at which something is wrong, 0 when that is not known.
func lineOf(err error) int64 {
	if at := (*placedError)(nil); errors.As(err, &at) {
		return int64(at.line)
	}
	return 0
}

// stored is the content of the file, and of one that is shared.
type stored struct {
	Version  int       `json:"version"`
	Profiles []Profile `json:"profiles"`
}

// Folder is where the user's profiles are kept on this system.
func Folder() (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", &finding.Fault{Code: finding.NoConfigFolder, Err: err}
	}
	return filepath.Join(dir, "mangrove"), nil
}

// mostProfiles are more than anybody has. Three bytes of a file make a profile, a
// thousand times as large.
const mostProfiles = 20_000

// mostValues are more than a file of this program has. Three bytes of one make a
// value, thirty times as large.
const mostValues = 1_000_000

// ErrNoBook is a change where nothing can be stored.
var ErrNoBook error = &finding.Fault{Code: finding.NoBook}

var (
	errNoVersion error = &finding.Fault{Code: finding.NoVersion}
	errDense     error = &finding.Fault{Code: finding.ManyValues, Limit: mostValues}
)

// CheckValues refuses JSON that would take a thousand times the memory of a usual one
// of its size. It only counts: what is no JSON is found when it is read.
func CheckValues(content []byte) error {
	values, quoted := 0, false
	for i := 0; i < len(content); i++ {
		switch c := content[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case !quoted && (c == ',' || c == '{' || c == '['):
			values++
		}
	}
	if values > mostValues {
		return errDense
	}
	return nil
}

// decode reads a file's content. What it does not know is [ErrNewer].
func decode(content []byte) ([]Profile, error) {
	if err := CheckValues(content); err != nil {
		return nil, err
	}
	var count struct{ Profiles []json.RawMessage }
	isJSON := json.Unmarshal(content, &count) == nil
	if len(count.Profiles) > mostProfiles {
		return nil, &finding.Fault{Code: finding.ManyConnections, Count: int64(len(count.Profiles)), Limit: mostProfiles}
	}
	if err := checkVersion(content, FileVersion); err != nil { // a newer program may have other types
		return nil, err
	}
	// Strictly first: as a rule that is all there is to do.
	s := stored{Profiles: make([]Profile, 0, len(count.Profiles))}
	strange := decodeStrictly(content, &s)
	if !isJSON || strange != nil {
		s = stored{}
		if err := json.Unmarshal(content, &s); err != nil {
			return nil, err
		}
	}
	switch {
	case s.Version == FileVersion && strange != nil:
		return nil, strangeField(strange)
	case s.Version < 1:
		return nil, errNoVersion
	}
	for i := range s.Profiles {
		s.Profiles[i].mend()
	}
	return s.Profiles, nil
}

// decodeStrictly reads a file's content, and says what is wrong with it, unknown fields
// among it.
func decodeStrictly(content []byte, s *stored) error {
	strict := json.NewDecoder(bytes.NewReader(content))
	strict.DisallowUnknownFields()
	return strict.Decode(s)
}

// decodeBook reads the content of a book, where each connection has an id.
func decodeBook(content []byte) ([]Profile, error) {
	all, err := decode(content)
	ownIDs(all)
	return all, placed(err, content)
}

// placedError is one of JSON with the line that reading got to.
type placedError struct {
	error
	line int
}

func (e *placedError) Unwrap() error { return e.error }

// placed says where the JSON of a file is wrong, if that is what is wrong with it.
func placed(err error, content []byte) error {
	var offset int64
	if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
		offset = syntax.Offset
	} else if kind := (*json.UnmarshalTypeError)(nil); errors.As(err, &kind) {
		offset = kind.Offset
	}
	read := bytes.TrimRight(content[:min(max(offset, 0), int64(len(content)))], "\n")
	if len(read) == 0 {
		return err
	}
	return &placedError{err, 1 + bytes.Count(read, []byte{'\n'})}
}

// ownIDs gives an id to what was copied or written in an editor: an id that is not
// there, or is that of another, would have one connection edited or deleted instead
// of the other, with its secrets. All who read the file make up the same ones, until
// somebody writes it.
func ownIDs(all []Profile) {
	taken := make(map[string]bool, len(all))
	var odd []int
	for i := range all {
		if id := all[i].ID; id == "" || taken[id] {
			odd = append(odd, i)
			continue
		}
		taken[all[i].ID] = true
	}
	for _, i := range odd {
		for n := 1; all[i].ID == "" || taken[all[i].ID]; n++ {
			sum := sha256.Sum256(fmt.Appendf(nil, "%d of %s", n, all[i].ID))
			all[i].ID = hex.EncodeToString(sum[:8])
		}
		taken[all[i].ID] = true
	}
}

// mend gives what others have written into a file of profiles the form it has
// here: a scheme is written in one way only, as all decide by it whether to use
// TLS, and a secret that there is not cannot be asked for. Names that nobody can
// read would take a minute to be drawn; a longer host there cannot be (RFC 1035,
// 2.3.4).
func (p *Profile) mend() {
	if scheme, ok := broker.Scheme(p.Address.Scheme); ok {
		p.Address.Scheme = scheme
	}
	p.Name, p.Folder = beginning(p.Name), beginning(p.Folder)
	if len(p.Address.Host) > LongestName {
		p.Address.Host = ""
	}
	p.Kept = slices.DeleteFunc(p.Kept, func(name string) bool { return !KnownSecret(name) })
}

// LongestName is that of a profile, a folder or a host, in bytes.
const LongestName = 255

func beginning(name string) string {
	if len(name) <= LongestName {
		return name
	}
	return strings.ToValidUTF8(name[:LongestName], "") + "…"
}

func encode(all []Profile) ([]byte, error) {
	if all == nil {
		all = []Profile{}
	}
	content, err := json.MarshalIndent(stored{FileVersion, all}, "", "  ")
	return append(content, '\n'), err
}

// putAside renames a broken file so that nothing overwrites it.
func putAside(path string, why error) error {
	aside := path + ".broken-" + time.Now().Format("20060102-150405.000")
	if err := os.Rename(path, aside); err != nil {
		return &finding.Fault{Code: finding.FileStays, Name: path, Err: err}
	}
	return &BrokenError{Aside: aside, Err: why}
}
