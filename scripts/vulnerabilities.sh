#!/bin/sh
# Looks for known vulnerabilities in what is used, with govulncheck. What is found
# fails, and names the version that mends it. Without a way to the database it says
# so in one line, and does not fail.
#
#   VULNDB=https://vuln.go.dev   the database; file:///folder is one too
#   VULNPATIENCE=60              seconds until the database is given up
set -eu
cd "$(dirname "$0")/.."
. scripts/toolchain.sh
. scripts/tools.sh

db=${VULNDB:-https://vuln.go.dev}
patience=${VULNPATIENCE:-60}
unknown() {
	echo "lint: known vulnerabilities were not looked for: $1"
	exit 0
}

said=$(mktemp)
trap 'rm -f "$said"' EXIT
# Without a network it is not to be had, if it is not there yet.
(vulnerability_finder) >"$said" 2>&1 || unknown "govulncheck cannot be installed here"
vulnerability_finder

# The modules alone are quickly compared, and seldom is there anything in them: then
# whether it is used takes a look at all the code.
status=0
bounded "$patience" env CGO_ENABLED=0 "$tool" -db "$db" -C cmd/mangrove -tags "$CHECK_TAGS" -scan module >"$said" 2>&1 || status=$?
case $status in
0) exit 0 ;;
3) CGO_ENABLED=0 "$tool" -db "$db" -tags "$CHECK_TAGS" -test ./... ;;
143) unknown "$db did not answer within $patience s" ;;
*) unknown "$db cannot be asked: $(grep -v '^$' "$said" | tail -n 1 | cut -c 1-200)" ;;
esac
