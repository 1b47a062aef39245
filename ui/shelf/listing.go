package shelf

import (
	"maps"
	"slices"
	"sort"

	"mangrove/broker/profiles"
	"mangrove/ui/format"
)

// listing is the stored connections with their order in the list: first those in no
// folder, then folder by folder. To make one takes time; what it can be asked, and the
// change of one connection, takes none that would be noticed, however many there are.
type listing struct {
	all     []profiles.Profile
	places  map[string]int // in all, by ID; never changed, as the keepers look into it too
	folders []listed       // by name
	rows    int
}

// listed is a folder in the list.
type listed struct {
	name    string // empty: none, which has no heading
	members []int  // places, as they are in all
	first   int    // its first row
}

// newListing makes the listing of connections, which it has for itself from now on.
func newListing(all []profiles.Profile) *listing {
	l := &listing{all: all, places: make(map[string]int, len(all))}
	members := make(map[string][]int)
	for i := range all {
		p := &all[i]
		l.places[p.ID] = i
		members[p.Folder] = append(members[p.Folder], i)
	}
	l.folders = make([]listed, 0, len(members))
	for _, name := range slices.Sorted(maps.Keys(members)) {
		l.folders = append(l.folders, listed{name: name, members: members[name]})
	}
	l.count()
	return l
}

// All is all connections, in the order of the file. It must not be changed.
func (l *listing) All() []profiles.Profile { return l.all }

// RowCount is how many rows there are.
func (l *listing) RowCount() int { return l.rows }

// count counts the rows.
func (l *listing) count() {
	l.rows = 0
	for i := range l.folders {
		f := &l.folders[i]
		f.first = l.rows
		l.rows += f.heading() + len(f.members)
	}
}

// heading is how many rows its heading takes.
func (f *listed) heading() int {
	if f.name == "" {
		return 0
	}
	return 1
}

// index is the place of a connection, -1 when there is no such.
func (l *listing) index(id string) int {
	if i, ok := l.places[id]; ok {
		return i
	}
	return -1
}

// replace puts a connection in the place of what it was before.
func (l *listing) replace(i int, p profiles.Profile) {
	from, to := l.all[i].Folder, p.Folder
	l.all[i] = p
	if from == to {
		return
	}
	if at, ok := l.folder(from); ok {
		f := &l.folders[at]
		if in, ok := slices.BinarySearch(f.members, i); ok {
			f.members = slices.Delete(f.members, in, in+1)
		}
		if len(f.members) == 0 {
			l.folders = slices.Delete(l.folders, at, at+1)
		}
	}
	at, ok := l.folder(to)
	if !ok {
		l.folders = slices.Insert(l.folders, at, listed{name: to})
	}
	f := &l.folders[at]
	in, _ := slices.BinarySearch(f.members, i)
	f.members = slices.Insert(f.members, in, i)
	l.count()
}

// folder is where the folder of a name is, or would be.
func (l *listing) folder(name string) (at int, ok bool) {
	return slices.BinarySearchFunc(l.folders, name, func(f listed, name string) int {
		switch {
		case f.name < name:
			return -1
		case f.name > name:
			return 1
		}
		return 0
	})
}

// At is what is in a row: a connection, by its place, or the heading of a folder, where
// that is -1.
func (l *listing) At(row int) (place int, folder string) {
	f := &l.folders[sort.Search(len(l.folders), func(i int) bool { return l.folders[i].first > row })-1]
	if in := row - f.first - f.heading(); in >= 0 {
		return f.members[in], f.name
	}
	return -1, f.name
}

// RowOf is the row of a connection, -1 when there is no such.
func (l *listing) RowOf(id string) int {
	f, in := l.find(id)
	if f == nil {
		return -1
	}
	return f.first + f.heading() + in
}

// RowOfFolder is the row of the heading of a folder, -1 when there is no such.
func (l *listing) RowOfFolder(name string) int {
	at, ok := l.folder(name)
	if !ok || name == "" {
		return -1
	}
	return l.folders[at].first
}

// find is the folder of a connection, nil when there is no such, and where it is in it.
func (l *listing) find(id string) (f *listed, in int) {
	i := l.index(id)
	if i < 0 {
		return nil, 0
	}
	at, ok := l.folder(l.all[i].Folder)
	if !ok {
		return nil, 0
	}
	f = &l.folders[at]
	in, ok = slices.BinarySearch(f.members, i)
	if !ok {
		return nil, 0
	}
	return f, in
}

// Beside is the place of the connection before or behind another in its folder, -1 when
// there is none.
func (l *listing) Beside(id string, by int) int {
	f, in := l.find(id)
	if f == nil || in+by < 0 || in+by >= len(f.members) {
		return -1
	}
	return f.members[in+by]
}

// nameOfAny is the name of one of some connections, empty when none is here.
func (l *listing) nameOfAny(ids map[string]bool) string {
	for id := range ids {
		if i := l.index(id); i >= 0 {
			return format.ConnectionName(l.all[i])
		}
	}
	return ""
}
