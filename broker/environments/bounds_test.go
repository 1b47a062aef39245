package environments

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"mangrove/broker/kept"
	"mangrove/broker/profiles"
)

// bookOf is a book whose file somebody else has written.
func bookOf(t *testing.T, all []Environment) *Book {
	t.Helper()
	content, err := json.Marshal(stored{version, all})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, fileName), content, 0o600); err != nil {
		t.Fatal(err)
	}
	return NewBook(dir, new(profiles.Memory))
}

// TestEachHasAnIDOfItsOwn: secrets are kept by it, and what is changed is found by it.
func TestEachHasAnIDOfItsOwn(t *testing.T) {
	b := bookOf(t, []Environment{
		{ID: "x", Name: "a", Variables: []Variable{{ID: "x", Name: "one"}, {ID: "y", Name: "two"}}},
		{ID: "x", Name: "b", Variables: []Variable{{ID: "y", Name: "one"}, {Name: "two"}}},
	})
	all, err := b.All()
	if err != nil || len(all) != 2 {
		t.Fatalf("got %+v, %v", all, err)
	}
	seen := map[string]bool{}
	for _, e := range all {
		ids := []string{e.ID}
		for _, v := range e.Variables {
			ids = append(ids, v.ID)
		}
		for _, id := range ids {
			if id == "" || seen[id] {
				t.Errorf("%q stands for several in %+v", id, all)
			}
			seen[id] = true
		}
	}
	if all[0].ID != "x" || all[0].Variables[1].ID != "y" {
		t.Errorf("the first to have an ID has lost it: %+v", all)
	}
}

// TestOneTooMany is not kept, and those that there are stay.
func TestOneTooMany(t *testing.T) {
	full := make([]Environment, mostEnvironments)
	for i := range full {
		full[i] = Environment{ID: fmt.Sprint(i), Name: fmt.Sprint("site ", i)}
	}
	b := bookOf(t, full)
	var tooMany *kept.EnvironmentError
	if _, err := b.Put(Environment{Name: "one more"}); !errors.As(err, &tooMany) || tooMany.Code != kept.TooMany {
		t.Errorf("one more: %v", err)
	}
	if _, err := b.Put(Environment{ID: "7", Name: "changed"}); err != nil {
		t.Errorf("one of them: %v", err)
	}
	all, err := b.All()
	if err != nil || len(all) != mostEnvironments || all[7].Name != "changed" {
		t.Errorf("%d are kept, the eighth is %q: %v", len(all), all[min(7, len(all)-1)].Name, err)
	}
}
