#!/bin/sh
# Installs the system packages that Mangrove needs and that are missing.
#
#   scripts/deps.sh [SET]...
#
#   build    what compiles the window (the default)
#   fonts    fonts for Chinese, Japanese and Korean text
#   display  a virtual display and a tool that photographs it
#   run      build, fonts and display
#   test     run, and what the tests drive: a window manager, brokers,
#            clients, a key ring; and the tools of make lint
#   interop  more brokers, or what fetches and runs them, for make interop
#
# It looks for the thing itself (a command, a header, a font) and not for a
# package's name, so whatever was installed some other way counts. When nothing
# is missing it says so in one line and changes nothing, without a network.
# The tools of make lint come from Go's registry, into the user's cache.
set -eu

# set | how to see that it is there | apt | dnf | pacman | brew | what it is for
# A dash: that system has no such package or needs none.
needs() {
	cat <<'EOF'
build|certificates|ca-certificates|ca-certificates|ca-certificates|-|lets Go fetch its modules
build|command cc|gcc|gcc|gcc|-|C compiler for the OpenGL layer
build|header stdlib.h|libc6-dev|glibc-devel|glibc|-|C library headers
build|command pkg-config|pkg-config|pkgconf-pkg-config|pkgconf|-|finds the OpenGL library
build|header GL/gl.h|libgl1-mesa-dev|mesa-libGL-devel|mesa|-|draws the window
build|header X11/Xlib.h|libx11-dev|libX11-devel|libx11|-|opens the window
build|header X11/Xcursor/Xcursor.h|libxcursor-dev|libXcursor-devel|libxcursor|-|pointer shapes
build|header X11/extensions/Xrandr.h|libxrandr-dev|libXrandr-devel|libxrandr|-|screen sizes
build|header X11/extensions/Xinerama.h|libxinerama-dev|libXinerama-devel|libxinerama|-|several screens
build|header X11/extensions/XInput2.h|libxi-dev|libXi-devel|libxi|-|pointer and keys
build|header X11/extensions/xf86vmode.h|libxxf86vm-dev|libXxf86vm-devel|libxxf86vm|-|screen modes
fonts|font|fonts-noto-cjk|google-noto-sans-cjk-fonts|noto-fonts-cjk|-|Chinese, Japanese and Korean text
display|command Xvfb|xvfb|xorg-x11-server-Xvfb|xorg-server-xvfb|-|virtual display
display|command import|imagemagick|ImageMagick|imagemagick|-|photographs the virtual display
test|command xdotool|xdotool|xdotool|xdotool|-|clicks and types in the window
test|command openbox|openbox|openbox|openbox|-|small window manager
test|command mosquitto|mosquitto|mosquitto|mosquitto|mosquitto|real broker to test against
test|command mosquitto_pub|mosquitto-clients|mosquitto|mosquitto|mosquitto|independent client
test|command openssl|openssl|openssl|openssl|openssl|servers of another library
test|command ssh-keygen|openssh-client|openssh-clients|openssh|-|checks what our keys have signed
test|command ip|iproute2|iproute|iproute2|-|networks that tests make for themselves
test|command dbus-daemon|dbus|dbus-daemon|dbus|-|a bus of the test's own for the key ring
test|command gnome-keyring-daemon|gnome-keyring|gnome-keyring|gnome-keyring|-|real key ring to test against
test|module paho.mqtt.client|python3-paho-mqtt|python3-paho-mqtt|python-paho-mqtt|-|another independent client
interop|command mosquitto|mosquitto|mosquitto|mosquitto|mosquitto|a broker
interop|command rabbitmq-server|rabbitmq-server|rabbitmq-server|rabbitmq|rabbitmq|a broker
interop|command node|nodejs|nodejs|nodejs|node|runs aedes and mosca
interop|command npm|npm|npm|npm|node|fetches aedes and mosca
interop|command javac|default-jdk-headless|java-devel|jdk-openjdk|openjdk|runs HiveMQ and ActiveMQ
interop|command mvn|maven|maven|maven|maven|fetches HiveMQ and ActiveMQ
EOF
}

