# Sourced by scripts that use the window as a person does, with the mouse. The
# variable report names the file in which the window says what stands where.
# shellcheck shell=sh

# middle prints the middle of the first place that follows a line of the report, or the
# point that far from its left, of its width: middle LINE PLACE [PART].
middle() {
	awk -v line="$1" -v part="\"$2\": {" -v right="${3:-0.5}" '
		index($0, line) == 1 { inside = 1 }
		inside && index($0, part) { reading = 1 }
		reading && $1 ~ /"[XYWH]":/ { value[substr($1, 2, 1)] = $2 + 0 }
		reading && /"H":/ { printf "%d %d\n", value["X"] + value["W"] * right, value["Y"] + value["H"] / 2; exit }
	' "${report:?}"
}

# corner prints the upper left corner of a place.
corner() {
	awk -v part="\"$1\": {" '
		index($0, "  \"places\": {") == 1 { inside = 1 }
		inside && index($0, part) { reading = 1 }
		reading && $1 ~ /"[XYWH]":/ { value[substr($1, 2, 1)] = $2 + 0 }
		reading && /"H":/ { printf "%d %d\n", value["X"], value["Y"]; exit }
	' "${report:?}"
}

# row prints where a topic's row is, or its arrow: row TOPIC place|arrow.
row() { middle "      \"topic\": \"$1\"," "$2"; }

# click_at presses the left button: click_at X Y.
click_at() { xdotool mousemove "$1" "$2" sleep 0.1 click 1; }

# placed tells whether something is on view, by the name the report gives it.
placed() { [ -n "$(middle '  "places": {' "$1")" ]; }

# click presses something by the name the report gives it, such as publish, in its middle
# or that far from its left. It is waited for: a slow machine draws late. click PLACE [PART]
click() {
	waited=0
	while ! placed "$1"; do
		waited=$((waited + 1))
		[ "$waited" -le 150 ] || {
			echo "the window has no $1" >&2
			return 1
		}
		sleep 0.2
	done
	# shellcheck disable=SC2046 # two numbers
	click_at $(middle '  "places": {' "$@")
}

# closed tells whether a topic's row is in sight with nothing under it shown.
closed() { grep -A 1 "^      \"topic\": \"$1\"," "$report" | grep -q '"text": "▸'; }

in_sight() { [ -n "$(row "$1" place)" ]; }

# reveal turns the wheel over the tree until a topic's row is in sight.
reveal() {
	turns=0
	while ! in_sight "$1"; do
		turns=$((turns + 1))
		[ "$turns" -le 40 ] || {
			echo "the tree does not show $1" >&2
			return 1
		}
		# shellcheck disable=SC2046 # two numbers
		xdotool mousemove $(middle '  "places": {' tree) click --repeat 4 --delay 30 5
		sleep 0.4
	done
}

# choose opens the levels above a topic and selects it.
choose() {
	above=
	for level in $(echo "$1" | tr / ' '); do
		above=${above:+$above/}$level
		reveal "$above"
		# shellcheck disable=SC2046 # two numbers
		if [ "$above" = "$1" ]; then
			click_at $(row "$above" place)
		elif closed "$above"; then
			click_at $(row "$above" arrow)
			sleep 0.5
		fi
	done
}
