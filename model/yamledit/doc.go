// Package yamledit changes values of a YAML text and leaves every other line as it is:
// comments, blank lines, the order of keys, and how they are written. Each change is read
// again and held against what was meant; one that cannot be written so is refused. It knows
// nothing of what the text is about.
package yamledit
