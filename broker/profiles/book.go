package profiles

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// ErrUnknown is a profile that is not in the book, or not any more.
var ErrUnknown = errors.New("there is no such connection any more")

// Book is the list of profiles with its file. Every change is in the file when
// the method that makes it returns; on an error nothing has changed. All
// methods may be called from any goroutine.
type Book struct {
	path    string
	secrets Secrets

	mu      sync.Mutex // guards what follows; held while the file is written
	all     []Profile
	content []byte // of the file, as last read or written; nil: there is none
	deleted []deletion
	locked  error             // why nothing may be changed, nil when it may
	inFile  map[string]string // queries that stay in the file, by profile; see hideQueries
}

// deletion is what [Book.Undo] needs.
type deletion struct {
	profile Profile
	place   int
	secrets map[string]string
}

// Open reads the book in the folder dir, which need not exist. There is always
// a book. The error is for the user: a *[BrokenError] says that a file was put
// aside, [ErrNewer] that the book cannot be changed, and is empty, because it
// would lose something.
func Open(dir string, secrets Secrets) (*Book, error) {
	b := &Book{path: filepath.Join(dir, fileName), secrets: secrets}
	content, err := os.ReadFile(b.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return b, nil
	case err != nil:
		b.locked = fmt.Errorf("the profiles cannot be read; check who may read the file: %w", err)
		return b, b.locked
	}
	b.all, err = decode(content)
	switch {
	case errors.Is(err, ErrNewer):
		b.locked = err
	case err != nil:
		if err = putAside(b.path, err); !errors.As(err, new(*BrokenError)) {
			b.locked = err
		}
		return b, err
	}
	b.content = content
	if err == nil {
		err = b.hideQueries()
	}
	return b, err
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
	i := b.find(id)
	if i < 0 {
		return Profile{}, ErrUnknown
	}
	return b.all[i].clone(), nil
}

// Create adds a profile at the end, with its secrets by name, and gives it as
// it is in the book, with an ID.
func (b *Book) Create(p Profile, secrets map[string]string) (Profile, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.insert(p, len(b.all), secrets)
}

// Draft is a profile that is not in a book yet, with its secrets by name.
type Draft struct {
	Profile Profile
	Secrets map[string]string
}

// CreateAll adds profiles at the end, all of them or none, and gives them as
// they are in the book. The file is written once.
func (b *Book) CreateAll(drafts []Draft) ([]Profile, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.insertAll(drafts, len(b.all))
}

// Update replaces the profile with the same ID. Its secrets stay. A private key
// pasted into a field and the query of an address become the secrets they are,
// here as in Create.
func (b *Book) Update(p Profile) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	i := b.find(p.ID)
	if i < 0 {
		return ErrUnknown
	}
	if b.locked != nil {
		return b.locked
	}
	p = p.clone()
	p.Kept = slices.Clone(b.all[i].Kept)
	secrets := p.takeSecrets()
	if err := b.keep(&p, secrets); err != nil {
		return err
	}
	if secrets[SecretQuery] != "" {
		delete(b.inFile, p.ID)
	}
	all := slices.Clone(b.all)
	all[i] = p
	return b.write(all)
}

// SetSecret keeps a secret of a profile, or forgets it when it is empty.
func (b *Book) SetSecret(id, name, value string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	i := b.find(id)
	if i < 0 {
		return ErrUnknown
	}
	if b.locked != nil {
		return b.locked
	}
	p := b.all[i].clone()
	p.Kept = slices.DeleteFunc(p.Kept, func(kept string) bool { return kept == name })
	var err error
	if value == "" {
		err = b.secrets.Delete(id, name)
	} else {
		err = b.secrets.Set(id, name, value)
		p.Kept = append(p.Kept, name)
		slices.Sort(p.Kept)
	}
	_, inFile := b.inFile[id]
	inFile = inFile && name == SecretQuery
	if err != nil || slices.Equal(p.Kept, b.all[i].Kept) && !inFile {
		return err
	}
	if inFile {
		delete(b.inFile, id)
	}
	all := slices.Clone(b.all)
	all[i] = p
	return b.write(all)
}

// Duplicate puts a copy after a profile, secrets included.
func (b *Book) Duplicate(id string) (Profile, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	i := b.find(id)
	if i < 0 {
		return Profile{}, ErrUnknown
	}
	p := b.all[i].clone()
	secrets, err := b.secretsOf(p)
	if err != nil {
		return Profile{}, err
	}
	p.Name += " copy"
	return b.insert(p, i+1, secrets)
}

