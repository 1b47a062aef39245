// Package inspect is what stands beside the tree: the selected topic with its latest
// message or the list of all at and below it, and the busiest topics while none is
// selected.
package inspect
