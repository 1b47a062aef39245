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
for platform in linux/386 linux/arm windows/amd64 windows/arm64 darwin/amd64 darwin/arm64; do
	echo "platforms: $platform"
	export GOOS="${platform%/*}" GOARCH="${platform#*/}"
	all=./...
	[ "$GOOS" != darwin ] || all='./model/... ./broker/... ./assets/...'
	# shellcheck disable=SC2086 # a list of folders
	go build -tags "$CHECK_TAGS" $all
	# shellcheck disable=SC2086
	go vet -tags "$CHECK_TAGS" $all
done

export GOOS=linux GOARCH=386
[ "$(uname -s)-$(uname -m)" = Linux-x86_64 ] || {
	echo "platforms: model and broker are tested with 32 bits on x86 under Linux only"
	exit 0
}
go test -short -timeout 60m -parallel 6 ./model/... ./broker/...
