#!/bin/sh
# Accepts what the window draws now as what it should draw: a test whose golden
# file differs leaves the new one under testdata/failed, and this moves it to
# its place. Look at the difference with git before you commit it.
set -eu
cd "$(dirname "$0")/.."
. scripts/toolchain.sh
export CGO_ENABLED=0
mkdir -p build

find ui cmd -type d -path '*/testdata/failed' -prune -exec rm -rf {} +
go test -count=1 -tags ci ./ui/... ./cmd/... >build/goldens.log 2>&1 || true
find ui cmd -type f -path '*/testdata/failed/*' | while read -r new; do
	golden=$(echo "$new" | sed 's|/testdata/failed/|/testdata/|')
	mkdir -p "$(dirname "$golden")"
	mv "$new" "$golden"
	echo "goldens: $golden"
done
find ui cmd -type d -path '*/testdata/failed' -prune -exec rm -rf {} +
go test -count=1 -tags ci ./ui/... ./cmd/...
