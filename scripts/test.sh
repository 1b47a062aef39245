#!/bin/sh
# Every check there is, each with the time it took. Some go on beside each
# other: then each shows what it said when it is over. The first that fails
# ends everything; what the others had taken until then is shown too.
set -eu
cd "$(dirname "$0")/.."
. scripts/toolchain.sh
PATH=$PATH:/usr/sbin # mosquitto is there, which an ordinary user's PATH leaves out
export PATH

notes=$PWD/build/test # for each check what it said, its time and its exit code
rm -rf "$notes"
mkdir -p "$notes"
began_all=$(date +%s)
lanes=   # process numbers of what goes on beside
replace= # exec in what goes on beside, so that a check is one process to end
trap stop_lanes EXIT
trap 'exit 130' HUP INT TERM

# stop_lanes ends what still goes on beside.
stop_lanes() {
	for lane in $lanes; do
		kill "$lane" 2>/dev/null || true
	done
	for lane in $lanes; do
		wait "$lane" 2>/dev/null || true
	done
	lanes=
}

# step runs one check, whose name is the function's: step NAME FUNCTION.
step() {
	printf '\n== %s\n' "$1"
	if check "$1" "$2"; then return; fi
	finish "$1"
}

# check runs a check and notes its time.
check() {
	began=$(date +%s)
	status=0
	if [ -n "$replace" ]; then
		"$2" &
		child=$!
		wait "$child" || status=$?
	else
		"$2" || status=$?
	fi
	took=$(($(date +%s) - began))
	if [ "$status" -eq 0 ]; then
		printf '== %s: passed in %d s\n' "$1" "$took"
		printf '%5d s  %s\n' "$took" "$1" >>"$notes/times"
	else
		printf '== %s: FAILED after %d s, exit code %d\n' "$1" "$took" "$status"
		printf '%5d s  %s: FAILED\n' "$took" "$1" >>"$notes/times"
	fi
	return "$status"
}

# beside runs checks one after the other beside what follows, up to join:
# beside NAME FUNCTION.
beside() {
	echo "== beside what follows: $1"
	(
		trap - EXIT
		trap 'kill "$child" 2>/dev/null; wait "$child"; exit 143' TERM
		replace=exec child= lanes=
		"$2"
	) >"$notes/$1" 2>&1 &
	lanes="$lanes $!"
	echo "$1" >"$notes/lane-$!"
}

# join waits for what goes on beside, and shows what it said.
join() {
	for lane in $lanes; do
		name=$(cat "$notes/lane-$lane")
		status=0
		wait "$lane" || status=$?
		cat "$notes/$name"
		[ "$status" -eq 0 ] || finish "$name"
	done
	lanes=
}

