// Package profile is the form of a stored connection: its groups of fields, what is said
// of it, and what stands in fields and cannot be read. What is typed is kept at once; there
// is nothing to save.
package profile
