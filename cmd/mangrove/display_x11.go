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

static int hasDisplay(void) {
	static Display *display; // stays open: a server starts anew when its last client goes, and the toolkit would meet that
	if (display == NULL)
		display = XOpenDisplay(NULL);
	return display != NULL;
}
*/
import "C"

import (
	"errors"
	"fmt"
)

// findDisplay says why no window can be opened here. The toolkit would panic.
func findDisplay() error {
	if C.hasDisplay() != 0 {
		return nil
	}
	name := C.GoString(C.XDisplayName(nil))
	if name == "" {
		return errors.New("there is no display for a window here (DISPLAY is not set); start it in a desktop session or with ssh -X. " +
			"mangrove snapshot and mangrove doctor need none")
	}
	return fmt.Errorf("the display %q cannot be opened; see that it is running, and that this user may use it. "+
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
