#!/bin/sh
# Build a Debian package of dist/cell-console (packaging/folder.py makes it): /usr/lib/cell-console, programs, desktop
# entry, AppStream metadata, icons. The same folder and moment give the same bytes.
set -eu
cd "$(dirname "$0")/.."
: "${SOURCE_DATE_EPOCH:=$(git log -1 --format=%ct 2>/dev/null || echo 315532800)}"
export SOURCE_DATE_EPOCH
[ -x dist/cell-console/cell-console ] || .venv/bin/python packaging/folder.py
version=$(dist/cell-console/cell-console --version | sed 's/.* //')
architecture=$(dpkg --print-architecture)
root=build/deb
rm -rf "$root"
mkdir -p "$root/DEBIAN" "$root/usr/bin" "$root/usr/lib" "$root/usr/share/applications" "$root/usr/share/metainfo" \
    "$root/usr/share/icons/hicolor/scalable/apps" "$root/usr/share/doc/cell-console"
cp -R dist/cell-console "$root/usr/lib/cell-console"
.venv/bin/python packaging/own_programs.py | while read -r program; do
    ln -s "../lib/cell-console/$program" "$root/usr/bin/$program"
done
.venv/bin/python packaging/icons.py build/icons
cp -R build/icons/hicolor "$root/usr/share/icons/"
cp packaging/desktop/*.svg "$root/usr/share/icons/hicolor/scalable/apps/"
cp packaging/desktop/*.desktop "$root/usr/share/applications/"
cp packaging/desktop/*.metainfo.xml "$root/usr/share/metainfo/"
cp LICENSE "$root/usr/share/doc/cell-console/copyright"
gzip -9nc CHANGELOG.md > "$root/usr/share/doc/cell-console/changelog.gz"
size=$(du -sk "$root/usr" | cut -f1)
libraries=$(sh packaging/machine.sh libraries | tr '\n' ',' | sed 's/,$//; s/,/, /g')
cat > "$root/DEBIAN/control" <<CONTROL
Package: cell-console
Version: $version
Architecture: $architecture
Maintainer: The Cell Console authors <noreply@localhost>
Section: devel
Priority: optional
Installed-Size: $size
Depends: git, $libraries
Recommends: prometheus, prometheus-alertmanager, fonts-noto-cjk
Description: Operations console for services that run as cells
 One window in which an SRE sees, decides, acts and proves, for services that
 run as cells on Kubernetes, Cloudflare and Git, with Prometheus beside them.
 .
 Prometheus and Alertmanager are for the simulated estate to learn on.
CONTROL
chmod -R u=rwX,go=rX "$root"
find "$root" -newermt "@$SOURCE_DATE_EPOCH" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
# zstd: xz takes many times as long; one thread, so that every machine gives the same bytes.
dpkg-deb --root-owner-group -Zzstd -z9 --threads-max=1 --build "$root" "dist/cell-console_${version}_$architecture.deb"
