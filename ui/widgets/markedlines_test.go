package widgets

import (
	"fmt"
	"testing"
)

func TestMarkedLines(t *testing.T) {
	lines := NewMarkedLines([]byte("0123456789abcdef\nxy\r\nz"), 10, []Mark{{2, 4, Added}, {8, 18, Removed}, {21, 22, Key}})
	want := []string{
		`"0123456789" [{2 4 6} {8 10 7}] true`, `"abcdef" [{0 6 7}] false`, `"xy" [{0 1 7}] false`, `"z" [{0 1 1}] false`,
	}
	for i := range lines.Len() {
		l := lines.Line(i)
		if got := fmt.Sprintf("%q %v %v", l.Raw, l.Marks, l.Joined); got != want[i] {
			t.Errorf("line %d: %s, want %s", i, got, want[i])
		}
	}
	if lines.Len() != len(want) {
		t.Errorf("%d lines", lines.Len())
	}
}
