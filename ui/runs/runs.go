// Package runs keeps what a run of the program leaves to the next one when it
// does not end by the user: what was typed, and the report of a crash. It knows
// nothing of how the window shows that.
package runs

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"syscall"
	"time"

	"github.com/gofrs/flock"

	"mangrove/model/safefile"
)

// Names in the folder of runs, and in that of one run.
const (
	folderName = "runs"
	gateName   = "lock" // held while a run begins
	runPrefix  = "run-"
	lockName   = "lock" // held by a run as long as it lasts
	draftName  = "typed.json"
	crashName  = "crash.txt"
)

const (
	gateFor  = 2 * time.Second // is waited for others that begin
	mostLeft = 5               // runs of which something is kept
	mostSeen = 1_000           // runs that are taken over at once
	mostRead = 100_000         // names in the folder, of others too

	entriesAtOnce = 1_000 // that are read of a folder
)

// Run is a run of the program. It has a folder of its own, which is locked while
// it lasts: so another one knows what was left behind.
type Run struct {
	root   *os.Root // of what follows: nothing outside is made or removed, whatever links there are by now
	folder string
	lock   *flock.Flock
	draft  *safefile.Latest[Draft]
	left   []left
}

// left is what an earlier run has left. It stays locked until it is decided on.
type left struct {
	root   *os.Root
	folder string
	lock   *flock.Flock
	draft  Draft
	at     time.Time
}

// Found is what earlier runs have left.
type Found struct {
	Drafts []Draft // the latest last
	Report string  // the path of the report of the latest crash; empty: none
}

// Options are those of a run.
type Options struct {
	Folder  string      // for settings; what runs leave is below it
	Version string      // of the program
	Failed  func(error) // is called on another goroutine when a draft could not be written
}

// Begin begins a run and finds what earlier ones have left. From now on a crash
// leaves a report.
func Begin(o Options) (*Run, Found, error) {
	dir := filepath.Join(o.Folder, folderName)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, Found{}, err
	}
	root, err := os.OpenRoot(o.Folder)
	if err != nil {
		return nil, Found{}, err
	}
	if _, err = root.Stat(folderName); err != nil { // a link out of it, for one
		return nil, Found{}, errors.Join(err, root.Close())
	}
	gate, err := lockNow(filepath.Join(dir, gateName), gateFor)
	if err != nil {
		return nil, Found{}, errors.Join(err, root.Close())
	}
	defer gate.Unlock() //nolint:errcheck // it is closed in any case
	safefile.Sweep(o.Folder, time.Now())
	r := &Run{root: root}
	found := r.find(dir, filepath.Join(o.Folder, "crashes"))
	if r.folder, err = r.makeFolder(); err != nil {
		r.release()
		return nil, found, err
	}
	if r.lock, err = lockNow(filepath.Join(r.folder, lockName), gateFor); err == nil {
		err = watchCrashes(filepath.Join(r.folder, crashName), o.Version)
	}
	if err != nil {
		r.release()
		return nil, found, err
	}
	r.draft = safefile.NewLatest(filepath.Join(r.folder, draftName), encode, o.Failed)
	r.draft.Own = true
	return r, found, nil
}

// makeFolder makes the folder of a run, under a name that no other has.
func (r *Run) makeFolder() (string, error) {
	for {
		name := filepath.Join(folderName, runPrefix+strconv.FormatUint(rand.Uint64(), 10))
		if err := r.root.Mkdir(name, 0o700); !errors.Is(err, fs.ErrExist) {
			return filepath.Join(r.root.Name(), name), err
		}
	}
}

// lockNow locks a file. It waits for others for a while.
func lockNow(path string, patience time.Duration) (*flock.Flock, error) {
	l := flock.New(path, flock.SetFlag(os.O_CREATE|os.O_RDWR|noFollow), flock.SetPermissions(0o600))
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	_, err := l.TryLockContext(ctx, 10*time.Millisecond)
	return l, err
}

// find takes over what is left of runs that are no more.
func (r *Run) find(dir, crashes string) (f Found) {
	taken := 0
	for _, name := range latest(dir) {
		if taken == mostSeen {
			break
		}
		l := left{root: r.root, folder: filepath.Join(dir, name)}
		l.lock = flock.New(filepath.Join(l.folder, lockName), flock.SetFlag(os.O_CREATE|os.O_RDWR|noFollow), flock.SetPermissions(0o600))
		if locked, err := l.lock.TryLock(); err != nil || !locked {
			continue // it goes on, or is not ours
		}
		taken++
		if report := keepReport(filepath.Join(l.folder, crashName), crashes); report > f.Report { // the time is in the name
			f.Report = report
		}
		switch err := l.read(); {
		case errors.Is(err, errVersion):
			_ = l.lock.Unlock() // it is for the newer program
			taken--
		case err != nil || l.draft.Empty():
			l.remove()
		default:
			r.leave(l)
		}
	}
	r.dropRepeated()
	for _, l := range r.left {
		f.Drafts = append(f.Drafts, l.draft)
	}
	return f
}

