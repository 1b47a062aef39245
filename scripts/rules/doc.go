// Package rules states the rules of structure and size that Mangrove's code
// keeps, and finds where they are broken.
//
// It owns which package may import which ([Imports], [Dependencies]), how long
// files, functions and parameter lists may be ([Sizes]), which calls are kept
// to one place ([Calls]), which packages make no sentences ([Prose]), that sentences stand whole
// ([Joined]) and fit their values ([Filled], [FilledTables]), that commands say why they failed by a table
// ([Problems]), that packages say what they are for ([PackageDocs])
// and are not small parts of another ([SmallPackages]), that guides name files that are there ([Named])
// and that nothing points into somebody's own folders ([Paths]). The linter
// checks some of it as well; these run with the Go toolchain alone.
//
// It knows nothing of what the code does. Its tests apply every rule to the
// whole repository, and show on small bad samples that each can fail.
package rules
