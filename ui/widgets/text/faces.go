package text

import (
	"bytes"
	"log/slog"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/fontscan"
)

// Style is one of the typefaces in use.
type Style int

// The styles: those the rest of the window is set in.
const (
	Regular Style = iota
	Bold
	Mono
)

// faces finds the font that has a character: the style's own, then colour
// emoji, then whatever the system has installed.
type faces struct {
	list     []*font.Face
	family   string
	weight   font.Weight
	bySystem map[systemKey]*font.Face
}

func newFaces(style Style) *faces {
	f := &faces{family: fontscan.SansSerif, weight: font.WeightNormal, bySystem: map[systemKey]*font.Face{}}
	own := theme.DefaultTextFont()
	switch style {
	case Bold:
		own, f.weight = theme.DefaultTextBoldFont(), font.WeightBold
	case Mono:
		own, f.family = theme.DefaultTextMonospaceFont(), fontscan.Monospace
	}
	for _, r := range []fyne.Resource{own, theme.DefaultEmojiFont()} {
		if r == nil { // the toolkit was built without it
			continue
		}
		face, err := font.ParseTTF(bytes.NewReader(r.Content()))
		if err != nil {
			slog.Error("a font of the toolkit cannot be read", "font", r.Name(), "error", err)
			continue
		}
		f.list = append(f.list, face)
	}
	return f
}

// system is the index of the fonts installed, made at the first use: that
// takes a moment, so [FindFonts] makes it early and elsewhere.
var system = sync.OnceValue(func() *fontscan.FontMap {
	m := fontscan.NewFontMap(silent{})
	if err := m.UseSystemFonts(""); err != nil {
		return nil // the bundled fonts must do
	}
	return m
})

// FindFonts looks the installed fonts up. Any goroutine may call it, before the
// first text is drawn.
func FindFonts() { system() }

// systemMutex guards the font map, which the tests of several packages and
// the window share.
var systemMutex sync.Mutex

func systemFace(r rune, family string, weight font.Weight) *font.Face {
	m := system()
	if m == nil {
		return nil
	}
	systemMutex.Lock()
	defer systemMutex.Unlock()
	m.SetQuery(fontscan.Query{Families: []string{family}, Aspect: font.Aspect{Weight: weight}})
	return m.ResolveFace(r)
}

// systemQuery asks for the font of a character.
type systemQuery struct {
	systemKey

	weight font.Weight
}

// search is a font that is looked for beside the drawing: to read one of tens of
// thousands of characters takes longer than a drawing may.
type search struct {
	face *font.Face
	done chan struct{} // closed when face is there
}

// searches go on. They belong to the goroutine that draws; what nobody asks for again
// ends all the same.
var searches = map[systemQuery]*search{}

const mostSearches = 64

// findInTime looks for an installed font for as long as the drawing has time, and
// reports whether it has come to an end. The next drawing asks again.
func findInTime(q systemQuery) (face *font.Face, known bool) {
	if pacing.limit == 0 || !pacing.drawing {
		return systemFace(q.character, q.family, q.weight), true
	}
	s := searches[q]
	if s == nil {
		if len(searches) >= mostSearches {
			clear(searches)
		}
		s = &search{done: make(chan struct{})}
		searches[q] = s
		go func() { // ends when the font has been read
			defer close(s.done)
			s.face = systemFace(q.character, q.family, q.weight)
		}()
	}
	patience := time.NewTimer(max(pacing.limit-used(), time.Millisecond))
	defer patience.Stop()
	select {
	case <-s.done:
		delete(searches, q)
		return s.face, true
	case <-patience.C:
		return nil, false
	}
}

type silent struct{}

func (silent) Printf(string, ...any) {}
