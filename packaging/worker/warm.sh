#!/bin/sh
# Let the programs that the audits run make what they keep of their own rules: an audit of a repository of one line.
#   sh packaging/worker/warm.sh FOLDER
set -eu
into=${1:?name the folder}
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
git init --quiet "$place/repository"
echo 'VALUE = 1' > "$place/repository/value.py"
git -C "$place/repository" add value.py
git -C "$place/repository" -c user.name=worker -c user.email=worker@example.com commit --quiet --message 'Add a value'
sha=$(git -C "$place/repository" rev-parse HEAD)
PATH="/opt/console-audit/bin:$PATH" console-audit run --repo "$place/repository" --sha "$sha" --cache "$place/cache" \
    --out "$place/result.sarif.gz"
mkdir -p "$into"
cp -R "$place/cache/tools/." "$into"
# Made by root, read by nobody in particular: the folders of a cache are private by themselves.
chmod -R a+rX "$into"
