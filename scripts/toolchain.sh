# Sourced by the other scripts: finds Go and names the build tags.
#
# RELEASE_TAGS builds the real window. migrated_fynedo tells the toolkit that
# every call from another goroutine goes through fyne.Do, so it need not check.
#
# CHECK_TAGS builds the same code over the toolkit's own test driver: without
# OpenGL, C headers or a display. Vet, lint and the race detector use it, so
# that the OpenGL layer is compiled once and not four times. e2e adds the
# end-to-end test's file.
# shellcheck shell=sh disable=SC2034 # used by whoever sources this
RELEASE_TAGS=migrated_fynedo
CHECK_TAGS=ci,e2e

# A login without a home (a build machine, a service) still needs a place for
# the compiler's cache.
if [ -z "${HOME:-}" ]; then
	HOME=$(getent passwd "$(id -u)" 2>/dev/null | cut -d: -f6)
	export HOME="${HOME:-/tmp}"
fi

command -v go >/dev/null 2>&1 || PATH=$PATH:/usr/local/go/bin:/usr/lib/go/bin
command -v go >/dev/null 2>&1 || {
	echo "Go is missing: go.mod names the version, https://go.dev says how to install it" >&2
	exit 1
}
