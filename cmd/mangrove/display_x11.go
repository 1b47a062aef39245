//go:build linux && cgo && !ci && !wayland

package main

/*
#include <string.h>
#include <unistd.h>
#include <X11/Xatom.h>
#include <X11/Xlib.h>

extern void displayIsGone(void);

static int lost(Display *display) {
	(void)display;
	displayIsGone();
	return 0;
}

static void watchDisplay(void) { XSetIOErrorHandler(lost); }

// numbers reads the first of a window's property; NULL when it has not so many.
static long *numbers(Display *display, Window window, const char *name, Atom want, unsigned long count) {
	Atom property = XInternAtom(display, name, True), type = None;
	int format = 0;
	unsigned long read = 0, left = 0;
	unsigned char *data = NULL;
	if (property == None || XGetWindowProperty(display, window, property, 0, count, False, want, &type, &format, &read, &left, &data) != Success)
		return NULL;
	if (type == want && format == 32 && read >= count)
		return (long *)data;
	if (data != NULL)
		XFree(data);
	return NULL;
}

// findFrame asks the window manager how much it puts around a window: left, right, top and
// bottom. Of one that does not say, 40 below a title and 8 elsewhere are taken for it.
static void findFrame(Display *display, Window root, int frame[4]) {
	int i, waits;
	long *asked = numbers(display, root, "_NET_SUPPORTING_WM_CHECK", XA_WINDOW, 1);
	memset(frame, 0, 4 * sizeof(int));
	if (asked == NULL)
		return; // there is none
	XFree(asked);
	frame[0] = frame[1] = frame[3] = 8;
	frame[2] = 40;
	Window window = XCreateSimpleWindow(display, root, 0, 0, 100, 100, 0, 0, 0);
	XEvent ask;
	memset(&ask, 0, sizeof(ask));
	ask.xclient.type = ClientMessage;
	ask.xclient.window = window;
	ask.xclient.message_type = XInternAtom(display, "_NET_REQUEST_FRAME_EXTENTS", False);
	ask.xclient.format = 32;
	XSendEvent(display, root, False, SubstructureNotifyMask | SubstructureRedirectMask, &ask);
	for (waits = 0; waits < 25; waits++) {
		XSync(display, False);
		long *extents = numbers(display, window, "_NET_FRAME_EXTENTS", XA_CARDINAL, 4);
		if (extents != NULL) {
			for (i = 0; i < 4; i++)
				frame[i] = (int)extents[i];
			XFree(extents);
			break;
		}
		usleep(10000);
	}
	XDestroyWindow(display, window);
	XSync(display, False);
}

static int findDisplay(int *width, int *height) {
	static Display *display; // stays open: a server starts anew when its last client goes, and the toolkit would meet that
	if (display == NULL)
		display = XOpenDisplay(NULL);
	if (display == NULL)
		return 0;
	Window root = DefaultRootWindow(display);
	int frame[4];
	findFrame(display, root, frame);
	*width = DisplayWidth(display, DefaultScreen(display));
	*height = DisplayHeight(display, DefaultScreen(display));
	long *area = numbers(display, root, "_NET_WORKAREA", XA_CARDINAL, 4); // without panels
	if (area != NULL) {
		if (area[2] > 0 && area[2] < *width)
			*width = (int)area[2];
		if (area[3] > 0 && area[3] < *height)
			*height = (int)area[3];
		XFree(area);
	}
	*width -= frame[0] + frame[1];
	*height -= frame[2] + frame[3];
	return 1;
}
*/
import "C"

import (
	"image"
	"strconv"

	"mangrove/cmd/mangrove/problem"
)

// findDisplay gives the size in pixels that what is in a window can have on the display,
// with its frame around it and no panel over it, or says why no window can be opened here.
// The toolkit would panic.
func findDisplay() (size image.Point, err error) {
	var width, height C.int
	if C.findDisplay(&width, &height) != 0 {
		return image.Pt(int(width), int(height)), nil
	}
	name := C.GoString(C.XDisplayName(nil))
	if name == "" {
		return size, problem.NoDisplay
	}
	return size, problem.DisplayShut.With("display", strconv.Quote(name))
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
