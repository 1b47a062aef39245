// Package locale sees to it that the program has a locale by the time the
// toolkit looks for one, which it does while packages are initialised, and
// complains on standard error when it finds C or POSIX: what commands print
// there must be theirs alone.
//
// It imports only package os. Go initialises a package as soon as what it
// imports is ready, the lowest import path first, so that this one comes before
// all that need text/template, the toolkit's package lang among them.
package locale

import "os"

func init() {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		switch os.Getenv(name) {
		case "":
			continue
		case "C", "POSIX", "C.UTF-8", "C.utf8":
			os.Setenv(name, "en") //nolint:errcheck // then it stays as it was
		}
		return
	}
	os.Setenv("LANG", "en") //nolint:errcheck // then it stays as it was
}
