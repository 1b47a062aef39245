package model

import (
	"bytes"
	"slices"
	"testing"
)

func TestCompareNames(t *testing.T) {
	// Every name comes before every later one.
	order := []string{
		"", " ", "!", "0", "00", "01", "1", "2", "9", "10", "item", "Item1", "item2", "ITEM2x", "item9", "Item10", "item10a",
		"item100", "item99999999999999999999", "item100000000000000000000", "items", "zeta", "Äpfel", "äpfel2", "온도", "온도2", "온도10", "\xff",
	}
	for i, a := range order {
		for j, b := range order {
			got := compareNames([]byte(a), []byte(b))
			if want := sign(i - j); sign(got) != want {
				t.Errorf("compareNames(%q, %q) = %d, want %d", a, b, got, want)
			}
		}
	}
}

// FuzzNames checks that comparing is an order, and that keys never contradict
// it: the tree relies on both.
func FuzzNames(f *testing.F) {
	f.Add("item2", "Item10", "item1")
	f.Add("0", "00", "")
	f.Add("온도", "\xff\xfe", "a\x00")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		names := [][]byte{[]byte(a), []byte(b), []byte(c)}
		slices.SortFunc(names, compareNames)
		for i := range names {
			for j := i; j < len(names); j++ {
				x, y := names[i], names[j]
				if compareNames(x, y) > 0 || sign(compareNames(x, y)) != -sign(compareNames(y, x)) {
					t.Errorf("%q and %q are not in one order", x, y)
				}
				if (compareNames(x, y) == 0) != bytes.Equal(x, y) {
					t.Errorf("%q and %q compare equal", x, y)
				}
				if nameKey(x) > nameKey(y) {
					t.Errorf("nameKey(%q) = %x > nameKey(%q) = %x", x, nameKey(x), y, nameKey(y))
				}
			}
		}
	})
}

func sign(n int) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}
