#!/bin/sh
# Runs the benchmarks and makes one table of what was asked of them: on the
# screen and in build/bench-table.txt, with the whole output in build/bench.txt.
#
# BENCH selects by name. COUNT is how often each runs, of which the table takes
# the median (3). BENCH_MINUTES is how long the memory of the window is watched
# (10). The whole takes twenty minutes; leave the machine alone meanwhile.
set -eu
cd "$(dirname "$0")/.."
. scripts/toolchain.sh

# bench runs the benchmarks of packages: bench COUNT PACKAGE...
bench() {
	count=$1
	shift
	CGO_ENABLED=0 go test -run '^$' -bench "${BENCH:-.}" -benchmem -count "$count" -timeout 90m -tags "$CHECK_TAGS" "$@" ||
		echo FAILED
}

# The window's benchmarks drive the real program. They take a minute or more
# each, so they run once.
case ${BENCH:-Window} in *Window*) scripts/build.sh ;; esac
MANGROVE_BINARY=$PWD/build/mangrove
export MANGROVE_BINARY

mkdir -p build
{
	echo "# $(date -u +%Y-%m-%d), $(git describe --tags --always --dirty 2>/dev/null || echo no version), $(go version)"
	echo "# $(uname -srm), $(getconf _NPROCESSORS_ONLN) processors"
	bench "${COUNT:-3}" ./assets/... ./broker/... ./model/... ./ui/...
	bench 1 ./cmd/...
} | tee build/bench.txt
echo
CGO_ENABLED=0 go run ./scripts/bench <build/bench.txt >build/bench-table.txt
cat build/bench-table.txt
! grep -q '^FAILED' build/bench.txt
