// Package arrange lays objects out as the toolkit does not: in lines that break, in
// columns that stay readable, with words that give way to buttons.
package arrange
