package charts

import (
	"fyne.io/fyne/v2"
)

// Measures of charts side by side.
const (
	cellWidth   = 330 // at the least, of two beside each other
	cellHeight  = 150 // at the least
	cellApart   = 4
	insetOfMenu = 26
)

// gridLayout puts charts into rows that fill what there is, as long as they are not too
// low; then it can be scrolled.
type gridLayout struct{ board *Board }

// shape is how many charts stand in a row, and how high each is.
func (l *gridLayout) shape(n int) (columns int, height float32) {
	size := l.board.scroll.Size()
	columns = max(1, min(n, int(size.Width/cellWidth), 4))
	for columns > 1 && (n+columns-1)/columns == (n+columns-2)/(columns-1) && float32((n+columns-1)/columns)*cellHeight <= size.Height {
		columns-- // as few rows, and each chart wider
	}
	if n > 0 && n <= 2 && size.Height >= float32(n)*2*cellHeight { // wide ones over each other show more of the time
		columns = 1
	}
	rows := max(1, (n+columns-1)/columns)
	return columns, max(cellHeight, size.Height/float32(rows)-cellApart)
}

// Layout implements fyne.Layout.
func (l *gridLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	columns, height := l.shape(len(objects))
	width := (size.Width - float32(columns-1)*cellApart) / float32(columns)
	for i, o := range objects {
		o.Move(fyne.NewPos(float32(i%columns)*(width+cellApart), float32(i/columns)*(height+cellApart)))
		o.Resize(fyne.NewSize(width, height))
	}
}

// MinSize implements fyne.Layout.
func (l *gridLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	if len(objects) == 0 {
		return fyne.Size{}
	}
	columns, height := l.shape(len(objects))
	rows := (len(objects) + columns - 1) / columns
	return fyne.NewSize(0, float32(rows)*(height+cellApart)-cellApart)
}

// cornerLayout puts a button into the upper right corner of a chart.
type cornerLayout struct{}

// Layout implements fyne.Layout.
func (*cornerLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.Position{})
	objects[0].Resize(size)
	button := fyne.NewSquareSize(22)
	objects[1].Move(fyne.NewPos(size.Width-button.Width-2, 1))
	objects[1].Resize(button)
}

// MinSize implements fyne.Layout.
func (*cornerLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }
