// Package value holds what a payload means: objects, lists and what stands in them, as a
// tree in the order in which it was read, each with the bytes that it came from. Every
// decoder makes one, and every view, search and comparison reads it. It changes no digit
// of a number and no character of a text, and knows nothing of topics or messages.
package value
