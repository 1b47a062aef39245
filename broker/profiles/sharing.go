package profiles

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"github.com/gofrs/flock"

	"mangrove/broker/profiles/finding"
	"mangrove/model/safefile"
)

// Several programs may have the file open. Whoever changes it has the lock file
// meanwhile, which is there for ever, since whoever removed it would take it from
// under another. It is never held while the key ring is waited for.

const (
	lockSuffix = ".lock"
	// lockPatience is how long another program may write; it takes milliseconds,
	// but may have been stopped.
	lockPatience = 15 * time.Second
	lockEvery    = 2 * time.Millisecond
)

// ErrBusy is a file that another program does not let go.
var ErrBusy error = &finding.Fault{Code: finding.Busy}

// claim has the lock file of the book until it is released.
func (b *Book) claim(making bool) (release func(), err error) {
	if _, err := os.Stat(filepath.Dir(b.path)); err != nil && !making {
		return nil, err
	}
	return claim(b.path+lockSuffix, lockPatience)
}

// claim has a lock file until it is released. Where the file system has no locks
// there is none to have.
func claim(path string, patience time.Duration) (release func(), err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, &finding.Fault{Code: finding.NoFolder, Err: err}
	}
	lock := flock.New(path, flock.SetFlag(os.O_CREATE|os.O_RDWR), flock.SetPermissions(0o600))
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	_, err = lock.TryLockContext(ctx, lockEvery)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		err = ErrBusy
	case errors.Is(err, errors.ErrUnsupported), errors.Is(err, syscall.ENOLCK):
		err = nil
	case err != nil:
		err = &finding.Fault{Code: finding.NotLocked, Err: err}
	}
	return func() { _ = lock.Close() }, err
}

// changeLocked is change for who does not hold the mutex.
func (b *Book) changeLocked(do func(all []Profile) ([]Profile, error)) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.change(do)
}

// change makes a change of the list as it is in the file now. The caller holds the
// mutex.
func (b *Book) change(do func(all []Profile) ([]Profile, error)) error {
	if b.locked != nil {
		return b.locked
	}
	release, err := b.claim(true)
	if err != nil {
		return err
	}
	defer release()
	if err := b.reread(true); err != nil {
		return err
	}
	told := len(b.news)
	all, err := do(slices.Clone(b.all))
	if err == nil {
		err = b.write(all)
	}
	if err != nil {
		b.news = b.news[:told]
	}
	return err
}

// write makes all the book, in the file first. The caller holds the mutex and the
// lock file.
func (b *Book) write(all []Profile) error {
	content, err := encode(b.withQueries(all))
	if err != nil {
		return err
	}
	if len(content) > largestBook {
		return errLargeBook
	}
	if !bytes.Equal(content, b.content) {
		if err := b.keepUnknown(); err != nil {
			return err
		}
		if err := safefile.Keep(b.path, content); err != nil {
			return &finding.Fault{Code: finding.NotSaved, Err: err}
		}
	}
	b.all, b.content = all, content
	return nil
}

// reread takes what another program has written. A file that is gone is written
// again with what is here, and one that is damaged put aside, if it may be. The
// caller holds the mutex.
func (b *Book) reread(mend bool) error {
	content, err := readBook(b.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if mend {
			b.content = nil
		}
		return nil
	case err != nil:
		return &finding.Fault{Code: finding.NotRead, Err: err}
	case bytes.Equal(content, b.content):
		return nil
	}
	all, err := decodeBook(content)
	var broken *BrokenError
	switch {
	case errors.Is(err, ErrNewer):
		return at(b.path, err)
	case err != nil && !mend:
		return nil // somebody is at it
	case err != nil:
		if err = putAside(b.path, err); !errors.As(err, &broken) {
			return err
		}
		b.content = nil
		b.news = append(b.news, finding.Note{Code: finding.DamagedElsewhere, Name: broken.Aside})
		return nil
	}
	b.all, b.content, b.unseen = b.withoutQueries(all), content, true
	return nil
}

// withoutQueries takes the queries out of profiles that other programs have left
// in the file.
func (b *Book) withoutQueries(all []Profile) []Profile {
	for i, p := range all {
		query := p.takeQuery()
		if query == "" {
			continue
		}
		if known := b.inFile[p.ID]; known != query {
			continue // it is one when it is connected with, and when the book is opened
		}
		p.Kept = keeping(p.Kept, map[string]string{SecretQuery: query})
		all[i] = p
	}
	return all
}

// Refresh takes what other programs have written, and reports whether there is
// any since it was asked last, also of what a change here has found.
func (b *Book) Refresh() (changed bool, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.locked != nil {
		return false, nil
	}
	// A file that is gone for a moment is no news.
	if content, err := readBook(b.path); err == nil && !bytes.Equal(content, b.content) {
		release, err := b.claim(false)
		if err != nil {
			return false, err
		}
		defer release()
		if err := b.reread(false); err != nil {
			return false, err
		}
	}
	changed = b.unseen
	b.unseen = false
	return changed, nil
}

// largestBook is the most in bytes that is read and written of a file of profiles or
// secrets.
const largestBook = 64 << 20

var errLargeBook error = &finding.Fault{Code: finding.LargeFile}

// readBook reads the file of profiles.
func readBook(path string) ([]byte, error) { return ReadFile(path, largestBook) }

// abandoned is how old a file is that nobody is writing any more.
const abandoned = time.Minute

// sweep removes what programs have left that were killed while they wrote, earlier
// versions among them, which gave other names. The caller holds the lock file; older
// programs take none, so what is young stays.
func sweep(path string) {
	path = safefile.Target(path)
	safefile.Sweep(filepath.Dir(path), time.Now())
	left, err := filepath.Glob(quoteGlob(path) + ".new-*")
	if err != nil {
		return // there is none of that name
	}
	for _, name := range left {
		if info, err := os.Lstat(name); err == nil && info.Mode().IsRegular() && time.Since(info.ModTime()) > abandoned {
			_ = os.Remove(name) // another time
		}
	}
}

// quoteGlob has no pattern in a path.
func quoteGlob(path string) string {
	var quoted []rune
	for _, r := range path {
		if r == '*' || r == '?' || r == '[' || r == '\\' && os.PathSeparator != '\\' {
			quoted = append(quoted, '\\')
		}
		quoted = append(quoted, r)
	}
	return string(quoted)
}

// Claim has the lock file beside a file until it is released. [ErrBusy]: another program
// does not let go of it.
func Claim(path string) (release func(), err error) { return claim(path+lockSuffix, lockPatience) }
