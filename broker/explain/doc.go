// Package explain makes sentences of errors: what went wrong with a broker, and what
// to do next, and what there is to say of stored connections and imports. All of it comes
// as codes with values, of packages broker and finding and of the standard library; the
// words for people are here.
package explain
