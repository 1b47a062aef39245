package profiles

import "slices"

// hideQueries makes secrets of the queries of addresses, which stood in the file
// before. A key ring that does not open leaves them there, and so does a memory
// that would forget them: another time there may be a key ring.
func (b *Book) hideQueries() error {
	all := slices.Clone(b.all)
	found := make(map[string]string)
	for i := range all {
		p := all[i].clone()
		query := p.takeQuery()
		if query == "" {
			continue
		}
		if err := b.keep(&p, map[string]string{SecretQuery: query}); err != nil {
			return err
		}
		all[i], found[p.ID] = p, query
	}
	if len(found) == 0 {
		return nil
	}
	if _, forgets := b.secrets.(*Memory); forgets {
		b.all, b.inFile = all, found
		return nil
	}
	return b.write(all)
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
