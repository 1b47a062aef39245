// Package shelf has the stored connections as the window shows them: what is in the book
// of connections, with what has been typed since. The book and the secrets in it are read
// and written beside the goroutine that draws. Nothing of the toolkit is in it.
package shelf
