// Package payload says what the bytes of a message are and makes them
// readable: what kind they seem to be and why, JSON laid out, a preview for a
// row. It decodes and shows; it never changes what was received.
package payload
