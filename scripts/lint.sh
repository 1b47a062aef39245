#!/bin/sh
# Runs golangci-lint with .golangci.yml, at one version, and looks for known
# vulnerabilities in what is used. Arguments go to golangci-lint run: --fix.
set -eu
cd "$(dirname "$0")/.."
. scripts/toolchain.sh
. scripts/tools.sh

tool golangci-lint v2.15.0 github.com/golangci/golangci-lint/v2/cmd/golangci-lint
CGO_ENABLED=0 "$tool" run --build-tags "$CHECK_TAGS" --allow-parallel-runners --timeout 25m "$@" ./...
exec scripts/vulnerabilities.sh
