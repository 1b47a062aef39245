#!/bin/sh
# Runs golangci-lint with .golangci.yml, at one version. The first time it is
# compiled, into the user's cache, where other clones find it. Arguments go to
# golangci-lint run: --fix.
set -eu
cd "$(dirname "$0")/.."
. scripts/toolchain.sh

# A linter compiled by an older Go refuses newer code.
name=golangci-lint-v2.15.0
version=${name##*-}
tools=${XDG_CACHE_HOME:-$HOME/.cache}/mangrove/$name-$(go env GOVERSION)-$(go env GOHOSTARCH)
mkdir -p "$tools" 2>/dev/null && [ -w "$tools" ] || tools=$PWD/build/tools/$name
if ! [ -x "$tools/golangci-lint" ]; then
	echo "lint: installing golangci-lint $version into $tools (a minute or two)"
	mkdir -p "$tools"
	new=$(mktemp -d "$tools/new-XXXXXX") # whoever else installs it now has another
	trap 'rm -rf "$new"' EXIT
	CGO_ENABLED=0 GOFLAGS='' GOBIN=$new \
		go install "github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$version"
	mv -f "$new/golangci-lint" "$tools/golangci-lint"
	rm -rf "$new"
fi
CGO_ENABLED=0 "$tools/golangci-lint" run --build-tags "$CHECK_TAGS" --allow-parallel-runners --timeout 25m "$@" ./...
