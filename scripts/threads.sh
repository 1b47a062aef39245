#!/bin/sh
# Opens the demo in a build that checks the toolkit's one rule for goroutines,
# and fails when it was broken: the window may be touched only from its own
# goroutine or through fyne.Do. The released build leaves the check out. Both
# share the compiled OpenGL layer.
set -eu
cd "$(dirname "$0")/.."
. scripts/toolchain.sh
. scripts/display.sh

mkdir -p build
CGO_ENABLED=1 go build -buildvcs=false -trimpath -o build/mangrove-checked ./cmd/mangrove

settings=$(mktemp -d)
trap 'stop_started; rm -rf "$settings"' EXIT
start_display 1280x800
XDG_CONFIG_HOME=$settings build/mangrove-checked --demo --verbose >build/threads.log 2>&1 &
window=$!
remember "$window"
sleep "${SECONDS_OPEN:-15}"
running "$window" || {
	echo "mangrove ended early. It said:" >&2
	cat build/threads.log >&2
	exit 1
}
stop_started
if grep -q 'Error in Fyne call thread' build/threads.log; then
	echo "the window was touched from a goroutine that is not its own, or fyne.Do was called from its own (how often, where):" >&2
	grep -A 1 'Error in Fyne call thread' build/threads.log | grep -o 'From: [^"]*' | sort | uniq -c | sort -rn | head -20 >&2
	exit 1
fi
