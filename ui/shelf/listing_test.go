package shelf

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"mangrove/broker/profiles"
)

// plainly are the rows of a listing as they are to be: IDs, and folders with a slash.
func plainly(all []profiles.Profile) (rows []string) {
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b profiles.Profile) int { return strings.Compare(a.Folder, b.Folder) })
	for i, p := range sorted {
		if p.Folder != "" && (i == 0 || sorted[i-1].Folder != p.Folder) {
			rows = append(rows, p.Folder+"/")
		}
		rows = append(rows, p.ID)
	}
	return rows
}

func (l *listing) rowsNow() (rows []string) {
	for row := range l.rows {
		i, folder := l.At(row)
		if i < 0 {
			rows = append(rows, folder+"/")
		} else {
			rows = append(rows, l.all[i].ID)
		}
	}
	return rows
}

// TestListing moves connections between folders as they come, and asks for all rows.
func TestListing(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	folder := func() string { return []string{"", "a", "b", "a/b", "c", "z"}[random.IntN(6)] }
	for count := range 12 {
		var all []profiles.Profile
		for i := range count {
			all = append(all, profiles.Profile{ID: fmt.Sprint("id", i), Folder: folder()})
		}
		l := newListing(slices.Clone(all))
		for step := range 50 {
			if got, want := l.rowsNow(), plainly(all); !slices.Equal(got, want) {
				t.Fatalf("%d connections, after %d moves: %q, want %q", count, step, got, want)
			}
			for row, name := range plainly(all) {
				found := l.RowOf(name)
				if folder, ok := strings.CutSuffix(name, "/"); ok {
					found = l.RowOfFolder(folder)
				}
				if found != row {
					t.Fatalf("%s is in row %d and found in %d", name, row, found)
				}
			}
			if count > 0 {
				i := random.IntN(count)
				all[i].Folder = folder()
				l.replace(i, all[i])
			}
		}
		if l.RowOf("none") >= 0 || l.RowOfFolder("none") >= 0 || l.RowOfFolder("") >= 0 || l.Beside("none", 1) >= 0 {
			t.Error("what is not there is found")
		}
	}
}

// TestBeside goes over what is in other folders.
func TestBeside(t *testing.T) {
	l := newListing([]profiles.Profile{{ID: "a", Folder: "x"}, {ID: "b"}, {ID: "c", Folder: "x"}, {ID: "d"}})
	for _, c := range []struct {
		id       string
		by, want int
	}{{"a", 1, 2}, {"a", -1, -1}, {"c", -1, 0}, {"c", 1, -1}, {"b", 1, 3}, {"d", -1, 1}} {
		if got := l.Beside(c.id, c.by); got != c.want {
			t.Errorf("beside %s by %d: %d, want %d", c.id, c.by, got, c.want)
		}
	}
}

// TestMovingDoesNotCount: with as many connections as are taken, one goes from folder to
// folder with as many objects made as with a few.
func TestMovingDoesNotCount(t *testing.T) {
	made := func(count int) float64 {
		all := make([]profiles.Profile, count)
		for i := range all {
			all[i] = profiles.Profile{ID: fmt.Sprint(i), Folder: fmt.Sprint("folder ", i)}
		}
		l := newListing(all)
		return testing.AllocsPerRun(1, func() {
			i := l.index(fmt.Sprint(count / 2))
			p := l.all[i]
			p.Folder += "x"
			l.replace(i, p)
		})
	}
	if few, many := made(200), made(20_000); many > few+1_000 {
		t.Errorf("%v objects are made, %v with a few connections", many, few)
	}
}
