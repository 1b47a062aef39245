// Package explain makes sentences of errors: what went wrong with a broker, and what
// to do next. The errors are codes with values, of package broker and of the standard
// library; the words for people are all here.
package explain
