#!/bin/sh
# Runs golangci-lint with .golangci.yml, at one version, which it installs
# under build/tools the first time. Arguments go to golangci-lint run: --fix.
set -eu
cd "$(dirname "$0")/.."
. scripts/toolchain.sh

version=v2.15.0
tools=$PWD/build/tools/golangci-lint-$version
if ! [ -x "$tools/golangci-lint" ]; then
	echo "lint: installing golangci-lint $version into build/tools (a minute or two)"
	CGO_ENABLED=0 GOFLAGS='' GOBIN=$tools \
		go install "github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$version"
fi
CGO_ENABLED=0 "$tools/golangci-lint" run --build-tags "$CHECK_TAGS" --allow-parallel-runners --timeout 15m "$@" ./...
