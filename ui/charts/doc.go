// Package charts is the charts of a connection: those of the selected topic, those that
// are pinned side by side, and the short list of pinned topics over the tree. What is
// pinned is kept for each connection.
package charts
