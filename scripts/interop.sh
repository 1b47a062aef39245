#!/bin/sh
# Runs the contract suite against every broker that can be had here, and writes
# the table into docs/interop.md. Brokers come from the system's packages
# (Mosquitto, RabbitMQ), from npm (aedes, mosca) and from Maven (HiveMQ CE,
# ActiveMQ), those two into build/; the bundled one is run by the suite itself.
# One that cannot be started is named below the table. Everything listens on the
# loopback interface and ends with this script. INTEROP names some of them only,
# and then the page is left as it is.
# shellcheck disable=SC2317 # functions are called by try and by trap
set -eu
cd "$(dirname "$0")/.."
. scripts/toolchain.sh
PATH=$PATH:/usr/sbin # Mosquitto is there, which an ordinary user's PATH leaves out

work=$PWD/build/interop
rm -rf "$work/run"
mkdir -p "$work/run"
started=''
targets=''
missing=''
versions=''

# finish ends what was started, and waits for it; what does not end in time is
# killed.
finish() {
	for pid in $started; do kill "$pid" 2>/dev/null || true; done
	for pid in $started; do
		for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
			kill -0 "$pid" 2>/dev/null || break
			sleep 1
		done
		kill -KILL "$pid" 2>/dev/null || true
	done
	wait
}
trap finish EXIT
trap 'exit 130' INT TERM

wanted() {
	[ -z "${INTEROP:-}" ] && return 0
	case " $INTEROP " in *" $1 "*) return 0 ;; esac
	return 1
}

# run NAME COMMAND...: leaves a program running until the end.
run() {
	name=$1
	shift
	"$@" >>"$work/run/$name.log" 2>&1 &
	started="$started $!"
}

# take_port gives the next of the free ports.
take_port() {
	port=${ports%% *}
	ports=${ports#* }
}

# target NAME MQTT VERSION: the suite shall try the broker at $port, in these
# MQTT versions; it waits for it. VERSION is the broker's own.
target() {
	targets="$targets $1=mqtt://127.0.0.1:$port=$2"
	version "$1" "$3"
}

version() {
	versions="${versions}version $1 $2
"
}

absent() {
	echo "interop: $1: $2"
	missing="$missing- $1: $2
"
}

start_mosquitto() {
	printf 'user root\nlistener %s 127.0.0.1\nallow_anonymous true\npersistence false\n' "$port" >"$work/run/mosquitto.conf"
	run mosquitto mosquitto -c "$work/run/mosquitto.conf"
	target mosquitto 5,3.1.1,3.1 "$(mosquitto -h | sed -n 's/^mosquitto version //p')"
}

# start_rabbitmq runs the script that the system's own one wraps: the wrapper
# insists on a user of its own. The node has its own port mapper, so it
# meets no other node of this computer.
start_rabbitmq() {
	program=
	for found in /usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server; do
		[ -x "$found" ] && program=$found
	done
	[ -n "$program" ] || program=$(command -v rabbitmq-server)
	mapper=$(command -v epmd || find /usr/lib/erlang -name epmd -type f 2>/dev/null | head -n 1)
	dir=$work/run/rabbitmq
	mkdir -p "$dir"
	mqtt=$port
	take_port
	amqp=$port
	take_port
	distribution=$port
	take_port
	run epmd "$mapper" -address 127.0.0.1 -port "$port"
	printf '[rabbitmq_mqtt].\n' >"$dir/plugins"
	printf 'listeners.tcp.default = 127.0.0.1:%s\nmqtt.listeners.tcp.default = 127.0.0.1:%s\nmqtt.allow_anonymous = true\n' \
		"$amqp" "$mqtt" >"$dir/rabbitmq.conf"
	run rabbitmq env HOME="$dir" ERL_EPMD_PORT="$port" ERL_EPMD_ADDRESS=127.0.0.1 RABBITMQ_NODENAME=mangrove@localhost \
		RABBITMQ_MNESIA_BASE="$dir" RABBITMQ_LOG_BASE="$dir" RABBITMQ_CONFIG_FILE="$dir/rabbitmq" \
		RABBITMQ_ENABLED_PLUGINS_FILE="$dir/plugins" RABBITMQ_DIST_PORT="$distribution" RABBITMQ_LOGS="$dir/node.log" \
		RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}' "$program"
	port=$mqtt
	target rabbitmq 3.1.1,3.1 "$(echo "$program" | sed -n 's/.*rabbitmq_server-\([^/]*\).*/\1/p')"
}

