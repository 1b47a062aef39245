#!/bin/sh
# Runs the benchmarks and keeps the result, with the machine it was measured
# on, in build/bench.txt. BENCH selects by name, COUNT repeats (benchstat wants
# ten or so).
set -eu
cd "$(dirname "$0")/.."
. scripts/toolchain.sh

mkdir -p build
{
	echo "# $(date -u +%Y-%m-%d), $(git describe --tags --always --dirty 2>/dev/null || echo no version), $(go version)"
	echo "# $(uname -srm), $(getconf _NPROCESSORS_ONLN) processors"
	CGO_ENABLED=0 go test -run '^$' -bench "${BENCH:-.}" -benchmem -count "${COUNT:-1}" -timeout 60m -tags ci ./... || echo "# FAILED"
} | tee build/bench.txt
! grep -q '^# FAILED' build/bench.txt
