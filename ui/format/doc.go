// Package format writes numbers, times, topics and sentences as the window shows
// them. It knows no widget.
package format
