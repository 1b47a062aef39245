#!/bin/sh
# Builds build/mangrove, the program as it is released.
#
# These flags are also the ones of the end-to-end test: the window's OpenGL
# layer takes about three minutes to compile, once for each set of flags.
set -eu
cd "$(dirname "$0")/.."
. scripts/toolchain.sh

version=$(git describe --tags --always --dirty 2>/dev/null || echo dev)
[ -e build/mangrove ] || echo "build: compiling the window; the first time takes a few minutes"
mkdir -p build
CGO_ENABLED=1 go build -buildvcs=false -trimpath -tags "$RELEASE_TAGS" -ldflags "-X main.version=$version" \
	-o build/mangrove ./cmd/mangrove
echo "build: build/mangrove is version $version"
