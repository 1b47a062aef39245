package text

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// hear has the canvas of lines known from when known is set.
func redactor(t *testing.T, known *bool) {
	t.Helper()
	was := canvasOf
	canvasOf = func(o fyne.CanvasObject) fyne.Canvas {
		if !*known {
			return nil
		}
		return was(o)
	}
	t.Cleanup(func() { canvasOf = was })
}

// TestALineThatNobodyHeardIsDrawnAgain: rows that are made while the toolkit looks for
// what is to be drawn are on no canvas yet.
func TestALineThatNobodyHeardIsDrawnAgain(t *testing.T) {
	for name, catch := range map[string]func(*Line){
		"by whoever places it":        func(l *Line) { l.Place(fyne.NewPos(0, 0), fyne.NewSize(100, 20)) },
		"by whoever sets it as it is": func(l *Line) { l.Set(Span{Text: "new"}) },
		"in the next drawing":         func(*Line) { Continue() },
		"in a later drawing": func(*Line) {
			known := canvasOf
			canvasOf = func(fyne.CanvasObject) fyne.Canvas { return nil }
			Continue()
			if canvasOf = known; !Unfinished() {
				t.Error("it is given up")
			}
			Continue()
		},
	} {
		t.Run(name, func(t *testing.T) {
			test.NewTempApp(t)
			LimitDrawing(1e9)
			defer LimitDrawing(0)
			l, known := NewLine(13), false
			w := test.NewTempWindow(t, l.Raster)
			w.Resize(fyne.NewSize(200, 50))
			redactor(t, &known)
			l.Set(Span{Text: "old"})
			l.Set(Span{Text: "new"})
			if !l.stale {
				t.Fatal("it is taken to be seen")
			}
			known = true
			if catch(l); l.stale {
				t.Error("it stays as it was")
			}
		})
	}
}

// TestALineOnNoCanvasIsGivenUp, so that nothing is drawn for it for ever.
func TestALineOnNoCanvasIsGivenUp(t *testing.T) {
	test.NewTempApp(t)
	LimitDrawing(1e9)
	defer LimitDrawing(0)
	l, known := NewLine(13), false
	redactor(t, &known)
	l.Set(Span{Text: "a"})
	for range mostTries {
		Continue()
	}
	if Unfinished() || len(pacing.lines) > 0 {
		t.Error("it is asked for still")
	}
}
