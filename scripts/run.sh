#!/bin/sh
# Builds Mangrove and opens it with the demo: a broker of its own and a fleet
# of simulated devices. Without a display it opens on a virtual one, is
# photographed after ten seconds, and ends.
set -eu
cd "$(dirname "$0")/.."

if [ "$(uname -s)" != Linux ] || [ -n "${DISPLAY:-}" ]; then
	scripts/deps.sh build fonts
	scripts/build.sh
	exec build/mangrove --demo "$@"
fi

echo "run: there is no display here (DISPLAY is not set), so the window opens on a virtual one"
[ -z "${WAYLAND_DISPLAY:-}" ] || echo "run: a Wayland session needs Xwayland to show the window itself"
scripts/deps.sh run
scripts/build.sh
. scripts/display.sh

start_display 1280x800
build/mangrove --demo --size 1280x800 "$@" >build/run.log 2>&1 &
window=$!
remember "$window"
echo "run: the window is open on $DISPLAY; its picture comes in 10 s"
sleep 10
running "$window" || {
	echo "run: mangrove ended early. It said:" >&2
	cat build/run.log >&2
	exit 1
}
photograph build/window.png
echo "run: the window's picture is in $PWD/build/window.png"
