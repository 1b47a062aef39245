# Sourced by the scripts that need a tool written in Go. It is compiled the first
# time, at one version, into the user's cache, where other clones find it.
# shellcheck shell=sh

# tool NAME VERSION PACKAGE sets $tool to the path of the program, which is NAME. A
# tool that was compiled by an older Go may not read newer code, so each Go has its
# own.
tool() {
	tools=${XDG_CACHE_HOME:-$HOME/.cache}/mangrove/$1-$2-$(go env GOVERSION)-$(go env GOHOSTARCH)
	mkdir -p "$tools" 2>/dev/null && [ -w "$tools" ] || tools=$PWD/build/tools/$1-$2
	tool=$tools/$1
	[ ! -x "$tool" ] || return 0
	echo "lint: installing $1 $2 into $tools (a minute or two)"
	mkdir -p "$tools"
	new=$(mktemp -d "$tools/new-XXXXXX") # whoever else installs it now has another
	trap 'rm -rf "$new"' EXIT
	CGO_ENABLED=0 GOFLAGS='' GOBIN=$new go install "$3@$2"
	mv -f "$new/$1" "$tool"
	rm -rf "$new"
}