say() { printf 'deps: %s\n' "$*"; }
die() {
	printf 'deps: %s\n' "$*" >&2
	exit 1
}

usage() {
	sed -n '4,12s/^# *//p' "$0"
	exit "$1"
}

# expand gives the sets that the named sets consist of.
expand() {
	for name in "$@"; do
		case $name in
		build | fonts | display | interop) echo "$name" ;;
		run) echo build fonts display ;;
		test) echo build fonts display test ;;
		*) return 1 ;;
		esac
	done
}

# present looks for one thing, named as in the table above.
present() {
	case $1 in
	command) on_path "$2" ;;
	header) compiler=$(compiler_name) && echo "#include <$2>" | "$compiler" -E -x c - >/dev/null 2>&1 ;;
	font) has_cjk_font ;;
	certificates) has_certificates ;;
	module) has_module "$2" ;;
	esac
}

# has_module asks the system's Python as well: its packages go there, and the
# first python3 on the PATH may be another.
has_module() {
	for python in python3 /usr/bin/python3; do
		"$python" -c "import $1" >/dev/null 2>&1 && return
	done
	return 1
}

# on_path looks where services live as well: an ordinary user's PATH on Debian
# leaves the sbin directories out.
on_path() {
	case $1 in cc) compiler_name >/dev/null && return ;; esac
	(PATH=$PATH:/usr/local/sbin:/usr/sbin && command -v "$1") >/dev/null 2>&1
}

compiler_name() {
	for name in "${CC:-}" gcc clang cc; do
		if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then
			echo "$name"
			return
		fi
	done
	return 1
}

# has_certificates looks where Go does.
has_certificates() {
	for file in "${SSL_CERT_FILE:-}" /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt \
		/etc/ssl/ca-bundle.pem /etc/ssl/cert.pem /etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem; do
		[ -s "$file" ] && return
	done
	return 1
}

has_cjk_font() {
	if command -v fc-list >/dev/null 2>&1; then
		for language in ko ja zh-cn; do
			[ -n "$(fc-list ":lang=$language" 2>/dev/null)" ] || return 1
		done
		return 0
	fi
	find /usr/share/fonts /usr/local/share/fonts "${HOME:-/nonexistent}/.fonts" "${HOME:-/nonexistent}/.local/share/fonts" \
		-iname '*CJK*.[ot]t[cf]' -print 2>/dev/null | grep -q .
}

manager() {
	for name in apt-get dnf pacman brew; do
		if command -v "$name" >/dev/null 2>&1; then
			echo "$name"
			return
		fi
	done
	return 1
}

# package_for picks the package's name out of a line's four names.
package_for() {
	case $1 in
	apt-get) echo "$2" ;;
	dnf) echo "$3" ;;
	pacman) echo "$4" ;;
	brew) echo "$5" ;;
	esac
}

# as_root runs a command as root, with sudo only when we are not.
as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	elif command -v sudo >/dev/null 2>&1; then
		sudo "$@"
	else
		die "installing needs root, and there is no sudo. As root, run: scripts/deps.sh $sets"
	fi
}

run_shown() {
	say "running: $*"
	as_root "$@"
}

install_packages() {
	with=$1
	shift
	case $with in
	apt-get) install_apt "$@" ;;
	dnf) run_shown dnf install -y "$@" ;;
	pacman) run_shown pacman -Sy --needed --noconfirm "$@" ;;
	brew)
		say "running: brew install $*"
		brew install "$@"
		;;
	esac
}

install_apt() {
	for package in "$@"; do
		case $package in mosquitto | rabbitmq-server)
			[ -e "/etc/init.d/$package" ] || hold_service "$package"
			;;
		esac
	done
	# The index that is there may do, and may be out of date or absent.
	status=0
	{ apt_knows "$@" && apt_install "$@"; } || { apt_update && apt_install "$@"; } || status=$?
	release_services
	return "$status"
}

apt_knows() { apt-get install --simulate --no-install-recommends "$@" >/dev/null 2>&1; }

