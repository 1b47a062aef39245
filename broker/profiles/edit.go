package profiles

import (
	"errors"
	"slices"
)

// Edit is a change of a profile.
type Edit struct {
	// Was is the profile as it was before it was changed, and Now as it is to be;
	// what is the same in both stays as it is in the file.
	Was, Now Profile
	// Secrets are those to keep, by name; empty ones are forgotten.
	Secrets map[string]string
}

// Edit makes a change of a profile. What another program has changed of it
// meanwhile stays, but for the same field, in which this change is the later one:
// what stood there is told by [Book.DrainNotes]. Secrets that are not named stay. A
// private key pasted into a field and the query of an address become the secrets
// they are, here as in Create.
func (b *Book) Edit(e Edit) error {
	id, now := e.Now.ID, e.Now.clone()
	was := e.Was.clone()
	was.takeSecrets()
	was.mend()
	secrets := now.takeSecrets()
	now.mend()
	for name, value := range e.Secrets {
		secrets[name] = value
	}
	before, stored, query, err := b.store(was, now, secrets)
	if err != nil {
		return err
	}
	all := make(map[Secret]string, len(secrets)+1)
	purpose, why := b.allowed(before, stored, secrets)
	if forgotten := len(stored.Kept) == 0 && len(secrets) > 0 && b.guarded(); purpose != "" || forgotten {
		all[Secret{id, purposeName}] = purpose
	}
	for name, value := range secrets {
		all[Secret{id, name}] = value
	}
	if len(all) == 0 {
		return nil
	}
	if err := b.setOnGrounds(all, map[string]ground{id: why}); err != nil {
		return errors.Join(err, b.takeBack(before, stored, query))
	}
	return nil
}

// store writes a change of a profile into the file, with the names of the secrets
// that follow. It gives the profile before and after, and the query that stood in
// the file.
func (b *Book) store(was, now Profile, secrets map[string]string) (before, stored Profile, query string, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	here := b.all
	_, another := secrets[SecretQuery]
	err = b.change(func(all []Profile) ([]Profile, error) {
		i := find(all, now.ID)
		if i < 0 {
			return nil, missing(here, now.ID)
		}
		before = all[i]
		merged, replaced := merge(was, now, before)
		merged.Kept = keeping(before.Kept, secrets)
		stored = merged
		all[i] = merged
		if another {
			query = b.inFile[now.ID]
			delete(b.inFile, now.ID)
		}
		b.noteReplaced(merged, replaced)
		return all, nil
	})
	if err != nil && query != "" {
		b.inFile[now.ID] = query
	}
	return before, stored, query, err
}

// takeBack undoes what store did.
func (b *Book) takeBack(before, stored Profile, query string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.change(func(all []Profile) ([]Profile, error) {
		i := find(all, stored.ID)
		if i < 0 {
			return all, nil // deleted meanwhile
		}
		kept := slices.Clone(before.Kept)
		for _, name := range all[i].Kept { // another program's, since
			if !slices.Contains(stored.Kept, name) && !slices.Contains(kept, name) {
				kept = append(kept, name)
			}
		}
		all[i], _ = merge(stored, before, all[i])
		slices.Sort(kept)
		all[i].Kept = kept
		if query != "" && b.inFile != nil { // else it has become a secret meanwhile
			b.inFile[stored.ID] = query
		}
		return all, nil
	})
}

// keeping is which secrets there are once some have been changed.
func keeping(kept []string, secrets map[string]string) []string {
	kept = slices.DeleteFunc(slices.Clone(kept), func(name string) bool {
		value, changed := secrets[name]
		return changed && value == ""
	})
	for name, value := range secrets {
		if value != "" && !slices.Contains(kept, name) {
			kept = append(kept, name)
		}
	}
	slices.Sort(kept)
	return kept
}

// SetSecret keeps a secret of a profile, or forgets it when it is empty.
func (b *Book) SetSecret(id, name, value string) error {
	return b.SetSecrets(id, map[string]string{name: value})
}

// SetSecrets keeps secrets of a profile by name, all of them or none, and forgets
// those that are empty.
func (b *Book) SetSecrets(id string, secrets map[string]string) error {
	p, err := b.Get(id)
	if err != nil {
		return err
	}
	return b.Edit(Edit{Was: p, Now: p, Secrets: secrets})
}

// RenameSecret keeps a secret of a profile under another name.
func (b *Book) RenameSecret(id, from, to string) error {
	p, err := b.Get(id)
	if err != nil {
		return err
	}
	value, err := b.secrets.Get(id, from)
	if err != nil || from == to {
		return err
	}
	return b.Edit(Edit{Was: p, Now: p, Secrets: map[string]string{from: "", to: value}})
}
