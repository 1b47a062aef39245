// Package look is how the window looks: its two sets of colours, its sizes, and the
// theme made of them. It knows the toolkit alone.
package look
