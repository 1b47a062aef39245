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
	FYNE_SCALE=$scale XDG_CONFIG_HOME=$scratch/$name build/mangrove --demo --look "$look" --size "$size" --report "$report" >"$scratch/$name.log" 2>&1 &
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

# select_bytes chooses a topic and selects some bytes of its payload: select_bytes TOPIC.
select_bytes() {
	choose "$1"
	sleep 2
	# shellcheck disable=SC2046 # two numbers
	set -- $(corner 'payload view')
	xdotool mousemove $(($1 + 92)) $(($2 + 13)) mousedown 1 sleep 0.2 mousemove $(($1 + 130)) $(($2 + 13)) sleep 0.2 mousemove $(($1 + 168)) $(($2 + 13)) sleep 0.2 mouseup 1
}

# show_table chooses a topic and shows its payload as a table: show_table TOPIC.
show_table() {
	choose "$1"
	sleep 2
	click 'payload format'
	sleep 1
	# shellcheck disable=SC2046 # two numbers
	set -- $(middle '  "places": {' 'payload format')
	click_at "$1" $(($2 + 234)) # the last view of the menu
}

# charts pins some topics and their charts, and shows the charts.
charts() {
	for topic in zigbee2mqtt/hallway_motion zigbee2mqtt/kitchen_plug zigbee2mqtt/tv_plug zigbee2mqtt/living_lamp; do
		choose "$topic"
		sleep 1
		xdotool key ctrl+d
		if [ "$topic" = zigbee2mqtt/hallway_motion ]; then
			click modes
			xdotool key Right # from the messages to the chart
			sleep 1
		fi
		click 'pin chart'
		sleep 1
		xdotool key Down Return # as a new chart, where there are others
		sleep 1
	done
	xdotool key ctrl+shift+d
}

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

wanted=$*
picture explore-dark 1280x800 dark choose zigbee2mqtt/hall_sensor
picture explore-light 1280x800 light choose zigbee2mqtt/hall_sensor
picture explore-dark-wide 1920x1080 dark choose zigbee2mqtt/hall_sensor
picture explore-light-wide 1920x1080 light choose zigbee2mqtt/hall_sensor
picture explore-dark-small 900x600 dark choose zigbee2mqtt/hall_sensor
picture explore-light-small 900x600 light choose zigbee2mqtt/hall_sensor
picture explore-dark-large 1920x1080 dark choose zigbee2mqtt/hall_sensor
picture explore-light-large 1920x1080 light choose zigbee2mqtt/hall_sensor
picture payload-bytes-dark 1280x800 dark select_bytes factory/press1/raw
picture payload-table-light 1280x800 light show_table zigbee2mqtt/bridge/devices
picture broker-dark 1280x800 dark click 'rail broker'
picture publish-dark 1280x800 dark open_publish
picture publish-light-small 900x600 light open_publish
SETTLE=60
picture charts-dark 1280x800 dark charts
picture charts-light-wide 1920x1080 light charts