# from_npm NAME
from_npm() {
	mkdir -p "$work/npm"
	cp scripts/interop/*.js scripts/interop/package.json "$work/npm"
	[ -d "$work/npm/node_modules/$1" ] ||
		npm install --prefix "$work/npm" --no-audit --no-fund --ignore-scripts --loglevel=error >"$work/run/npm.log" 2>&1 || return 1
	run "$1" node "$work/npm/$1.js" "$port"
	target "$1" 3.1.1,3.1 "$(node -p "require('$work/npm/node_modules/$1/package.json').version")"
}

# from_maven NAME MQTT PROGRAM: a broker that a Java program starts.
from_maven() {
	project=scripts/interop/$1.xml
	mvn -q -B -f "$project" -Dmaven.repo.local="$work/maven" \
		org.apache.maven.plugins:maven-dependency-plugin:3.6.1:build-classpath \
		-Dmdep.outputFile="$work/$1.classpath" >"$work/run/$1.maven.log" 2>&1 || return 1
	run "$1" java -cp "$(cat "$work/$1.classpath")" "$3" "$work/run/$1" "$port"
	target "$1" "$2" "$(sed -n 's/.*<version>\([0-9.]*[0-9][0-9]*\.[0-9.]*\)<.*/\1/p' "$project")"
}

# try NAME NEEDS COMMAND...: starts a broker, if the programs it needs are there.
try() {
	name=$1 needs=$2
	shift 2
	wanted "$name" || return 0
	for program in $needs; do
		if ! command -v "$program" >/dev/null; then
			absent "$name" "$program is not installed on this computer"
			return 0
		fi
	done
	take_port
	"$@" || absent "$name" "it could not be fetched; build/interop/run says why"
}

scripts/deps.sh interop || echo "interop: going on with what is there"
ports=$(CGO_ENABLED=0 go run ./scripts/interop/ports 12 | tr '\n' ' ')

try mosquitto mosquitto start_mosquitto
try rabbitmq rabbitmq-server start_rabbitmq
try activemq "java mvn" from_maven activemq 3.1.1,3.1 scripts/interop/ActiveMQ.java
try hivemq "java mvn" from_maven hivemq 5,3.1.1,3.1 scripts/interop/HiveMQ.java
try aedes "node npm" from_npm aedes
try mosca "node npm" from_npm mosca
if wanted bundled; then
	targets="$targets bundled==5,3.1.1,3.1"
	version bundled "with mochi $(sed -n 's/.*mochi-mqtt.server.v2 v//p' go.mod)"
fi

status=0
CGO_ENABLED=0 MANGROVE_INTEROP="$targets" go test -tags interop -timeout 90m -count 1 -v -run '^TestInterop$' ./broker/contract \
	>"$work/run/test.log" 2>&1 || status=$?
{
	sed "s/@DATE@/$(date -u +%Y-%m-%d)/" scripts/interop/head.md
	printf '%s' "$versions" | awk -f scripts/interop/table.awk - "$work/run/test.log"
	[ -z "$missing" ] || printf '\nNot tried:\n\n%s' "$missing"
} >"$work/run/interop.md"
cat "$work/run/interop.md"
[ -n "${INTEROP:-}" ] || cp "$work/run/interop.md" docs/interop.md
[ "$status" = 0 ] || echo "interop: some tests failed; what they said is in build/interop/run/test.log"
exit "$status"
