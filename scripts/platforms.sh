#!/bin/sh
# Vets and builds for the systems this is not run on, whatever needs no C: the window
# with the toolkit's test driver in place of what draws on a screen. For macOS the
# toolkit is C throughout, so the window is left out there. Where this computer runs
# 32-bit programs, model and broker are tested as such. No C compiler is needed, and no
# network once the modules are there.
set -eu
cd "$(dirname "$0")/.."
. scripts/toolchain.sh

export CGO_ENABLED=0
# One processor of each system is enough, as no file is for one alone. ARM is looked at
# for what is counted in 64 bits; the window with 32 bits is the same as for x86.
for platform in linux/386 linux/arm windows/amd64 darwin/arm64; do
	echo "platforms: $platform"
	export GOOS="${platform%/*}" GOARCH="${platform#*/}"
	all='./model/... ./broker/... ./assets/...'
	case $platform in linux/386 | windows/*) all=./... ;; esac
	# shellcheck disable=SC2086 # a list of folders
	go vet -tags "$CHECK_TAGS" $all
	[ "$GOOS" != linux ] || continue # Linux is built for as it is released
	# shellcheck disable=SC2086
	go build -tags "$CHECK_TAGS" $all
done

export GOOS=linux GOARCH=386
[ "$(uname -s)-$(uname -m)" = Linux-x86_64 ] || {
	echo "platforms: model and broker are tested with 32 bits on x86 under Linux only"
	exit 0
}
go test -vet=off -short -timeout 60m -parallel 6 ./model/... ./broker/...
