package payloads

import "image/color"

// jpegPixelCost is what a pixel of a JPEG takes in memory while it is decoded: of
// one that comes sharper and sharper the coefficients of all planes are kept
// besides, each in four bytes (ISO 10918-1, G), and what is not of YCbCr is
// converted.
func jpegPixelCost(m color.Model, b []byte) int64 {
	const usual = 4
	frame, sharper := jpegFrame(b)
	if len(frame) < 6 || len(frame) < 6+3*int(frame[5]) { // precision, height, width, number of planes (B.2.2)
		return usual
	}
	var samples, widest, highest int64 // of the planes in a unit
	for plane := frame[6:][:3*int(frame[5])]; len(plane) > 0; plane = plane[3:] {
		wide, high := int64(plane[1]>>4), int64(plane[1]&0x0F)
		samples, widest, highest = samples+wide*high, max(widest, wide), max(highest, high)
	}
	unit := max(1, widest*highest) // in pixels
	if sharper {
		samples *= 5
	}
	cost := (samples + unit - 1) / unit
	if m == color.CMYKModel || m == color.RGBAModel {
		cost += bytesPerPixel(m)
	}
	return max(usual, cost)
}

// jpegFrame is the header of the frame, and whether its image comes sharper and
// sharper. What stands between segments is passed over, as the decoder does.
func jpegFrame(b []byte) (header []byte, sharper bool) {
	for at := 2; at+4 <= len(b); {
		kind := b[at+1]
		switch {
		case b[at] != 0xFF, kind == 0xFF:
			at++
			continue
		case kind == 0, kind >= 0xD0 && kind <= 0xD7: // neither has a length
			at += 2
			continue
		case kind >= 0xC0 && kind <= 0xC2:
			return b[at+4:], kind == 0xC2
		case kind == 0xD9, kind == 0xDA:
			return nil, false
		}
		at += 2 + int(b[at+2])<<8 + int(b[at+3])
	}
	return nil, false
}
