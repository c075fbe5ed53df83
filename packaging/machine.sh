#!/bin/sh
# Make this machine ready: find the Debian packages that are missing and install only those.
#   sh packaging/machine.sh run     what the window and the lab need
#   sh packaging/machine.sh test    the same and what the tests need
#   sh packaging/machine.sh libraries    only says which libraries the window needs
# Does nothing, and needs neither rights nor a network, when nothing is missing.
# Without root or sudo it says in one sentence what is missing and how to install it.
set -eu
cd "$(dirname "$0")/.."
purpose=${1:-run}

# purpose, kind of proof, what proves it, Debian package. Libraries: found by leaving one out at a time (offscreen, xcb).
needs='
run  python  3.11                    python3
run  python  3.11                    python3-venv
run  command make                    make
run  file    /etc/ssl/certs/ca-certificates.crt ca-certificates
run  library libglib-2.0.so.0        libglib2.0-0
run  library libGL.so.1              libgl1
run  library libEGL.so.1             libegl1
run  library libdbus-1.so.3          libdbus-1-3
run  library libxkbcommon.so.0       libxkbcommon0
run  library libfontconfig.so.1      libfontconfig1
run  library libxkbcommon-x11.so.0   libxkbcommon-x11-0
run  library libxcb-cursor.so.0      libxcb-cursor0
run  library libxcb-icccm.so.4       libxcb-icccm4
run  library libxcb-keysyms.so.1     libxcb-keysyms1
run  library libxcb-shape.so.0       libxcb-shape0
run  command fc-list                 fontconfig
run  font    Noto_Sans               fonts-noto-core
run  font    Noto_Sans_CJK_JP        fonts-noto-cjk
run  command git                     git
run  command prometheus              prometheus
run  command prometheus-alertmanager|alertmanager prometheus-alertmanager
test command kubectl                 kubernetes-client
test command Xvfb                    xvfb
test command xauth                   xauth
test command xdotool                 xdotool
test command dbus-daemon             dbus-daemon
test command gnome-keyring-daemon    gnome-keyring
'

if [ "$purpose" = libraries ]; then # the names alone, for the Debian package of the program
    echo "$needs" | awk '$2 == "library" { print $4 }'
    exit
fi

python_fits() {
    .venv/bin/python -c '' 2>/dev/null || sh packaging/python.sh >/dev/null 2>&1
}

any_command() { # names, of which one will do
    for name in $1; do
        if command -v "$name" >/dev/null; then return 0; fi
    done
    return 1
}

present() { # kind, proof
    case $1 in
    python) python_fits ;;
    command) any_command "$(echo "$2" | tr '|' ' ')" ;;
    file) [ -e "$2" ] ;;
    library) case $libraries in *"$2 "*) true ;; *) false ;; esac ;;
    font) [ -n "$(fc-list "$(echo "$2" | tr _ ' ')" family 2>/dev/null)" ] ;;
    esac
}

find_missing() { # prints packages
    libraries=$( { ldconfig -p || /sbin/ldconfig -p; } 2>/dev/null || true)
    echo "$needs" | while read -r for_what kind proof package; do
        [ -n "$for_what" ] || continue
        [ "$for_what" = run ] || [ "$purpose" = test ] || continue
        present "$kind" "$proof" || echo "$package"
    done
}

refuse() {
    echo "Cell Console: $1" >&2
    exit 1
}

missing=$(find_missing | tr '\n' ' ')
missing=${missing% }
[ -n "$missing" ] || exit 0

command -v apt-get >/dev/null || refuse "this machine lacks what Debian calls: $missing; install these with its package manager, then try again."
by_hand="sudo apt-get install --no-install-recommends $missing"
if [ "$(id -u)" = 0 ]; then
    as_root=''
elif sudo -n true 2>/dev/null; then
    as_root='sudo -n'
else
    refuse "these Debian packages are missing: $missing; install them with: $by_hand"
fi

# The program runs its own Prometheus and Alertmanager; Debian's packages must not start theirs, now or at boot.
policy=/usr/sbin/policy-rc.d
services=''
for package in $missing; do
    case $package in prometheus*) services="$services $package" ;; esac
done
own_policy=''
if [ -n "$services" ] && [ ! -e $policy ]; then
    own_policy=yes
    trap '$as_root rm -f $policy' EXIT
    trap 'exit 1' HUP INT TERM
    printf '#!/bin/sh\ncase "$*" in *prometheus*) exit 101 ;; esac\nexit 0\n' | $as_root tee $policy >/dev/null
    $as_root chmod 755 $policy
fi

echo "Installing Debian packages: $missing"
$as_root apt-get -q update >/dev/null || true # an old list may do; installing tells
# shellcheck disable=SC2086 # a list of words
$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o Dpkg::Use-Pty=0 install --no-install-recommends $missing \
    >/dev/null || refuse "apt-get could not install $missing; see its message above, then run: $by_hand"

for service in $services; do
    if [ -d /run/systemd/system ]; then
        $as_root systemctl --quiet disable --now "$service" || true
    else
        $as_root update-rc.d "$service" disable >/dev/null 2>&1 || true
    fi
done
if [ -n "$own_policy" ]; then
    $as_root rm -f $policy
fi

left=$(find_missing | tr '\n' ' ')
[ -z "$left" ] || refuse "still missing after the installation: ${left% }; look at the messages above."
