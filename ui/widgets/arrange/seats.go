package arrange

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Seats lays objects out by another layout, which does not see those that have a seat:
// each of them covers its room, wherever that is in the others. So Tab, which goes through
// the tree in its order, can go another way than the lines on the screen.
type Seats struct {
	Others fyne.Layout
	Seats  []Seat
}

// Seat is the room, made by NewRoom, that an object covers.
type Seat struct{ Room, Object fyne.CanvasObject }

// NewRoom keeps the room that an object takes which stands elsewhere in the tree.
func NewRoom(of fyne.CanvasObject) fyne.CanvasObject {
	return container.New(roomLayout{of})
}

type roomLayout struct{ of fyne.CanvasObject }

// Layout implements fyne.Layout.
func (roomLayout) Layout([]fyne.CanvasObject, fyne.Size) {}

// MinSize implements fyne.Layout.
func (l roomLayout) MinSize([]fyne.CanvasObject) fyne.Size { return l.of.MinSize() }

// others are the objects without a seat.
func (s *Seats) others(objects []fyne.CanvasObject) (others []fyne.CanvasObject) {
	seated := make(map[fyne.CanvasObject]bool)
	for _, seat := range s.Seats {
		seated[seat.Object] = true
	}
	for _, o := range objects {
		if !seated[o] {
			others = append(others, o)
		}
	}
	return others
}

// Layout implements fyne.Layout.
func (s *Seats) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	others := s.others(objects)
	s.Others.Layout(others, size)
	for _, seat := range s.Seats {
		for _, o := range others {
			if at, found := PlaceIn(o, seat.Room); found {
				seat.Object.Move(o.Position().Add(at))
				seat.Object.Resize(seat.Room.Size())
			}
		}
	}
}

// MinSize implements fyne.Layout.
func (s *Seats) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return s.Others.MinSize(s.others(objects))
}

// PlaceIn is where an object stands in a container that it is somewhere in. The
// driver knows that only of what has been drawn before.
func PlaceIn(in, o fyne.CanvasObject) (fyne.Position, bool) {
	if in == o {
		return fyne.Position{}, true
	}
	var below []fyne.CanvasObject
	switch in := in.(type) {
	case *fyne.Container:
		below = in.Objects
	case interface{ Content() fyne.CanvasObject }:
		below = []fyne.CanvasObject{in.Content()}
	}
	for _, child := range below {
		if at, found := PlaceIn(child, o); found {
			return at.Add(child.Position()), true
		}
	}
	return fyne.Position{}, false
}

// aroundFocus is how much is seen above and below what is brought into view: what may be said
// of it, and what comes next.
const aroundFocus = 40

// Reveal scrolls so that something in what is scrolled is seen.
func Reveal(scroll *container.Scroll, o fyne.CanvasObject) {
	place, ok := PlaceIn(scroll.Content, o)
	if !ok {
		return
	}
	top := place.Y
	bottom, seen, at := top+o.Size().Height, scroll.Size().Height, scroll.Offset.Y
	switch {
	case top < at:
		at = top - aroundFocus
	case bottom > at+seen:
		at = bottom + aroundFocus - seen
	default:
		return
	}
	at = max(0, min(at, scroll.Content.MinSize().Height-seen))
	scroll.ScrollToOffset(fyne.NewPos(0, at))
}
