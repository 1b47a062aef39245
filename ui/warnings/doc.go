// Package warnings is the page of what is unwise about the topics of the current connection,
// with what to do about it.
package warnings
