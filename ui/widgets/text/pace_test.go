package text

import (
	"bytes"
	"image"
	"image/color"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// flood are names of 65,535 bytes with characters that have not been drawn before, by
// what they are of. Each row has others.
var flood = map[string]func(row, i int) rune{
	"ideographs": func(row, i int) rune { return 0x4e00 + rune(row*400+i)%0x5000 },
	"syllables":  func(row, i int) rune { return 0xac00 + rune(row*180+i)%0x2ba0 },
	"all scripts": func(row, i int) rune {
		return []rune{0x0600, 0x0900, 0x0e00, 0x1f300, 0x10a0, 0x1200, 0x4e00, 0x2200}[i%8] + rune(row*16+i/8)%0x60
	},
	"nothing to be seen": func(row, i int) rune { return 0x200b + rune(i+row)%5 },
}

func floodName(of func(row, i int) rune, row int) string {
	var b strings.Builder
	for i := 0; b.Len() < 65_000; i++ {
		b.WriteRune(of(row, i))
	}
	return b.String()
}

// floodLines are the lines of a window with such names, at a size that nothing has
// been drawn with before.
func floodLines(of func(row, i int) rune, rows int, size float32) []*Line {
	lines := make([]*Line, rows)
	for row := range lines {
		lines[row] = NewLine(size)
		lines[row].Raster.Resize(fyne.NewSize(600, 20))
		lines[row].Set(Span{Text: floodName(of, row), Colour: color.White, X: 20, Limit: 560})
	}
	return lines
}

// paced sets a pace for a test.
func paced(t testing.TB, limit time.Duration) {
	t.Helper()
	test.NewTempApp(t)
	LimitDrawing(limit)
	t.Cleanup(func() {
		LimitDrawing(0)
		Continue()
	})
}

// TestADrawingEnds counts the looks at a clock that goes on by a millisecond at each:
// a drawing does no more than there is time for, every one of them gets on, and in
// the end all is there.
func TestADrawingEnds(t *testing.T) {
	const rows = 10
	size := float32(17)
	for name, of := range flood {
		t.Run(name, func(t *testing.T) {
			size += 0.25
			paced(t, 20*time.Millisecond)
			ticks := 0
			now = func() time.Time {
				ticks++
				return time.UnixMilli(int64(ticks))
			}
			defer func() { now = time.Now }()
			lines := floodLines(of, rows, size)
			drawn := make([][]byte, rows)
			draw := func() {
				for i, l := range lines {
					drawn[i] = bytes.Clone(l.draw(600, 20).(*image.RGBA).Pix)
				}
			}
			frames := 0
			for frames == 0 || Unfinished() {
				Continue()
				ticks = 0
				draw()
				if ticks > 200 {
					t.Fatalf("%d looks at the clock in drawing %d", ticks, frames)
				}
				if frames++; frames > 20_000 {
					t.Fatal("it never ends")
				}
			}
			if frames < 2 && name != "nothing to be seen" {
				t.Errorf("all was drawn at once")
			}
			LimitDrawing(0)
			inPieces := slices.Clone(drawn)
			draw()
			for i := range drawn {
				if !bytes.Equal(inPieces[i], drawn[i]) {
					t.Fatalf("row %d is drawn another way in pieces than at once", i)
				}
			}
		})
	}
}

// TestABusyMachineIsDrawnOn: where the time of a drawing passes while the program does not
// run, a line of ASCII is there at once, and one of other letters after a few drawings.
func TestABusyMachineIsDrawnOn(t *testing.T) {
	paced(t, 6*time.Millisecond)
	hours := 0
	now = func() time.Time {
		hours++
		return time.Unix(int64(hours)*3600, 0)
	}
	defer func() { now = time.Now }()
	for words, most := range map[string]int{"The quick brown fox jumps over 0123456789 LAZY {dogs} & \"WIZARDS\": [#~$%^]": 1, "Ωμέγα, δέλτα και θήτα, Щука и ёж: Жёлтый хлеб": 4} {
		l := NewLine(13.75)
		l.Raster.Resize(fyne.NewSize(600, 20))
		l.Set(Span{Text: words, Colour: color.White})
		drawings := 0
		for drawings == 0 || Unfinished() {
			Continue()
			l.draw(600, 20)
			if drawings++; drawings > most {
				t.Fatalf("%q is not there after %d drawings", words, most)
			}
		}
	}
}

// TestOnlyWhatIsSeenIsShaped goes by the characters that are shaped of a name.
func TestOnlyWhatIsSeenIsShaped(t *testing.T) {
	f := Of(Regular, 19.25)
	f.Fits(floodName(flood["all scripts"], 1), 400)
	longest := 0
	for s := range f.runs {
		longest = max(longest, len([]rune(s)))
	}
	if longest > 200 {
		t.Errorf("%d characters are shaped where 40 are seen", longest)
	}
}

// BenchmarkDrawing is the longest drawing of 41 rows with such names, in processor
// time of the thread, with the window's pace. The toolkit's part is not in it.
func BenchmarkDrawing(b *testing.B) {
	FindFonts() // as the window does before its first drawing
	size := float32(12)
	for name, of := range flood {
		b.Run(name, func(b *testing.B) {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			paced(b, 6*time.Millisecond)
			longest := time.Duration(0) // of all, the first of the program among them
			for b.Loop() {
				size += 0.25
				lines := floodLines(of, 41, size)
				frames := 0
				for frames == 0 || Unfinished() {
					Continue()
					began := worked()
					for _, l := range lines {
						l.draw(600, 20)
					}
					longest = max(longest, worked()-began)
					frames++
				}
				b.ReportMetric(float64(longest.Microseconds())/1000, "ms-drawing")
				b.ReportMetric(float64(frames), "drawings")
			}
		})
	}
}

// TestNothingIsRememberedInPart has no time left when a font is made, and when a text
// with characters that have no look of their own is shaped.
func TestNothingIsRememberedInPart(t *testing.T) {
	paced(t, time.Millisecond)
	looks := 0
	now = func() time.Time {
		looks++
		return time.UnixMilli(int64(10 * looks))
	}
	defer func() { now = time.Now }()
	line := NewLine(18.5)
	line.Raster.Resize(fyne.NewSize(600, 20))
	line.Set(
		Span{Text: "first", Colour: color.White, X: 0},
		Span{Text: "lamp\u202e\u200b\u2066off", Style: Bold, Colour: color.White, X: 100},
		Span{Text: strings.Repeat("long ", 100), Style: Mono, Colour: color.White, X: 300},
	)
	var inPieces []byte
	for frames := 0; frames == 0 || Unfinished(); frames++ {
		Continue()
		inPieces = bytes.Clone(line.draw(600, 20).(*image.RGBA).Pix)
		if frames > 1000 {
			t.Fatal("it never ends")
		}
	}
	LimitDrawing(0)
	for _, style := range []Style{Regular, Bold, Mono} {
		if f := Of(style, 18.5); f.ellipsis != f.Width("…") || f.ellipsis == 0 {
			t.Errorf("style %v: the ellipsis is taken to be %g wide, and is %g", style, f.ellipsis, f.Width("…"))
		}
	}
	got, want := Of(Bold, 18.5).Width("lamp\u202e\u200b\u2066off"), Of(Bold, 18.5).Width("lampoff")
	for _, mark := range []string{"[U+202E]", "[U+200B]", "[U+2066]"} {
		want += Of(Bold, 18.5*0.75).Width(mark)
	}
	if got < want-1 || got > want+1 {
		t.Errorf("with the marks it is %g wide, want %g", got, want)
	}
	if whole := line.draw(600, 20).(*image.RGBA).Pix; !bytes.Equal(inPieces, whole) {
		t.Error("it is drawn another way in pieces than at once")
	}
}
