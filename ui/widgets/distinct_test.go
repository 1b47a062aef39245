package widgets

import (
	"slices"
	"testing"
)

func TestDistinct(t *testing.T) {
	got := Distinct([]string{"a", "b", "a", "a (2)", "a"})
	if want := []string{"a", "b", "a (2)", "a (2) (2)", "a (3)"}; !slices.Equal(got, want) {
		t.Errorf("got %q, not %q", got, want)
	}
}
