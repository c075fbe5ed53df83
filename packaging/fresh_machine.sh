#!/bin/sh
# Prove the set-up on a fresh Debian 12: make a minimal system in a folder, put a clean copy of this tree into it, and run
# the given command there twice, the second time with the network cut. Needs root, debootstrap and the network.
#   sh packaging/fresh_machine.sh FOLDER [COMMAND...]        the default command is .ci/run
# FOLDER is created; a minimal system that is already in it is used again. FRESH_KEEP=yes keeps it afterwards, and
# FRESH_ALSO names files that git does not know, such as a package, which are to be there too.
set -eu
cd "$(dirname "$0")/.."
tree=$(pwd)
folder=${1:?usage: packaging/fresh_machine.sh FOLDER [COMMAND...]}
shift
[ $# -gt 0 ] || set -- .ci/run
[ "$(id -u)" = 0 ] || { echo "fresh_machine.sh needs root for chroot" >&2; exit 1; }

mirror=${FRESH_MIRROR:-$(cat /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources 2>/dev/null |
    grep -Eo 'https?://[^ ]*/debian/?( |$)' | head -n 1)}
[ -n "$mirror" ] || { echo "fresh_machine.sh: no Debian mirror found; set FRESH_MIRROR" >&2; exit 1; }

if [ ! -e "$folder/etc/debian_version" ]; then
    mkdir -p "$folder"
    debootstrap --variant=minbase bookworm "$folder" "$mirror" >"$folder.log" 2>&1 || { tail "$folder.log" >&2; exit 1; }
fi

# What reaches the network on this machine reaches it there too: names, the private CA, pip's settings, apt's sources.
cp -L /etc/resolv.conf "$folder/etc/resolv.conf"
printf 'deb %s bookworm main\n' "$mirror" >"$folder/etc/apt/sources.list"
if [ -e /etc/pip.conf ]; then cp -L /etc/pip.conf "$folder/etc/pip.conf"; fi
mkdir -p "$folder/srv"
trusted=${PIP_CERT:-/etc/ssl/certs/ca-certificates.crt}
if [ -e "$trusted" ]; then cp -L "$trusted" "$folder/srv/trusted.pem"; else trusted=''; fi

rm -rf "$folder/srv/main"
mkdir -p "$folder/srv/main" "$folder/srv/shared"
git ls-files -z --cached --others --exclude-standard |
    tar --null --ignore-failed-read -T - -cf - | tar -xf - -C "$folder/srv/main"
for one in ${FRESH_ALSO:-}; do
    mkdir -p "$folder/srv/main/$(dirname "$one")"
    cp -R "$one" "$folder/srv/main/$one"
done

inside() { # extra namespaces, command: run in the fresh machine; its mounts and processes end with it
    namespaces=$1
    shift
    # shellcheck disable=SC2016,SC2086 # the inner shell expands; a list of options
    unshare --mount --pid --fork --kill-child $namespaces sh -c '
        folder=$1 shared=$2 trusted=$3
        shift 3
        ip link set lo up
        mount -t proc proc "$folder/proc"
        mount --rbind /dev "$folder/dev"
        mount -t tmpfs tmpfs "$folder/tmp"
        if [ -d "$shared" ]; then mount --bind -o ro "$shared" "$folder/srv/shared"; fi
        exec chroot "$folder" env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
            LANG=C.UTF-8 ${trusted:+PIP_CERT=/srv/trusted.pem} sh -c '\''cd /srv/main && exec "$@"'\'' sh "$@"
    ' sh "$folder" "${CELL_CONSOLE_SHARED:-$tree/../shared}" "$trusted" "$@"
}

if [ ! -e "$folder/usr/bin/python3" ] && echo "== without rights, nothing installed" &&
    inside "" setpriv --reuid=65534 --regid=65534 --clear-groups sh packaging/machine.sh test; then
    echo "fresh_machine.sh: an incomplete machine was taken for complete" >&2
    exit 1
fi
echo "== first run, with the network"
started=$(date +%s)
inside "" "$@"
echo "== first run took $(($(date +%s) - started)) s"
echo "== second run, the network cut"
started=$(date +%s)
inside --net "$@"
echo "== second run took $(($(date +%s) - started)) s"
[ "${FRESH_KEEP:-}" = yes ] || rm -rf --one-file-system "$folder"
