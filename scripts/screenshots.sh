#!/bin/sh
# Takes the pictures in docs/screenshots from the real window with the demo, on
# a virtual display, with a small window manager and settings of its own.
# Pictures are named on the command line; without one, all are taken.
#
# The program keeps its state in the file given with --report; a picture is
# taken once that counts topics, and the demo has had time to make some history.
set -eu
cd "$(dirname "$0")/.."
. scripts/display.sh
. scripts/drive.sh

folder=docs/screenshots
scratch=$(mktemp -d)
trap 'stop_started; rm -rf "$scratch"' EXIT

# What is opened there is looked for in a folder with one file.
home=$scratch/home
mkdir "$home"
sed 's/^deadline: .*/deadline: 60s/; s/^settle: .*/settle: 5s/' docs/checklists/house.yaml >"$home/house.yaml"

# The window fills the screen and has no frame, so that a picture is the
# window and nothing else.
cat >"$scratch/openbox.xml" <<'EOF'
<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <applications>
    <application class="*"><decor>no</decor><maximized>yes</maximized></application>
  </applications>
</openbox_config>
EOF

# picture NAME SIZE LOOK [COMMAND...] opens the demo and photographs it; the
# command, if any, brings the window into the state to be shown. A name that ends in
# -large is of a window at a scale of 1.5.
picture() {
	name=$1 size=$2 look=$3
	shift 3
	case " ${wanted:-$name} " in *" $name "*) ;; *) return 0 ;; esac
	start_display "$size"
	openbox --config-file "$scratch/openbox.xml" >/dev/null 2>&1 &
	remember $!
	report=$scratch/$name.json
	scale=1
	case $name in *-large) scale=1.5 ;; esac
	HOME=$home FYNE_SCALE=$scale XDG_CONFIG_HOME=$scratch/$name build/mangrove --demo --look "$look" --size "$size" --report "$report" >"$scratch/$name.log" 2>&1 &
	window=$!
	remember "$window"
	wait_for 60 ready "$window" "$report" || {
		echo "screenshots: the window for $name did not get ready. It said:" >&2
		cat "$scratch/$name.log" >&2
		exit 1
	}
	sleep "${SETTLE:-8}"
	if [ $# -gt 0 ]; then
		"$@"
		xdotool mousemove "${size%x*}" 400 # off the rows: a tip would come up
		sleep 2
	fi
	photograph "$folder/$name.png"
	stop_started
	echo "screenshots: $folder/$name.png"
}

# ready tells whether the window has topics to show; when the program has ended
# there is nothing to wait for.
ready() {
	running "$1" || {
		echo "screenshots: mangrove ended early" >&2
		cat "$scratch/$name.log" >&2
		exit 1
	}
	grep -Eq '"topics": *[1-9]' "$2" 2>/dev/null
}

# broker prints where the demo listens.
broker() { sed -n 's/^ *"box": "\(.*\)",*$/\1/p' "$report"; }

# settle has the window take in what was done, and write its report.
settle() { sleep "${1:-2}"; }

# select_bytes chooses a topic and selects some bytes of its payload: select_bytes TOPIC.
select_bytes() {
	choose "$1"
	settle
	# shellcheck disable=SC2046 # two numbers
	set -- $(corner 'payload view')
	xdotool mousemove $(($1 + 92)) $(($2 + 13)) mousedown 1 sleep 0.2 mousemove $(($1 + 130)) $(($2 + 13)) sleep 0.2 mousemove $(($1 + 168)) $(($2 + 13)) sleep 0.2 mouseup 1
}

# show_as chooses a topic and shows its payload as the n-th of the menu, counted from 1:
# show_as TOPIC N.
show_as() {
	choose "$1"
	settle
	click 'payload format'
	settle 1
	presses=$2
	while [ "$presses" -gt 0 ]; do
		xdotool key Down
		presses=$((presses - 1))
	done
	xdotool key Return
}

# show_table shows the payload of a topic as a table: show_table TOPIC.
show_table() { show_as "$1" 7; }

# show_properties publishes a message with properties of MQTT 5 and shows them.
show_properties() {
	build/mangrove publish "$(broker)" --topic plant/boiler/report --payload '{"temperature": 71.5, "pressure": 1.84}' --retain \
		--property content-type=application/json --property response-topic=plant/boiler/report/ack --property correlation-hex=00a1f27e9c4d \
		--property expiry=3600 --property format=text --property user:site=plant01 --property user:line=3 --property user:site=backup
	settle
	choose plant/boiler/report
	settle
	click modes 0.85 # the properties
	settle 1
}

# show_diff publishes two messages and shows what the second has changed.
show_diff() {
	for payload in '{"temperature": 71.5, "pressure": 1.84, "valve": "open", "alarms": []}' \
		'{"temperature": 73.2, "pressure": 1.84, "valve": "closed", "alarms": ["overheated"], "since": "2026-11-26T21:03:04Z"}'; do
		build/mangrove publish "$(broker)" --topic plant/boiler/state --payload "$payload"
	done
	choose plant/boiler/state
	settle
	click modes 0.37 # the messages
	settle
	# shellcheck disable=SC2046 # two numbers
	set -- $(corner messages)
	click_at $(($1 + 200)) $(($2 + 30)) # the second
	settle
	click 'message modes'
	settle 1
	xdotool key Right
	settle
}

