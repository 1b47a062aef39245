// Package strictyaml reads YAML that people write by hand: every key must be known,
// nothing refers to another part of the file, and all that is wrong is told at once, with
// line and column. It knows nothing of what the files are about.
package strictyaml
