// Package assets holds what is compiled into the program: its icon.
package assets

import _ "embed"

// IconSVG is the program's icon, a mangrove whose roots end in nodes. It has
// filled shapes only, for the toolkit's renderer does not scale strokes.
//
//go:embed icon.svg
var IconSVG []byte

// IconPNG is the same icon, 512 pixels square.
//
//go:embed icon.png
var IconPNG []byte
