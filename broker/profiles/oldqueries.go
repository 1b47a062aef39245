package profiles

import "slices"

// hideQueries makes secrets of the queries of addresses, which stood in the file
// before. A key ring that does not open leaves them there, and so does a memory
// that would forget them: another time there may be a key ring.
func (b *Book) hideQueries() error {
	found, grounds := make(map[Secret]string), make(map[string]ground)
	for i := range b.all {
		p := b.all[i].clone()
		if query := p.takeQuery(); query != "" {
			found[Secret{p.ID, SecretQuery}] = query
			if b.guarded() {
				found[Secret{p.ID, purposeName}] = p.purpose()
			}
			if len(p.Kept) > 0 {
				grounds[p.ID] = ground{was: p.purpose()}
			}
		}
	}
	if len(found) == 0 {
		return nil
	}
	if err := b.setOnGrounds(found, grounds); err != nil {
		return err
	}
	all := slices.Clone(b.all)
	for i := range all {
		p := all[i].clone()
		if query := p.takeQuery(); query != "" {
			p.Kept = keeping(p.Kept, map[string]string{SecretQuery: query})
			all[i] = p
		}
	}
	if forgets(b.secrets) {
		b.all, b.inFile = all, make(map[string]string)
		for secret, query := range found {
			if secret.Name == SecretQuery {
				b.inFile[secret.Profile] = query
			}
		}
		return nil
	}
	return b.write(all)
}

// MoveQueries takes queries out of the file that stayed there until the key ring opened.
func (b *Book) MoveQueries() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	was := b.inFile
	if len(was) == 0 || forgets(b.secrets) {
		return nil
	}
	b.inFile = nil
	err := b.change(func(all []Profile) ([]Profile, error) { return all, nil })
	if err != nil {
		b.inFile = was
	}
	return err
}

// withQueries are profiles as the file has them: with the queries that stay there
// until others are set.
func (b *Book) withQueries(all []Profile) []Profile {
	all = slices.Clone(all)
	for i := range all {
		if query := b.inFile[all[i].ID]; query != "" && all[i].Address.WebSocket() {
			all[i].Address.Path += "?" + query
		}
	}
	return all
}
