#!/bin/sh
# Build the worker image of the audits from the tree as it is; needs docker or podman, and dist/ with the wheel.
#   sh packaging/worker/build.sh docker.io/library/debian:12-slim@sha256:DIGEST registry.example/console-audit:1
# The base is named with its digest, so that the same tree gives the same image:
#   docker buildx imagetools inspect debian:12-slim
set -eu
cd "$(dirname "$0")/../.."
base=${1:-}
name=${2:-}
if ! printf '%s' "$base" | grep -Eq '@sha256:[0-9a-f]{64}$' || [ -z "$name" ]; then
    echo "Cell Console: name the base image with its digest, and the image to build: sh $0 NAME@sha256:DIGEST IMAGE" >&2
    exit 2
fi
for one in docker podman; do
    if command -v "$one" >/dev/null && "$one" info >/dev/null 2>&1; then builder=$one; break; fi
done
if [ -z "${builder:-}" ]; then
    echo "Cell Console: neither docker nor podman can be used here; start one of them, then try again." >&2
    exit 3
fi
.venv/bin/python packaging/wheel.py
"$builder" build --file packaging/worker/Containerfile --build-arg "BASE=$base" --tag "$name" .
