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
*/
import "C"

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
