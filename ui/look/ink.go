package look

import "image/color"

// ink is the colour of texts, opaque. The toolkit makes that of the keys in a menu from
// it, and keeps the wrong byte of an alpha that has sixteen bits: of 0xffff a fifth is
// left, and nobody can read them. Of inkAlpha two thirds are, and it is opaque all the
// same where eight bits are kept.
type ink color.NRGBA

const inkAlpha = 0xff7a

// RGBA implements color.Color.
func (i ink) RGBA() (r, g, b, a uint32) {
	return inkPart(i.R), inkPart(i.G), inkPart(i.B), inkAlpha
}

// inkPart has a part of the colour in its low byte, which the toolkit takes, and comes
// out as it where the alpha is divided by.
func inkPart(of uint8) uint32 {
	part := uint32(of) * 0x101
	if part*0xffff/inkAlpha>>8 != uint32(of) {
		part -= 0x100
	}
	return part
}
