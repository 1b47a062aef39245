#!/bin/sh
# Every check there is, one after the other, each with the time it took. The
# first that fails ends it.
set -eu
cd "$(dirname "$0")/.."
. scripts/toolchain.sh
PATH=$PATH:/usr/sbin # mosquitto is there, which an ordinary user's PATH leaves out
export PATH

times=

# step runs one check: step NAME COMMAND...
step() {
	name=$1
	shift
	printf '\n== %s\n' "$name"
	began=$(date +%s)
	status=0
	"$@" || status=$?
	took=$(($(date +%s) - began))
	if [ "$status" -ne 0 ]; then
		printf '\nFAILED: %s (after %d s, exit code %d)\n' "$name" "$took" "$status" >&2
		exit 1
	fi
	printf '== %s: passed in %d s\n' "$name" "$took"
	times="$times$(printf '%5d s  %s' "$took" "$name")
"
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

vet_all() { plain go vet -tags "$CHECK_TAGS" ./...; }
rules() { plain go test -count=1 ./scripts/...; }

# The large amounts (a million messages, 50 MB) run once, here. Under the race
# detector a tenth of them shows the same races: that is what -short means.
model_and_broker() { plain go test -count=1 -timeout 10m ./model/... ./broker/...; }
race() { CGO_ENABLED=1 go test -race -short -shuffle=on -count=1 -timeout 10m -tags ci ./...; }

# The window's own files are vetted as they are released, now that it is built.
vet_window() { CGO_ENABLED=1 go vet -trimpath -tags "$RELEASE_TAGS" ./cmd/...; }

end_to_end() {
	MANGROVE_BINARY=$PWD/build/mangrove CGO_ENABLED=1 \
		go test -trimpath -tags "$RELEASE_TAGS,e2e" -run E2E -count=1 -timeout 15m ./cmd/...
}

step "formatting" formatted
step "vet" vet_all
step "rules of structure and size" rules
step "lint" scripts/lint.sh
step "model and broker, without C or a display" model_and_broker
step "all tests, with the race detector" race
step "build" scripts/build.sh
step "vet of the window" vet_window
step "the window keeps to its goroutine" scripts/threads.sh
step "the window, end to end" end_to_end

printf '\n%sall passed\n' "$times"