# finish says how long everything took, and what failed, if anything did.
finish() {
	stop_lanes
	printf '\n'
	cat "$notes/times"
	printf '%5d s  in all\n' $(($(date +%s) - began_all))
	if [ $# -gt 0 ]; then
		printf '\nFAILED: %s\n' "$1" >&2
		exit 1
	fi
	echo "all passed"
	exit 0
}

formatted() {
	unformatted=$(gofmt -s -l assets broker cmd model scripts ui)
	[ -z "$unformatted" ] || {
		printf 'gofmt -s would change:\n%s\n' "$unformatted" >&2
		return 1
	}
}

# No C compiler and no display: that part of the program must not need them.
plain() { env -u DISPLAY -u WAYLAND_DISPLAY CGO_ENABLED=0 "$@"; }

# build/test/gotest is go test that also says which tests took longest.
compile_gotest() { CGO_ENABLED=0 go build -o "$notes/gotest" ./scripts/gotest; }

vet_all() { plain go vet -tags "$CHECK_TAGS" ./...; }
rules() { $replace env -u DISPLAY -u WAYLAND_DISPLAY CGO_ENABLED=0 go test -count=1 ./scripts/...; }
lint() { scripts/lint.sh; }

# What goes on in tests has been vetted by then: go test need not do it for each package again.
#
# The large amounts (a million messages, 50 MB) run once, here. Under the race
# detector a tenth of them shows the same races: that is what -short means.
# Most tests of a broker wait for it, so more of them than processors may run.
# The limits of time are for what hangs.
model_and_broker() {
	$replace env -u DISPLAY -u WAYLAND_DISPLAY CGO_ENABLED=0 "$notes/gotest" -vet=off -count=1 -timeout 60m -parallel 6 ./model/... ./broker/...
}

# The tests of the window and of the commands have large amounts as well, which the race
# detector is spared: they run here, those that ask whether time is short.
large_amounts() {
	names= packages=
	for file in $(grep -rl 'testing\.Short()' --include='*_test.go' cmd ui); do
		names="$names|$(awk '/^func Test/ { name = $2; sub(/\(.*/, "", name) } /testing\.Short\(\)/ { print name }' "$file" | paste -sd '|' -)"
		packages="$packages ./$(dirname "$file")"
	done
	# shellcheck disable=SC2086 # packages are several words
	$replace env -u DISPLAY -u WAYLAND_DISPLAY CGO_ENABLED=0 "$notes/gotest" -vet=off -count=1 -timeout 60m -tags ci -run "^(${names#|})\$" $packages
}

# What shapes texts and draws icons is others' and shares nothing between goroutines:
# when the detector does not look into it, the window's tests take half the time. The
# toolkit keeps what a window has drawn for a minute, which is many windows here. They
# are the longest package, so it begins, and others go on beside it. None of these may use
# sync.Map: the linker would take their copy of it for everybody, and whatever is handed over
# through one, in package reflect for instance, would look like a race.
unwatched="github.com/go-text/typesetting/... github.com/fyne-io/oksvg/... github.com/srwiley/... golang.org/x/image/..."

# A package that starts no goroutine, uses none of ours that does, and whose tests start none
# has no race: the detector is spared those. Every package with tests is listed in one of
# build/test/{raced,spared}, the window's own package apart, which is always raced.
sort_packages() {
	CGO_ENABLED=1 go list -tags ci -test -f '{{if .Deps}}of {{.ImportPath}},{{join .Deps ","}}{{end}}' ./... >"$notes/packages" || return
	start='^[[:space:]]*go [[:alpha:]]|\.(Go|AfterFunc|Parallel|Notify|NotifyContext)\('
	folders() { sed 's|/[^/]*$||' | sort -u | sed 's|^|mangrove/|'; }
	{
		grep -rlE "$start" --include='*.go' --exclude='*_test.go' assets broker cmd model scripts ui | folders | sed 's/^/uses /'
		grep -rlE "$start" --include='*.go' assets broker cmd model scripts ui | folders | sed 's/^/is /'
		cat "$notes/packages"
	} | awk -v raced="$notes/raced" -v spared="$notes/spared" '
		BEGIN { printf "" >raced; printf "" >spared }
		$1 == "uses" { uses[$2] = 1 }
		$1 == "is" { is[$2] = 1 }
		$1 == "of" {
			n = split(substr($0, 4), list, ",")
			if (!sub(/\.test$/, "", list[1])) next # not the tests of a package
			found = list[1] in is
			for (i = 2; i <= n; i++) {
				sub(/ .*/, "", list[i]) # as it is built for these tests
				if (list[i] != list[1] && list[i] in uses) found = 1
			}
			if (list[1] != "mangrove/ui") print list[1] >(found ? raced : spared)
		}' || return
	for list in raced spared; do
		[ -s "$notes/$list" ] || {
			echo "no package is $list: go list or what reads it has changed" >&2
			return 1
		}
	done
	printf '%d packages are raced, %d are spared\n' "$(wc -l <"$notes/raced")" "$(wc -l <"$notes/spared")"
}

# What the detector is spared is tested without it; the model, the broker and the rules are already.
unraced() {
	# shellcheck disable=SC2046 # packages are several words
	$replace env -u DISPLAY -u WAYLAND_DISPLAY CGO_ENABLED=0 "$notes/gotest" -vet=off -count=1 -timeout 60m -tags ci \
		$(grep -vE '^mangrove/(model|broker|scripts)(/|$)' "$notes/spared")
}

race() {
	set -- -vet=off -race -short -shuffle=on -count=1 -timeout 60m -parallel 6 -tags ci
	for package in $unwatched; do
		set -- "$@" "-gcflags=$package=-race=false"
	done
	# A program with the detector waits a second before it ends, for what may still be said.
	# shellcheck disable=SC2046 # packages are several words
	CGO_ENABLED=1 FYNE_CACHE=2s GORACE=atexit_sleep_ms=50 "$notes/gotest" "$@" -p 3 mangrove/ui $(cat "$notes/raced")
}

build() { $replace scripts/build.sh; }

# The window's own files are vetted as they are released, now that it is built.
vet_window() { $replace env CGO_ENABLED=1 go vet -trimpath -tags "$RELEASE_TAGS" ./cmd/...; }
threads() { $replace scripts/threads.sh; }
platforms() { $replace scripts/platforms.sh; }

end_to_end() {
	$replace env MANGROVE_BINARY="$PWD/build/mangrove" CGO_ENABLED=1 \
		"$notes/gotest" -vet=off -trimpath -tags "$RELEASE_TAGS,e2e" -run E2E -count=1 -timeout 60m ./cmd/...
}

# Not much of a processor is needed by what only waits, and the tests of the
# window are one package, which uses one: so several checks go on at a time.
lane_build() {
	check "rules of structure and size" rules &&
		check "build" build &&
		check "vet of the window" vet_window
}

lane_model() { check "model and broker, without C or a display" model_and_broker; }

lane_window() {
	check "the window keeps to its goroutine" threads &&
		check "the window, end to end" end_to_end &&
		check "what has no race" unraced &&
		check "large amounts, of the window and the commands" large_amounts
}

lane_systems() { check "other systems, and 32 bits" platforms; }

compile_gotest
step "formatting" formatted
step "which packages may have races" sort_packages
step "vet" vet_all
beside "the rules and the build" lane_build
step "lint" lint
join
beside "the model and the broker" lane_model
beside "the window" lane_window
beside "other systems" lane_systems
step "all tests, with the race detector" race
join
finish
