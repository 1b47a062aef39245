package text

import (
	"unicode"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/fontscan"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/unicodedata"
)

// Characters that work on their neighbours.
const (
	nonJoiner   = 0x200c
	joiner      = 0x200d
	asText      = 0xfe0e
	asEmoji     = 0xfe0f
	keycap      = 0x20e3
	blackFlag   = 0x1f3f4
	firstTag    = 0xe0020
	lastTag     = 0xe007f
	firstRegion = 0x1f1e6
	lastRegion  = 0x1f1ff
	firstTone   = 0x1f3fb
	lastTone    = 0x1f3ff
)

// quiet reports whether the i-th character of a cluster does its work in it and
// needs no mark.
func quiet(cluster []rune, i int) bool {
	switch c := cluster[i]; {
	case i == 0:
		return false
	case c == asText || c == asEmoji:
		return mayBeEmoji(cluster[i-1])
	case c == joiner:
		return mayBeEmoji(cluster[0]) && i+1 < len(cluster) || joins(cluster[i-1])
	case c == nonJoiner:
		return joins(cluster[i-1])
	case c >= firstTag && c <= lastTag:
		return cluster[0] == blackFlag && cluster[len(cluster)-1] == lastTag
	}
	return false
}

// mayBeEmoji reports whether a character has a look in colours beside the one
// as text.
func mayBeEmoji(c rune) bool {
	return unicode.Is(unicodedata.Extended_Pictographic, c) || c >= firstRegion && c <= lastRegion || c >= firstTone && c <= lastTone ||
		c >= '0' && c <= '9' || c == '#' || c == '*'
}

// joins reports whether a character is of a script in which joiners decide on
// the shapes of letters.
func joins(c rune) bool {
	switch language.LookupScript(c) {
	case language.Arabic, language.Syriac, language.Mongolian, language.Nko,
		language.Devanagari, language.Bengali, language.Gurmukhi, language.Gujarati, language.Oriya,
		language.Tamil, language.Telugu, language.Kannada, language.Malayalam, language.Sinhala, language.Khmer, language.Myanmar:
		return true
	}
	return false
}

// JoinsBefore reports whether a character is part of what the user takes for one
// together with the one before it, and whether it then takes no room. Any
// goroutine may ask.
func JoinsBefore(before, c rune) (part, quiet bool) {
	switch {
	case c < 0x300:
		return false, false
	case c == joiner:
		return true, mayBeEmoji(before) || before == asEmoji || joins(before)
	case c == nonJoiner:
		return true, joins(before)
	case c == asText || c == asEmoji:
		return true, mayBeEmoji(before)
	case c >= firstTag && c <= lastTag:
		return true, before == blackFlag || before >= firstTag && before <= lastTag
	case c >= firstTone && c <= lastTone, c == keycap:
		return true, true
	case before == joiner:
		return true, false
	}
	return unicode.In(c, unicode.Mn, unicode.Me, unicode.Mc), false
}

// inColours reports whether a cluster is to be an emoji wherever it can be.
func inColours(cluster []rune) bool {
	if c := cluster[0]; c >= firstRegion && c <= lastRegion {
		return true
	}
	for _, c := range cluster[1:] {
		if c == asEmoji || c == keycap || c == joiner && mayBeEmoji(cluster[0]) || c >= firstTone && c <= lastTone || c == lastTag {
			return true
		}
	}
	return false
}

// ofCluster finds the font for what the user takes for one character, nil when
// none has it.
func (f *faces) ofCluster(size *Font, cluster []rune) *font.Face {
	if inColours(cluster) {
		if face := f.emoji(size, cluster); face != nil {
			return face
		}
	}
	for _, face := range f.list {
		if hasAll(face, cluster) {
			return face
		}
	}
	return f.installed(cluster)
}

// emoji finds the font that shows a cluster as one emoji, or else the one that
// has it in pieces.
func (f *faces) emoji(size *Font, cluster []rune) *font.Face {
	candidates := f.list[1:]
	if face := f.system(cluster[0], fontscan.Emoji); face != nil {
		candidates = append(candidates[:len(candidates):len(candidates)], face)
	}
	var best *font.Face
	for _, face := range candidates {
		if _, ok := face.NominalGlyph(cluster[0]); !ok {
			continue
		}
		seen := 0
		for _, g := range size.shapePiece(cluster, piece{to: len(cluster), face: face, script: language.Common}) {
			if g.Width != 0 {
				seen++
			}
		}
		if seen == 1 {
			return face
		}
		if best == nil && hasAll(face, cluster) {
			best = face
		}
	}
	return best
}

// installed finds the font of the system that has a cluster, or as much of it
// as any.
func (f *faces) installed(cluster []rune) *font.Face {
	for _, family := range []string{f.family, fontscan.Emoji} {
		if face := f.system(cluster[0], family); face != nil && hasAll(face, cluster) {
			return face
		}
	}
	for _, face := range f.list {
		if _, ok := face.NominalGlyph(cluster[0]); ok {
			return face
		}
	}
	return f.system(cluster[0], f.family)
}

type systemKey struct {
	character rune
	family    string
}

// system finds the font of a family, or of any, that has a character; nil when
// none is installed.
func (f *faces) system(c rune, family string) *font.Face {
	key := systemKey{c, family}
	face, known := f.bySystem[key]
	if !known {
		if pacing.missing {
			return nil // what is asked for next depends on the one that is missing
		}
		pacing.found++
		if face, known = findInTime(systemQuery{key, f.weight}); !known {
			pacing.missing = true
			return nil
		}
		if face != nil {
			if _, ok := face.NominalGlyph(c); !ok {
				face = nil // the best of those that have not
			}
		}
		if len(f.bySystem) >= mostFound {
			clear(f.bySystem)
		}
		f.bySystem[key] = face
	}
	return face
}
