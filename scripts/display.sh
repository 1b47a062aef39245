# Sourced by scripts that open the window on a virtual display. Everything
# started through here is ended when the script ends, by its process number.
# shellcheck shell=sh

started= # process numbers, the latest first
trap stop_started EXIT
trap 'exit 130' HUP INT TERM

# remember notes a process to be ended.
remember() { started="$1 $started"; }

# stop_started ends what was started, the latest first, and waits for it.
stop_started() {
	for pid in $started; do
		stop "$pid"
	done
	started=
}

# stop asks one process to end, and after five seconds makes it.
stop() {
	kill "$1" 2>/dev/null || return 0
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		kill -0 "$1" 2>/dev/null || break
		sleep 0.5
	done
	kill -9 "$1" 2>/dev/null || true
	wait "$1" 2>/dev/null || true
}

# start_display starts a virtual display of the given size (as in 1280x800) on
# a free number and sets DISPLAY.
start_display() {
	number=$(mktemp)
	Xvfb -displayfd 3 -screen 0 "$1x24" -nolisten tcp -noreset 3>"$number" >/dev/null 2>&1 &
	display_pid=$!
	remember "$display_pid"
	wait_for 20 test -s "$number" || {
		rm -f "$number"
		echo "the virtual display did not start" >&2
		return 1
	}
	DISPLAY=:$(tr -d '[:space:]' <"$number")
	rm -f "$number"
	export DISPLAY
	unset WAYLAND_DISPLAY
}

# wait_for tries a command until it succeeds, for so many seconds at most.
wait_for() {
	tries=$(($1 * 5))
	shift
	while ! "$@"; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || return 1
		sleep 0.2
	done
}

running() { kill -0 "$1" 2>/dev/null; }

# photograph saves the whole display as a picture, and fails when the picture
# is of one colour: then there was nothing to see.
photograph() {
	mkdir -p "$(dirname "$1")"
	import -window root "$1"
	[ "$(identify -format %k "$1")" -gt 1 ] || {
		echo "$1 shows an empty screen" >&2
		return 1
	}
}
