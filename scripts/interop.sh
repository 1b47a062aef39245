#!/bin/sh
# Runs the contract suite against every broker that can be had here, and writes
# the table into docs/interop.md. Brokers come from the system (Mosquitto,
# RabbitMQ, ActiveMQ), from npm (aedes, mosca) and from Maven (HiveMQ CE); one
# that cannot be started is named in the table. Everything listens on the
# loopback interface and ends with this script. INTEROP names some of them only.
set -eu
cd "$(dirname "$0")/.."
. scripts/toolchain.sh

work=$PWD/build/interop
rm -rf "$work/run"
mkdir -p "$work/run"
started=''
targets=''
missing=''
port=18830

finish() {
	for pid in $started; do kill "$pid" 2>/dev/null || true; done
}
trap finish EXIT
trap 'exit 130' INT TERM

wanted() {
	[ -z "${INTEROP:-}" ] && return 0
	case " $INTEROP " in *" $1 "*) return 0 ;; esac
	return 1
}

# start NAME VERSIONS COMMAND...: runs a broker on $port. The suite waits for it.
start() {
	name=$1 versions=$2
	shift 2
	"$@" >"$work/run/$name.log" 2>&1 &
	started="$started $!"
	targets="$targets $name=mqtt://127.0.0.1:$port=$versions"
	port=$((port + 1))
}

absent() {
	echo "interop: $1: $2"
	missing="$missing- $1: $2
"
}

start_mosquitto() {
	printf 'user root\nlistener %s 127.0.0.1\nallow_anonymous true\npersistence false\n' "$port" >"$work/run/mosquitto.conf"
	start mosquitto 5,3.1.1,3.1 "$1" -c "$work/run/mosquitto.conf"
}

start_rabbitmq() {
	dir=$work/run/rabbitmq
	mkdir -p "$dir"
	printf '[rabbitmq_mqtt].\n' >"$dir/plugins"
	printf 'listeners.tcp.default = 127.0.0.1:%s\nmqtt.listeners.tcp.default = 127.0.0.1:%s\nmqtt.allow_anonymous = true\n' \
		$((port + 1000)) "$port" >"$dir/rabbitmq.conf"
	start rabbitmq 3.1.1,3.1 env HOME="$dir" RABBITMQ_NODENAME=mangrove@localhost RABBITMQ_MNESIA_BASE="$dir" RABBITMQ_LOG_BASE="$dir" \
		RABBITMQ_CONFIG_FILE="$dir/rabbitmq" RABBITMQ_ENABLED_PLUGINS_FILE="$dir/plugins" RABBITMQ_DIST_PORT=$((port + 2000)) "$1"
}

start_activemq() {
	dir=$work/run/activemq
	mkdir -p "$dir"
	sed "s/@PORT@/$port/" scripts/interop/activemq.xml >"$dir/activemq.xml"
	start activemq 3.1.1,3.1 env ACTIVEMQ_BASE="$dir" "$1" console "xbean:file:$dir/activemq.xml"
}

# from NAME PROGRAM COMMAND: a broker of the system, if it is there.
from() {
	wanted "$1" || return 0
	program=$(PATH=$PATH:/usr/sbin:/usr/lib/rabbitmq/bin:/usr/share/activemq/bin command -v "$2" || true)
	if [ -n "$program" ]; then "$3" "$program"; else absent "$1" "it is not installed on this computer"; fi
}

from mosquitto mosquitto start_mosquitto
from rabbitmq rabbitmq-server start_rabbitmq
from activemq activemq start_activemq

if wanted aedes || wanted mosca; then
	if command -v npm >/dev/null; then
		mkdir -p "$work/npm"
		cp scripts/interop/*.js scripts/interop/package.json "$work/npm"
		[ -d "$work/npm/node_modules" ] || npm install --prefix "$work/npm" --no-audit --no-fund --ignore-scripts --loglevel=error >"$work/run/npm.log" 2>&1
		for name in aedes mosca; do
			wanted $name && start $name 3.1.1,3.1 node "$work/npm/$name.js" "$port"
		done
	else
		absent "aedes, mosca" "npm is not installed on this computer"
	fi
fi

if wanted hivemq; then
	if command -v mvn >/dev/null && command -v java >/dev/null; then
		mvn -q -f scripts/interop/pom.xml org.apache.maven.plugins:maven-dependency-plugin:3.6.1:build-classpath \
			-Dmdep.outputFile="$work/classpath" >"$work/run/maven.log" 2>&1
		start hivemq 5,3.1.1,3.1 java -cp "$(cat "$work/classpath")" scripts/interop/HiveMQ.java "$work/run/hivemq" "$port"
	else
		absent hivemq "Java and Maven are not installed on this computer"
	fi
fi

status=0
CGO_ENABLED=0 MANGROVE_INTEROP="$targets" go test -tags interop -timeout 90m -count 1 -v -run '^TestInterop$' ./broker/contract \
	>"$work/run/test.log" 2>&1 || status=$?
{
	cat scripts/interop/head.md
	awk -f scripts/interop/table.awk "$work/run/test.log"
	[ -z "$missing" ] || printf '\nNot tried:\n\n%s' "$missing"
} >docs/interop.md
cat docs/interop.md
[ "$status" = 0 ] || echo "interop: some tests failed; what they said is in build/interop/run/test.log"
