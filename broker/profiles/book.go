package profiles

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"sync"

	"mangrove/broker/profiles/finding"
)

// Why a profile cannot be changed.
var (
	ErrUnknown error = &finding.Fault{Code: finding.NotThere}
	// ErrDeleted is an ErrUnknown that another program has deleted meanwhile.
	ErrDeleted error = &finding.Fault{Code: finding.DeletedElsewhere, Err: ErrUnknown}
)

// Book is the list of profiles with its file, which several programs may have
// open. Every change is made to the list as it is in the file at that moment, and
// is in the file when the method that makes it returns; the secrets follow. On an
// error nothing has changed. All methods may be called from any goroutine.
type Book struct {
	path    string // as it was given; see target
	secrets Secrets

	mu      sync.Mutex // guards what follows; held while the file is read and written, not while secrets are
	all     []Profile
	content []byte // of the file, as last read or written; nil: there is none
	deleted []deletion
	locked  error             // why nothing may be changed, nil when it may
	inFile  map[string]string // queries that stay in the file, by profile; see hideQueries
	news    []finding.Note    // see DrainNotes
	unseen  bool              // others have changed something since Refresh
}

// deletion is what [Book.Undo] needs.
type deletion struct {
	profile Profile
	place   int
	secrets map[string]string
}

// Open reads the book in the folder dir, which need not exist. There is always
// a book. As for the error, a *[BrokenError] says that a file was put
// aside, [ErrNewer] that the book cannot be changed, and is empty, because it
// would lose something.
func Open(dir string, secrets Secrets) (*Book, error) {
	b := &Book{path: filepath.Join(dir, fileName), secrets: secrets}
	if release, err := b.claim(false); err == nil { // else it is read all the same
		defer release()
		sweep(b.path)
	}
	content, err := readBook(b.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return b, b.attach(false)
	case err != nil:
		b.locked = &finding.Fault{Code: finding.NotRead, Err: err}
		return b, errors.Join(b.locked, b.attach(false))
	}
	b.all, err = decodeBook(content)
	switch {
	case errors.Is(err, ErrNewer):
		err = at(b.path, err)
		b.locked = err
	case err != nil:
		if err = putAside(b.path, err); !errors.As(err, new(*BrokenError)) {
			b.locked = err
		}
		return b, errors.Join(err, b.attach(false))
	}
	b.content = content
	if err == nil {
		err = b.hideQueries()
	}
	return b, errors.Join(err, b.attach(err == nil))
}

// attach says to secrets that are in the same folder which of them there are, when
// that is known: of a file that could not be read it is not.
func (b *Book) attach(known bool) error {
	v, ok := b.secrets.(*Vault)
	if !ok {
		return nil
	}
	var kept map[Secret]string
	if known {
		kept = make(map[Secret]string)
		for _, p := range b.all {
			for _, name := range p.Kept {
				kept[Secret{p.ID, name}] = p.purpose()
			}
		}
	}
	return v.attach(filepath.Dir(b.path), kept)
}

// All gives the profiles in their order.
func (b *Book) All() []Profile {
	b.mu.Lock()
	defer b.mu.Unlock()
	all := make([]Profile, len(b.all))
	for i, p := range b.all {
		all[i] = p.clone()
	}
	return all
}

// Get gives a profile by its ID.
func (b *Book) Get(id string) (Profile, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	i := find(b.all, id)
	if i < 0 {
		return Profile{}, ErrUnknown
	}
	return b.all[i].clone(), nil
}

// Create adds a profile at the end, with its secrets by name, and gives it as
// it is in the book, with an ID.
func (b *Book) Create(p Profile, secrets map[string]string) (Profile, error) {
	return one(b.insert([]Draft{{p, secrets}}, atEnd))
}

// Draft is a profile that is not in a book yet, with its secrets by name.
type Draft struct {
	Profile Profile
	Secrets map[string]string
}

// CreateAll adds profiles at the end, all of them or none, and gives them as
// they are in the book. The file is written once.
func (b *Book) CreateAll(drafts []Draft) ([]Profile, error) { return b.insert(drafts, atEnd) }

// Duplicate puts a copy after a profile, secrets included, with a name made of it.
func (b *Book) Duplicate(id string, name func(of Profile) string) (Profile, error) {
	p, err := b.Get(id)
	if err != nil {
		return Profile{}, err
	}
	secrets, err := b.secretsOf(p)
	if err != nil {
		return Profile{}, err
	}
	p.Name = name(p)
	return one(b.insert([]Draft{{p, secrets}}, func(all []Profile) int {
		if i := find(all, id); i >= 0 {
			return i + 1
		}
		return len(all)
	}))
}

// Move puts a profile at a place in the list, counted without itself. Where
// another program has changed the list, it comes after the same one as here.
func (b *Book) Move(id string, place int) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	before := b.all
	return b.change(func(all []Profile) ([]Profile, error) {
		i := find(all, id)
		if i < 0 {
			return nil, missing(before, id)
		}
		p := all[i]
		all = slices.Delete(all, i, i+1)
		return slices.Insert(all, placeAs(before, all, id, place), p), nil
	})
}

// placeAs is the place in a list that comes after the same profile as one in
// another list has before it, of those that are in both.
func placeAs(before, now []Profile, id string, place int) int {
	before = slices.DeleteFunc(slices.Clone(before), func(p Profile) bool { return p.ID == id })
	for i := min(max(0, place), len(before)) - 1; i >= 0; i-- {
		if at := find(now, before[i].ID); at >= 0 {
			return at + 1
		}
	}
	return 0
}

