#!/bin/sh
# Write SHA256SUMS of everything in dist (or another folder), with the bill of materials, and sign it when SIGNING_KEY names an
# SSH key:  ssh-keygen -Y verify -f allowed_signers -I NAME -n cell-console -s SHA256SUMS.sig < SHA256SUMS
set -eu
cd "$(dirname "$0")/.."
folder=${1:-dist}
version=$(sed -n 's/^VERSION = "\(.*\)"$/\1/p' console/kernel/version.py)
.venv/bin/python packaging/bill_of_materials.py "$version" > "$folder/cell-console.cdx.json"
cd "$folder"
rm -f SHA256SUMS SHA256SUMS.sig
find . -maxdepth 1 -type f ! -name 'SHA256SUMS*' | sed 's|^\./||' | LC_ALL=C sort | xargs sha256sum > SHA256SUMS
if [ -n "${SIGNING_KEY:-}" ]; then
    ssh-keygen -q -Y sign -f "$SIGNING_KEY" -n cell-console SHA256SUMS
else
    echo "SHA256SUMS is not signed: name an SSH key in SIGNING_KEY." >&2
fi
sha256sum --check --quiet SHA256SUMS
cat SHA256SUMS
