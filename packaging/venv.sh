#!/bin/sh
# Bring .venv to exactly what packaging/requirements.lock says, with Cell Console itself in editable form.
# Needs the network only when a package is missing; pip checks every hash.
set -eu
cd "$(dirname "$0")/.."
if ! .venv/bin/python -c '' 2>/dev/null; then
    python=$(sh packaging/python.sh)
    echo "Creating .venv with $python"
    "$python" -m venv .venv
fi
pip="env PIP_DISABLE_PIP_VERSION_CHECK=1 .venv/bin/python -m pip --quiet"
echo "Installing Python packages into .venv"
if ! $pip install --require-hashes --only-binary=:all: -r packaging/requirements.lock; then
    echo "Cell Console: the Python packages could not be installed (see above); check the network, then run make setup again." >&2
    exit 1
fi
$pip install --no-index --no-deps --no-build-isolation --editable .
# As an installed program has it: the first start need not compile.
.venv/bin/python -m compileall -q console views connectors resources