// Delete removes a profile and its secrets, with what other programs have changed
// of it. [Book.Undo] brings all of that back.
func (b *Book) Delete(id string) error {
	p, err := b.Get(id)
	if err != nil {
		return err
	}
	secrets, err := b.secretsOf(p)
	if err != nil {
		return err
	}
	var gone deletion
	err = b.changeLocked(func(all []Profile) ([]Profile, error) {
		i := find(all, id)
		if i < 0 {
			return nil, ErrUnknown
		}
		gone = deletion{all[i], i, secrets}
		return slices.Delete(all, i, i+1), nil
	})
	if err != nil {
		return err
	}
	forget := make(map[Secret]string)
	if b.guarded() {
		forget[Secret{id, purposeName}] = ""
	}
	for _, name := range gone.profile.Kept {
		forget[Secret{id, name}] = ""
	}
	if err := setAll(b.secrets, forget); err != nil {
		_, undone := b.put([]Profile{gone.profile}, func(all []Profile) int { return min(gone.place, len(all)) })
		return errors.Join(err, undone)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.deleted = append(b.deleted, gone)
	return nil
}

// Undo brings back the profile deleted last, in its place. There may be as many
// undos as there were deletions since the book was opened; then it is
// [ErrUnknown].
func (b *Book) Undo() (Profile, error) {
	b.mu.Lock()
	if len(b.deleted) == 0 {
		b.mu.Unlock()
		return Profile{}, ErrUnknown
	}
	last := b.deleted[len(b.deleted)-1]
	b.deleted = b.deleted[:len(b.deleted)-1]
	b.mu.Unlock()
	p, err := one(b.insert([]Draft{{last.profile, last.secrets}}, func(all []Profile) int { return min(last.place, len(all)) }))
	if err != nil {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.deleted = append(b.deleted, last)
	}
	return p, err
}

// insert adds profiles with their secrets at a place, all of them or none. An ID
// stays if it is free.
func (b *Book) insert(drafts []Draft, place func(all []Profile) int) ([]Profile, error) {
	added := make([]Profile, len(drafts))
	found := make([]map[string]string, len(drafts))
	for i, d := range drafts {
		p := d.Profile.clone()
		p.mend()
		found[i] = p.takeSecrets()
		for name, value := range d.Secrets {
			if value != "" && name != purposeName {
				found[i][name] = value
			}
		}
		p.Kept = keeping(p.Kept, found[i])
		if len(found[i]) > 0 && b.guarded() {
			found[i][purposeName] = p.purpose()
			if was, there := d.Secrets[purposeName]; there {
				found[i][purposeName] = was // of a profile that was here before
			}
		}
		added[i] = p
	}
	made, err := b.put(added, place)
	if err != nil {
		return nil, err
	}
	secrets := make(map[Secret]string, len(made))
	for i, p := range made {
		for name, value := range found[i] {
			if value != "" {
				secrets[Secret{p.ID, name}] = value
			}
		}
		if v, ok := b.secrets.(*Vault); ok && !v.isOpen() {
			p.none(secrets)
		}
	}
	if err := setAll(b.secrets, secrets); err != nil {
		return nil, errors.Join(err, b.takeOut(made))
	}
	return made, nil
}

// put writes profiles into the file, at a place, and gives them with their IDs.
func (b *Book) put(added []Profile, place func(all []Profile) int) (made []Profile, err error) {
	err = b.changeLocked(func(all []Profile) ([]Profile, error) {
		taken := make(map[string]bool, len(all)+len(added))
		for _, p := range all {
			taken[p.ID] = true
		}
		made = make([]Profile, 0, len(added))
		for _, p := range added {
			if p = p.clone(); p.ID == "" || taken[p.ID] {
				p.ID = newID()
			}
			taken[p.ID] = true
			made = append(made, p)
		}
		return slices.Insert(all, place(all), made...), nil
	})
	for i, p := range made {
		made[i] = p.clone()
	}
	return made, err
}

// takeOut removes profiles whose secrets could not be kept.
func (b *Book) takeOut(made []Profile) error {
	return b.changeLocked(func(all []Profile) ([]Profile, error) {
		return slices.DeleteFunc(all, func(p Profile) bool { return find(made, p.ID) >= 0 }), nil
	})
}

func atEnd(all []Profile) int { return len(all) }

func one(made []Profile, err error) (Profile, error) {
	if err != nil {
		return Profile{}, err
	}
	return made[0], nil
}

// secretsOf reads the secrets of a profile that are there.
func (b *Book) secretsOf(p Profile) (map[string]string, error) {
	all := make(map[string]string)
	for _, name := range p.Kept {
		value, err := b.secrets.Get(p.ID, name)
		if err != nil {
			return nil, err
		}
		all[name] = value
	}
	var err error
	if v, ok := b.secrets.(*Vault); ok && len(p.Kept) > 0 {
		var holds bool
		if all[purposeName], holds, err = v.given(p.ID, maps.Clone(all)); !holds {
			all[purposeName] = "" // it is asked about, here as there
		}
	}
	return all, err
}

// guarded reports whether it is kept what secrets are for.
func (b *Book) guarded() bool { _, ok := b.secrets.(*Vault); return ok }

func find(all []Profile, id string) int {
	return slices.IndexFunc(all, func(p Profile) bool { return p.ID == id })
}

// missing is why a profile is not in the file: whether it was here before.
func missing(before []Profile, id string) error {
	if find(before, id) >= 0 {
		return ErrDeleted
	}
	return ErrUnknown
}

func newID() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // it never fails
	return hex.EncodeToString(b[:])
}