apt_update() {
	say "the package index is absent or out of date: fetching it"
	run_shown apt-get update && return
	say "that failed: once more"
	sleep 5
	run_shown apt-get update
}

apt_install() {
	run_shown env DEBIAN_FRONTEND=noninteractive \
		apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=120 "$@"
}

# Debian starts a service as soon as it is installed. The tests start a broker
# of their own on a free port, and nobody asked for one on port 1883: so while
# a broker is being installed a policy forbids starting services, and then its
# service is disabled. A policy that was there before comes back.
policy=/usr/sbin/policy-rc.d
held=

hold_service() {
	say "$1's system service will not be started: only its program is wanted"
	[ -n "$held" ] || forbid_services
	held="$held $1"
}

forbid_services() {
	if [ -e "$policy" ] || [ -L "$policy" ]; then
		as_root mv "$policy" "$policy.before-mangrove"
	fi
	trap release_services EXIT
	trap 'exit 1' HUP INT TERM
	printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
	as_root chmod 755 "$policy"
}

release_services() {
	[ -n "$held" ] || return 0
	as_root rm -f "$policy"
	if [ -e "$policy.before-mangrove" ] || [ -L "$policy.before-mangrove" ]; then
		as_root mv "$policy.before-mangrove" "$policy"
	fi
	for service in $held; do
		if command -v systemctl >/dev/null 2>&1 && as_root systemctl disable "$service.service" >/dev/null 2>&1; then
			say "$service's service is disabled; to have it: systemctl enable --now $service"
		elif command -v update-rc.d >/dev/null 2>&1 && as_root update-rc.d "$service" disable >/dev/null 2>&1; then
			say "$service's service is disabled; to have it: update-rc.d $service enable"
		fi
	done
	held=
}

# missing prints the lines of the table that are wanted and not there.
missing() {
	needs | while IFS='|' read -r set probe apt dnf pacman brew reason; do
		case " $wanted " in *" $set "*) ;; *) continue ;; esac
		package=$(package_for "$1" "$apt" "$dnf" "$pacman" "$brew")
		[ "$package" != - ] || continue
		# shellcheck disable=SC2086 # the probe is a kind and a name
		present $probe || echo "$package|$reason"
	done
}

# lint_tools compiles the tools of make lint, unless they are there.
lint_tools() {
	case " $wanted " in *" test "*) ;; *) return 0 ;; esac
	(
		cd "$(dirname "$0")/.."
		. scripts/toolchain.sh
		. scripts/tools.sh
		linter && vulnerability_finder
	) || say "make lint tries again to install what it needs"
}

case ${1:-} in -h | --help) usage 0 ;; esac
sets=${*:-build}
# shellcheck disable=SC2086 # the sets are words
wanted=$(expand $sets | tr '\n' ' ') || usage 2 >&2
[ -n "$wanted" ] || usage 2 >&2

if [ "$(uname -s)" = Darwin ]; then
	xcode-select -p >/dev/null 2>&1 || die "the compiler is missing. Run: xcode-select --install"
fi

# Without a package manager that we know, Debian's names say best what to look
# for.
with=$(manager) || with=
naming=${with:-apt-get}
[ "$(uname -s)" != Darwin ] || naming=brew
lacking=$(missing "$naming")
if [ -z "$lacking" ]; then
	say "nothing is missing ($sets)"
	lint_tools
	exit 0
fi

say "missing for $sets:"
echo "$lacking" | while IFS='|' read -r package reason; do
	printf '        %-20s %s\n' "$package" "$reason"
done
[ -n "$with" ] || die "this system has none of apt, dnf, pacman and brew: please install these yourself and try again"
[ "$with" = brew ] || as_root true

packages=$(echo "$lacking" | cut -d'|' -f1 | sort -u | tr '\n' ' ')
# shellcheck disable=SC2086 # a list of names
install_packages "$with" $packages ||
	die "$with could not install what is missing. Is the network there? The packages: $packages"

left=$(missing "$naming" | cut -d'|' -f1 | tr '\n' ' ')
[ -z "$left" ] || die "installed, yet still not found: $left"
lint_tools
say "done"
