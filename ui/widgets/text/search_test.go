package text

import (
	"image/color"
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

// TestWhatIsStillLookedForIsNotRemembered also where the clock has not gone on
// meanwhile, as one of 15 ms.
func TestWhatIsStillLookedForIsNotRemembered(t *testing.T) {
	paced(t, 2*time.Millisecond)
	began := time.Now()
	now = func() time.Time { return began }
	defer func() { now = time.Now }()
	const character = '\u4e11'
	for _, faces := range allFaces {
		clear(faces.bySystem)
	}
	line := NewLine(21.75)
	line.Raster.Resize(fyne.NewSize(600, 20))
	line.Set(Span{Text: string(character), Colour: color.White})
	Continue()
	systemMutex.Lock()
	line.draw(600, 20)
	systemMutex.Unlock()
	if !Unfinished() {
		t.Error("it is not drawn on")
	}
	if _, known := Of(Regular, 21.75).plain[character]; known {
		t.Error("a character is remembered that was still looked for")
	}
	for frames := 0; Unfinished(); frames++ {
		Continue()
		line.draw(600, 20)
		if frames > 1000 {
			t.Fatal("it never ends")
		}
	}
	if len(searches) != 0 {
		t.Error(len(searches), "searches are left")
	}
}
