#!/bin/sh
# Feeds invented bytes to every decoder and importer, and says for each target
# how many inputs it took and whether one broke it. An input that did is kept
# beside the tests, under testdata/fuzz, where make test tries it from then on.
#
#   scripts/fuzz.sh [TARGET]...      all of them by default
#   FUZZTIME=10m   for each          FUZZLANES=2   at a time
#   FUZZLOG=build/fuzz               what each said
set -eu
cd "$(dirname "$0")/.."
. scripts/toolchain.sh

time=${FUZZTIME:-10m}
lanes=${FUZZLANES:-2}
log=${FUZZLOG:-$PWD/build/fuzz}
mkdir -p "$log"

# targets prints the folder and the name of every target, or of those named.
targets() {
	find assets broker cmd model ui -name '*_test.go' -exec grep -Ho '^func Fuzz[A-Za-z0-9_]*' {} + |
		sed 's|/[^/]*_test\.go:func | |' | sort |
		while read -r folder name; do
			[ $# -eq 0 ] || case " $* " in *" $name "*) ;; *) continue ;; esac
			echo "$folder $name"
		done
}

# The file that xargs reads names a target a line; the shell below runs one. One
# worker for each: what is fuzzed here waits for nothing. What does not stop by
# itself is ended by the limit of time. The compiler and the program are nice to
# whoever works at this machine.
one='
said=$log/$(echo "$1-$2" | tr / -)
status=0
CGO_ENABLED=0 nice -n 10 go test -tags "$CHECK_TAGS" -run "^$2\$" -fuzz "^$2\$" -fuzztime "$time" \
	-fuzzminimizetime 10s -parallel 1 -timeout 2h "./$1" >"$said" 2>&1 || status=$?
count=$(sed -n "s/.*execs: \([0-9]*\).*/\1/p" "$said" | tail -n 1)
if [ "$status" -eq 0 ]; then
	printf "%12s  %s %s\n" "${count:-0}" "$1" "$2"
else
	printf "%12s  %s %s: FAILED, see %s\n" "${count:-0}" "$1" "$2" "$said"
fi
exit "$status"'

export CHECK_TAGS time log
wanted=$(targets "$@")
[ -n "$wanted" ] || {
	echo "fuzz: there is no such target: $*" >&2
	exit 2
}
printf '%s targets, %s each, %s at a time; inputs tried:\n' "$(echo "$wanted" | wc -l)" "$time" "$lanes"
if echo "$wanted" | xargs -P "$lanes" -L 1 sh -c "$one" fuzz; then
	echo "nothing found"
else
	echo "fuzz: inputs that break a target are in its package's testdata/fuzz; mend, and commit them" >&2
	exit 1
fi
