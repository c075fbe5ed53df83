#!/bin/sh
# Install the Debian package in dist on a machine made for it (packaging/fresh_machine.sh), use it as somebody without
# rights and without a Python, and take it away again. Root; the machine is the one this runs on, so never your own.
#   FRESH_ALSO=$(ls dist/*.deb) sh packaging/fresh_machine.sh /tmp/machine sh packaging/try_package.sh
set -eu
cd "$(dirname "$0")/.."
app=io.github.cell_console.CellConsole
package=$(ls dist/cell-console_*.deb)
home=$(mktemp -d)
chown 65534:65534 "$home"

told() { echo "== $*"; }
as_user() { # the package's programs, without rights, with nothing but PATH and a home
    setpriv --reuid=65534 --regid=65534 --clear-groups env -i PATH=/usr/bin:/bin HOME="$home" LANG=C.UTF-8 \
        QT_QPA_PLATFORM=offscreen "$@"
}

apt-get -q update >/dev/null 2>&1 || true # without the network what is there must do
DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o Dpkg::Use-Pty=0 install --no-install-recommends "./$package" >/dev/null
told "installed"
if as_user sh -c 'command -v python3' >/dev/null; then told "with a Python beside it"; else told "without any Python"; fi
for place in "applications/$app.desktop" "metainfo/$app.metainfo.xml" "icons/hicolor/scalable/apps/$app.svg" \
    "icons/hicolor/256x256/apps/$app.png" doc/cell-console/copyright; do
    [ -s "/usr/share/$place" ] || { echo "/usr/share/$place is missing" >&2; exit 1; }
done
as_user cell-console --version
as_user console-audit --help | head -n 1
as_user cell-console --lang ja --help | head -n 1
as_user cell-console --temp-profile --profile-startup | cut -d' ' -f1
as_user cell-console --temp-profile doctor --offline >"$home/doctor" || { cat "$home/doctor" >&2; exit 1; }

# The lab ends with its input, which the pipe holds open until its cells were seen.
mkfifo "$home/input"
chown 65534 "$home/input"
as_user cell-console lab --control --history-days 0 --projects 1 <"$home/input" >"$home/events" &
exec 3>"$home/input"
tries=0
until grep -q '"ready"' "$home/events"; do
    tries=$((tries + 1))
    if [ $tries -gt 120 ]; then echo "the lab did not start" >&2; exit 1; fi
    sleep 1
done
as_user cell-console --estate lab cells | head -n 2
exec 3>&-
wait
told "the lab came and went"

DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o Dpkg::Use-Pty=0 purge cell-console >/dev/null
left=$(find / -xdev -path /proc -prune -o -path "$home" -prune -o -path /srv -prune -o \
    \( -name 'cell-console*' -o -name "$app*" -o -name console-audit \) -print)
[ -z "$left" ] || { echo "left behind: $left" >&2; exit 1; }
rm -rf "$home"
told "removed without a trace"
