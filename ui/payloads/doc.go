// Package payloads shows the payload of a message: it finds out what it is, beside the
// goroutine that draws, and has it seen as text, JSON, bytes or an image, with the
// properties it came with.
package payloads
