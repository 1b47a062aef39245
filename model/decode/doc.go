// Package decode says what a payload means and why it thinks so: it has the table of all
// formats, takes the one that is asked for or finds one in a fixed order, and goes on with
// what comes out of a compression. The formats themselves are packages below it, each a
// function from bytes to a tree of values. It keeps nothing from message to message.
package decode