// dropRepeated leaves out of what runs have left the tabs that another has left as well:
// whoever does not open them again, and opens the same anew, has them once. One that
// something was typed in stays, unless a later one has left it just as it is.
func (r *Run) dropRepeated() {
	for i := range r.left {
		draft := &r.left[i].draft
		active := draft.Active
		var kept few[Tab]
		draft.Active = -1
		for k, tab := range draft.Tabs {
			if r.isRepeated(tab, i) {
				continue
			}
			if k == active {
				draft.Active = len(kept)
			}
			kept = append(kept, tab)
		}
		draft.Tabs = kept
	}
	r.left = slices.DeleteFunc(r.left, func(l left) bool {
		empty := l.draft.Empty()
		if empty {
			l.remove()
		}
		return empty
	})
}

// isRepeated reports whether a tab of the i-th run is offered by another one.
func (r *Run) isRepeated(tab Tab, i int) bool {
	for k := range r.left {
		if k == i {
			continue
		}
		if slices.ContainsFunc(r.left[k].draft.Tabs, func(o Tab) bool {
			switch {
			case !tab.IsOf(o):
				return false
			case k > i:
				return !tab.Typed() || reflect.DeepEqual(tab, o)
			}
			return !tab.Typed() && o.Typed()
		}) {
			return true
		}
	}
	return false
}

// latest are the names of the folders of runs, the last used first; what else is there,
// and however many, does not count.
func latest(dir string) (names []string) {
	used := make(map[string]time.Time)
	for entry := range entriesOf(dir) {
		if !entry.IsDir() || !runName.MatchString(entry.Name()) { // a link may lead to what is not ours
			continue
		}
		if !ours(filepath.Join(dir, entry.Name())) {
			continue
		}
		if info, err := entry.Info(); err == nil {
			used[entry.Name()] = info.ModTime()
		}
	}
	return slices.SortedFunc(maps.Keys(used), func(a, b string) int { return used[b].Compare(used[a]) })
}

// entriesOf gives what is in a folder, up to mostRead of it.
func entriesOf(dir string) iter.Seq[fs.DirEntry] {
	return func(yield func(fs.DirEntry) bool) {
		folder, err := os.OpenFile(dir, os.O_RDONLY|syscall.O_NONBLOCK, 0) // which may be a pipe by now
		if err != nil {
			return
		}
		defer folder.Close() //nolint:errcheck // it was only read
		for read := 0; read < mostRead; {
			entries, err := folder.ReadDir(entriesAtOnce)
			for _, entry := range entries {
				if !yield(entry) {
					return
				}
			}
			if read += len(entries); err != nil {
				return // the end, for one
			}
		}
	}
}

// ours reports whether a folder has a file in it that a run leaves. One that only has
// the name of such a folder is somebody else's.
func ours(folder string) bool {
	return slices.ContainsFunc([]string{lockName, draftName, crashName}, func(name string) bool {
		info, err := os.Lstat(filepath.Join(folder, name))
		return err == nil && info.Mode().IsRegular()
	})
}

// runName is how the system names the folders of runs.
var runName = regexp.MustCompile("^" + runPrefix + `[0-9]+$`)

// leave keeps what an earlier run has left, of the latest ones: the others go at once,
// as each may be large.
func (r *Run) leave(l left) {
	at, _ := slices.BinarySearchFunc(r.left, l, func(a, b left) int { return a.at.Compare(b.at) })
	r.left = slices.Insert(r.left, at, l)
	if len(r.left) > mostLeft {
		r.left[0].remove()
		r.left = slices.Delete(r.left, 0, 1)
	}
}

// read reads what was typed in a run.
func (l *left) read() error {
	path := filepath.Join(l.folder, draftName)
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	content, err := beginning(path, 8*largestDraft) // JSON makes six bytes of one, and no more
	if err != nil {
		return err
	}
	l.at = info.ModTime()
	l.draft, err = decode(content)
	return err
}

func (l *left) remove() {
	_ = l.lock.Unlock() // Windows removes no file that is open
	_ = l.root.RemoveAll(filepath.Join(folderName, filepath.Base(l.folder)))
}

var errNoFile = errors.New("it is not a file")

// beginning reads a file, at the most so many bytes of it. A pipe that somebody has
// put in its place meanwhile is opened without waiting.
func beginning(path string, most int64) ([]byte, error) {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(err, errNoFile)
	}
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it was only read
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(err, errNoFile)
	}
	return io.ReadAll(io.LimitReader(f, most))
}

// Keep has a draft written soon, beside the goroutine that has it. What it shares
// with others must not change after.
func (r *Run) Keep(d Draft) { r.draft.Put(d) }

// Forget removes the drafts that were found.
func (r *Run) Forget() {
	for i := range r.left {
		r.left[i].remove()
	}
	r.left = nil
}

// release leaves what was found to the next run.
func (r *Run) release() {
	for i := range r.left {
		_ = r.left[i].lock.Unlock()
	}
	_ = r.root.Close()
}

// End ends the run. The draft is left to the next one, or removed.
func (r *Run) End(leave bool) {
	defer r.release()
	r.draft.Stop()
	unwatchCrashes()
	if !leave {
		own := left{root: r.root, folder: r.folder, lock: r.lock}
		own.remove()
		return
	}
	_ = os.Remove(filepath.Join(r.folder, crashName)) // it has no crash in it
	_ = r.lock.Unlock()
}
