#!/bin/sh
# Write packaging/requirements.lock from pyproject.toml: exact versions with hashes, for Python 3.11 and newer.
# Needs the network. Extra arguments go to uv, for example: sh packaging/lock.sh --upgrade-package httpx
set -eu
cd "$(dirname "$0")/.."
# The user's own index settings are left out, so that everybody gets the same lock; the index itself is not written down.
env -u UV_FIND_LINKS -u PIP_FIND_LINKS .venv/bin/uv pip compile pyproject.toml --group dev \
    --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet \
    --output-file packaging/requirements.lock "$@"
