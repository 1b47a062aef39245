package profiles

import "strings"

// IsPEM reports whether a text has the beginning of PEM in it.
func IsPEM(text string) bool { return strings.Contains(text, "-----BEGIN") }
