// Package topics is the tree of a connection's topics: its rows and columns, the search
// over it, and what stands there while there is nothing to show.
package topics