# play makes some history: four topics, of which each has another kind of series.
play() {
	cat >"$scratch/kinds.yaml" <<'EOF'
simulator: 1
seed: 7
devices:
- name: plant
  connection: shared
  values:
    temperature: {shape: sine, low: 68, high: 74, period: 40s, digits: 2}
    noise: {shape: walk, low: -0.6, high: 0.6, step: 0.5, every: 500ms, digits: 2}
    pump: {shape: square, low: 0, high: 1, period: 26s, duty: 0.6, digits: 0}
    energy: {shape: ramp, from: 102.3, to: 112.3, period: 10m, digits: 3}
    fan: {shape: pick, of: [1, 3, 2, 4, 2, 3], every: 9s}
  messages:
  - {topic: plant/boiler/temperature, every: 500ms, payload: '{"temperature_c": {{.temperature}}, "outlet_c": {{.noise}}}'}
  - {topic: plant/pump/running, every: 1s, payload: '{{if eq .pump "1"}}ON{{else}}OFF{{end}}'}
  - {topic: plant/meter/energy_kwh, every: 1s, payload: "{{.energy}}"}
  - {topic: plant/fan/level, every: 1s, payload: "{{.fan}}"}
EOF
	build/mangrove simulate "$scratch/kinds.yaml" "$(broker)" >"$scratch/kinds.log" 2>&1 &
	remember $!
	sleep 75
}

# pin_charts pins topics and their charts, and shows the charts: pin_charts TOPIC...
pin_charts() {
	first=yes
	for topic in "$@"; do
		choose "$topic"
		settle 1
		xdotool key ctrl+d
		if [ "$first" ]; then
			click modes 0.62 # the chart
			settle
		fi
		click 'pin chart'
		settle 1
		[ "$first" ] || xdotool key Down Return # as a new chart, where there are others
		first=
		settle 1
	done
	xdotool key ctrl+shift+d
	settle
}

# dashboard shows four live charts, one of each kind of series, and the topics pinned.
dashboard() {
	play
	pin_charts plant/boiler/temperature plant/pump/running plant/meter/energy_kwh plant/fan/level
}

# charts shows those of some devices of the demo, with the topics pinned.
charts() { pin_charts zigbee2mqtt/hallway_motion zigbee2mqtt/kitchen_plug zigbee2mqtt/tv_plug zigbee2mqtt/living_lamp; }

# open_publish opens the publish panel, with a template in it.
open_publish() {
	click 'publish more'
	sleep 1
	click 'publish topic'
	xdotool key ctrl+a
	xdotool type --delay 20 home/hall/light/set
	click 'publish payload'
	xdotool type --delay 20 '{"state":"ON","at":"{{now}}"}'
	sleep 1
	click 'publish template'
	sleep 1
	click 'publish properties'
	sleep 2
}

# show_device opens a device with its topics.
show_device() {
	click 'rail devices'
	settle 6
	click 'device filter'
	xdotool type --delay 20 freezer
	settle
	# shellcheck disable=SC2046 # two numbers
	set -- $(corner devices)
	click_at $(($1 + 100)) $(($2 + 10))
	settle
	click 'device filter'
	xdotool key ctrl+a BackSpace
	settle
}

# show_verdicts runs a checklist, and opens a verdict: show_verdicts WIDTH HEIGHT.
show_verdicts() {
	click 'rail verify'
	click 'open checklist'
	settle
	click_at $(($1 / 2 - 79)) $(($2 / 2 - 138)) # the file, in the toolkit's dialog in the middle
	settle 1
	click_at $(($1 / 2 + 329)) $(($2 / 2 + 241)) # which opens it
	settle
	click 'start verification'
	settle 65
	# shellcheck disable=SC2046 # two numbers
	set -- $(corner verdicts)
	click_at $(($1 + 300)) $(($2 + 10))
	settle
}

wanted=$*
picture explore-dark 1280x800 dark choose zigbee2mqtt/hall_sensor
picture explore-light 1280x800 light choose zigbee2mqtt/hall_sensor
picture explore-dark-wide 1920x1080 dark choose zigbee2mqtt/hall_sensor
picture explore-light-wide 1920x1080 light choose zigbee2mqtt/hall_sensor
picture explore-dark-small 900x600 dark choose zigbee2mqtt/hall_sensor
picture explore-light-small 900x600 light choose zigbee2mqtt/hall_sensor
picture explore-dark-large 1920x1080 dark choose zigbee2mqtt/hall_sensor
picture explore-light-large 1920x1080 light choose zigbee2mqtt/hall_sensor
picture broker-dark 1280x800 dark click 'rail broker'
picture devices-dark 1280x800 dark show_device
picture devices-light-small 900x600 light show_device
picture verify-dark 1280x800 dark show_verdicts 1280 800
picture verify-light-wide 1920x1080 light show_verdicts 1920 1080
picture publish-dark 1280x800 dark open_publish
picture publish-light-small 900x600 light open_publish
for shape in dark light-wide; do
	size=1280x800 colours=${shape%-wide}
	[ "$shape" = dark ] || size=1920x1080
	picture "inspector-tree-$shape" $size "$colours" choose zigbee2mqtt/kitchen_plug
	picture "inspector-pretty-$shape" $size "$colours" show_as zigbee2mqtt/hall_sensor 3
	picture "inspector-hex-$shape" $size "$colours" select_bytes factory/press1/raw
	picture "inspector-table-$shape" $size "$colours" show_table zigbee2mqtt/bridge/devices
	picture "inspector-image-$shape" $size "$colours" choose camera/gate/snapshot
	picture "inspector-diff-$shape" $size "$colours" show_diff
	picture "inspector-properties-$shape" $size "$colours" show_properties
	picture "inspector-dashboard-$shape" $size "$colours" dashboard
done
SETTLE=60
picture charts-dark 1280x800 dark charts
picture charts-light-wide 1920x1080 light charts
