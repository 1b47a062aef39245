package text

import (
	"bytes"
	"log/slog"
	"sync"

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
// takes a moment, so [Warm] makes it early and elsewhere.
var system = sync.OnceValue(func() *fontscan.FontMap {
	m := fontscan.NewFontMap(silent{})
	if err := m.UseSystemFonts(""); err != nil {
		return nil // the bundled fonts must do
	}
	return m
})

// Warm looks the installed fonts up. Any goroutine may call it, before the
// first text is drawn.
func Warm() { system() }

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

type silent struct{}

func (silent) Printf(string, ...any) {}
