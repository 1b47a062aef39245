#!/bin/sh
# Runs golangci-lint with .golangci.yml, at one version, and looks for known
# vulnerabilities in what is used. Arguments go to golangci-lint run: --fix.
set -eu
cd "$(dirname "$0")/.."
. scripts/toolchain.sh
. scripts/tools.sh

linter
CGO_ENABLED=0 "$tool" run --build-tags "$CHECK_TAGS" --allow-parallel-runners --timeout 60m "$@" ./...
exec scripts/vulnerabilities.sh
