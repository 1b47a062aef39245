package model

import "testing"

// BenchmarkJump goes to the end of a million rows and back to the beginning.
func BenchmarkJump(b *testing.B) {
	_, tree := benchTree(b, 1_000_000)
	rows := make([]Row, 41)
	for i := 0; b.Loop(); i++ {
		from := 0
		if i%2 == 0 {
			from = tree.Len() - len(rows)
		}
		tree.Rows(from, rows)
	}
}
