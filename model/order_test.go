package model

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestNamesInTheirOrder has names come to a parent on view in several orders. Those
// that come beside the one before are not searched for: they are compared with two.
func TestNamesInTheirOrder(t *testing.T) {
	const names, most = 4_000, 4 // comparisons of a name
	inOrder := make([]int, names)
	for i := range inOrder {
		inOrder[i] = i
	}
	reversed := slices.Clone(inOrder)
	slices.Reverse(reversed)
	shuffled := slices.Clone(inOrder)
	rand.Shuffle(names, func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	var inTwo []int
	for i := range names / 2 {
		inTwo = append(inTwo, i, names-1-i)
	}
	for _, c := range []struct {
		name   string
		order  []int
		beside bool
	}{
		{"in order", inOrder, true},
		{"in reverse", reversed, true},
		{"at random", shuffled, false},
		{"from both ends", inTwo, true},
		{"the second half first", append(slices.Clone(inOrder[names/2:]), inOrder[:names/2]...), true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := NewStore(Options{})
			for i := range wide {
				apply(s, message(fmt.Sprintf("a/before%d", i), ""))
			}
			s.Tree().Tick(epoch)
			parent, _ := s.Find("a")
			s.Tree().SetOpen(parent, true)
			steps := 0
			for _, i := range c.order {
				apply(s, message(fmt.Sprintf("a/device%d", i), ""))
				id, _ := s.Find(fmt.Sprintf("a/device%d", i))
				s.mu.Lock()
				v := s.tree.all
				before := s.mu.steps
				v.judge(id, true)
				steps += s.mu.steps - before
				s.mu.Unlock()
			}
			s.Tree().Tick(epoch)
			checkOrders(t, s.tree.all, Root)
			if each := float64(steps) / names; c.beside != (each < most*compareSteps) {
				t.Errorf("%.1f steps a name, of which %d are a comparison", each, compareSteps)
			}
		})
	}
}
