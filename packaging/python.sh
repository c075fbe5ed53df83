#!/bin/sh
# Print a Python that can make our virtual environment: 3.11 or newer, with venv and pip to put into it.
for candidate in "${PYTHON:-python3}" python3 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        command -v "$candidate"
        exit 0
    fi
done
echo "Cell Console: no Python 3.11 or newer with the venv module was found; install one and name it: make PYTHON=/path/to/python3 ..." >&2
exit 1
