//go:build linux && cgo && !ci && !wayland

package main

/*
#include <X11/Xlib.h>

extern void displayIsGone(void);

static int lost(Display *display) {
	(void)display;
	displayIsGone();
	return 0;
}

static void watchDisplay(void) { XSetIOErrorHandler(lost); }

static int findDisplay(int *width, int *height) {
	static Display *display; // stays open: a server starts anew when its last client goes, and the toolkit would meet that
	if (display == NULL)
		display = XOpenDisplay(NULL);
	if (display == NULL)
		return 0;
	*width = DisplayWidth(display, DefaultScreen(display));
	*height = DisplayHeight(display, DefaultScreen(display));
	return 1;
}
*/
import "C"

import (
	"errors"
	"fmt"
	"image"
)

// findDisplay gives the size of the display in pixels, or says why no window can be
// opened here. The toolkit would panic.
func findDisplay() (size image.Point, err error) {
	var width, height C.int
	if C.findDisplay(&width, &height) != 0 {
		return image.Pt(int(width), int(height)), nil
	}
	name := C.GoString(C.XDisplayName(nil))
	if name == "" {
		return size, errors.New("there is no display for a window here (DISPLAY is not set); start it in a desktop session or with ssh -X. " +
			"mangrove snapshot and mangrove doctor need none")
	}
	return size, fmt.Errorf("the display %q cannot be opened; check that it is running and that this user may use it. "+
		"mangrove snapshot and mangrove doctor need none", name)
}

// displayLost is what leaveWithDisplay was given.
var displayLost func()

// leaveWithDisplay has something done when the X server goes away, as at the end
// of a desktop session: the system's library ends the program then, on the spot.
func leaveWithDisplay(do func()) {
	displayLost = do
	C.watchDisplay()
}

//export displayIsGone
func displayIsGone() { displayLost() }