// Move puts a profile at a place in the list, counted without itself.
func (b *Book) Move(id string, place int) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	i := b.find(id)
	if i < 0 {
		return ErrUnknown
	}
	p := b.all[i]
	all := slices.Delete(slices.Clone(b.all), i, i+1)
	return b.write(slices.Insert(all, min(max(0, place), len(all)), p))
}

// Delete removes a profile and its secrets. [Book.Undo] brings both back.
func (b *Book) Delete(id string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	i := b.find(id)
	if i < 0 {
		return ErrUnknown
	}
	p := b.all[i]
	secrets, err := b.secretsOf(p)
	if err != nil {
		return err
	}
	if err := b.write(slices.Delete(slices.Clone(b.all), i, i+1)); err != nil {
		return err
	}
	b.deleted = append(b.deleted, deletion{p, i, secrets})
	var failed []error
	for _, name := range p.Kept {
		failed = append(failed, b.secrets.Delete(p.ID, name))
	}
	return errors.Join(failed...)
}

// Undo brings back the profile deleted last, in its place. There may be as many
// undos as there were deletions since the book was opened; then it is
// [ErrUnknown].
func (b *Book) Undo() (Profile, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.deleted) == 0 {
		return Profile{}, ErrUnknown
	}
	last := b.deleted[len(b.deleted)-1]
	p, err := b.insert(last.profile, min(last.place, len(b.all)), last.secrets)
	if err == nil {
		b.deleted = b.deleted[:len(b.deleted)-1]
	}
	return p, err
}

// insert adds a profile with its secrets. The caller holds the lock.
func (b *Book) insert(p Profile, place int, secrets map[string]string) (Profile, error) {
	made, err := b.insertAll([]Draft{{p, secrets}}, place)
	if err != nil {
		return Profile{}, err
	}
	return made[0], nil
}

// insertAll adds profiles with their secrets. An ID stays if it is free. The
// caller holds the lock.
func (b *Book) insertAll(drafts []Draft, place int) ([]Profile, error) {
	if b.locked != nil {
		return nil, b.locked
	}
	taken := make(map[string]bool, len(b.all)+len(drafts))
	for _, p := range b.all {
		taken[p.ID] = true
	}
	added := make([]Profile, 0, len(drafts))
	for _, d := range drafts {
		p := d.Profile.clone()
		p.mend()
		if p.ID == "" || taken[p.ID] {
			p.ID = newID()
		}
		taken[p.ID] = true
		err := errors.Join(b.keep(&p, p.takeSecrets()), b.keep(&p, d.Secrets))
		added = append(added, p)
		if err != nil {
			return nil, errors.Join(err, b.forget(added))
		}
	}
	if err := b.write(slices.Insert(slices.Clone(b.all), place, added...)); err != nil {
		return nil, errors.Join(err, b.forget(added))
	}
	made := make([]Profile, len(added))
	for i, p := range added {
		made[i] = p.clone()
	}
	return made, nil
}

// forget removes the secrets of profiles that did not get into the book. A key
// ring that does not answer is not asked for each of them.
func (b *Book) forget(added []Profile) error {
	for _, p := range added {
		for _, name := range p.Kept {
			if err := b.secrets.Delete(p.ID, name); err != nil {
				return err
			}
		}
	}
	return nil
}

// keep sets the secrets that are not empty and notes their names in p.
func (b *Book) keep(p *Profile, secrets map[string]string) error {
	for name, value := range secrets {
		if value == "" {
			continue
		}
		if err := b.secrets.Set(p.ID, name, value); err != nil {
			return err
		}
		if !slices.Contains(p.Kept, name) {
			p.Kept = append(p.Kept, name)
		}
	}
	slices.Sort(p.Kept)
	return nil
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
	return all, nil
}

// write makes all the book, in the file first. The caller holds the lock.
func (b *Book) write(all []Profile) error {
	if b.locked != nil {
		return b.locked
	}
	if now, err := os.ReadFile(b.path); err == nil && !bytes.Equal(now, b.content) {
		return ErrChanged
	}
	content, err := encode(b.withQueries(all))
	if err != nil {
		return err
	}
	if err := writeAtomically(b.path, content); err != nil {
		return err
	}
	b.all, b.content = all, content
	return nil
}

func (b *Book) find(id string) int {
	return slices.IndexFunc(b.all, func(p Profile) bool { return p.ID == id })
}

func newID() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // it never fails
	return hex.EncodeToString(b[:])
}
