# Sourced by the scripts that need a tool written in Go. It is compiled the first
# time, at one version, into the user's cache, where other clones find it.
# shellcheck shell=sh

# bounded SECONDS COMMAND... runs a command that may wait for a network, and ends it when
# it takes longer: then its exit code is 143.
bounded() {
	seconds=$1
	shift
	"$@" &
	bound=$!
	(
		trap 'kill "${waiting:-}" 2>/dev/null; exit' TERM
		sleep "$seconds" &
		waiting=$!
		wait "$waiting"
		kill "$bound" 2>/dev/null
	) >/dev/null 2>&1 &
	watch=$!
	status=0
	wait "$bound" 2>/dev/null || status=$?
	kill "$watch" 2>/dev/null || true
	return "$status"
}

# tool NAME VERSION PACKAGE sets $tool to the path of the program, which is NAME. A
# tool that was compiled by an older Go may not read newer code, so each Go has its
# own.
tool() {
	tools=${XDG_CACHE_HOME:-$HOME/.cache}/mangrove/$1-$2-$(go env GOVERSION)-$(go env GOHOSTARCH)
	mkdir -p "$tools" 2>/dev/null && [ -w "$tools" ] || tools=$PWD/build/tools/$1-$2
	tool=$tools/$1
	[ ! -x "$tool" ] || return 0
	# A network that swallows everything would be waited for without end.
	bounded "${TOOLPATIENCE:-60}" env GOFLAGS='' go list -C / -m "${3%/cmd/*}@$2" >/dev/null || {
		echo "lint: $1 $2 is not installed, and cannot be fetched now" >&2
		return 1
	}
	echo "lint: installing $1 $2 into $tools (a minute or two)"
	mkdir -p "$tools"
	new=$(mktemp -d "$tools/new-XXXXXX") # whoever else installs it now has another
	trap 'rm -rf "$new"' EXIT
	CGO_ENABLED=0 GOFLAGS='' GOBIN=$new go install "$3@$2" || return
	mv -f "$new/$1" "$tool" || return
	rm -rf "$new"
}

# The tools and their versions.
linter() { tool golangci-lint v2.15.0 github.com/golangci/golangci-lint/v2/cmd/golangci-lint; }
vulnerability_finder() { tool govulncheck v1.9.0 golang.org/x/vuln/cmd/govulncheck; }
