package ui

import (
	"errors"
	"strings"
	"testing"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/model/printable"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// TestLabelsShowWhatCannotBeSeen: what the toolkit draws has been made fit for it.
func TestLabelsShowWhatCannotBeSeen(t *testing.T) {
	b := newBench(t)
	hidden := "a\x1b]0;t\x07b\u009b31mc\u202ed\u200be\u2066f\x00g\u2028h"
	for name, show := range map[string]func(){
		"a notice":  func() { b.home.Refuse(fyne.Position{}, hidden) },
		"a problem": func() { b.home.ShowProblem(hidden) },
		"a toast":   func() { b.desk.Toast.Say(hidden, true) },
		"a question": func() {
			b.desk.Confirm(&desk.Confirmation{Title: hidden, Words: hidden, List: []string{hidden}, Action: "Yes", Do: func() {}})
		},
		"a dialog": func() { b.desk.Show(b.desk.NewDialog(hidden, widgets.NewSentences(hidden, 0))) },
		"a box's problem": func() {
			b.show(pageBox)
			b.boxErr = errors.New(hidden)
			test.Tap(placed[*widgets.Button](b, "start"))
			b.until("it is said", func() bool { return strings.Contains(b.everyText(), "202e") })
		},
	} {
		show()
		text := b.everyText()
		b.show(pageExplore)
		for _, r := range "\x1b\x07\u009b\u202e\u200b\u2066\x00\u2028" {
			if strings.ContainsRune(text, r) {
				t.Errorf("%s has %U as it is", name, r)
			}
		}
		if !strings.Contains(text, `\u202e`) {
			t.Errorf("%s does not say what is there", name)
		}
		for _, o := range b.window.Canvas().Overlays().List() {
			b.window.Canvas().Overlays().Remove(o)
		}
	}
}

// everyText is all that the toolkit draws in the window and over it.
func (b *bench) everyText() string {
	all := []string{b.window.Title()}
	for _, root := range append([]fyne.CanvasObject{b.window.Content()}, b.window.Canvas().Overlays().List()...) {
		for _, o := range find[*canvas.Text](root) {
			all = append(all, o.Text)
		}
		for _, o := range find[*widget.Label](root) {
			all = append(all, o.Text)
		}
	}
	return strings.Join(all, "|")
}

// TestOneDefinitionOfWhatCannotBeSeen: what a label or a command writes as an
// escape, the window marks where it draws text by itself.
func TestOneDefinitionOfWhatCannotBeSeen(t *testing.T) {
	for r := rune(0x80); r <= unicode.MaxRune; r++ {
		if unicode.Is(unicode.Cs, r) || printable.Safe(string(r)) || text.IsMarked(r) {
			continue
		}
		t.Errorf("%U is escaped when printed, and not marked when drawn", r)
	}
}

// TestExcerpts: nothing is longer than a label can lay out, and no character is
// cut.
func TestExcerpts(t *testing.T) {
	for name, words := range map[string]string{
		"long": strings.Repeat("word ", 10_000), "no word": strings.Repeat("x", 60_000), "wide": strings.Repeat("안", 20_000), "bytes": strings.Repeat("\xff", 1000),
		"controls": strings.Repeat("\x1b", 60_000),
	} {
		if got := format.Excerpt(words); len(got) > 6*format.LargestSentence+10 || !strings.Contains(got, " … ") || strings.Contains(got, "\uFFFD") || !printable.Safe(got) {
			t.Errorf("%s: %d bytes: %.40q", name, len(got), got)
		}
		if got := format.ExcerptOf(words, 80); len([]rune(got)) > 81 || !printable.Safe(got) {
			t.Errorf("%s: its beginning is %.40q", name, got)
		}
	}
	if got := format.Excerpt("two\nlines and 👩‍🌾"); got != "two\nlines and 👩‍🌾" {
		t.Errorf("%q", got)
	}
}
