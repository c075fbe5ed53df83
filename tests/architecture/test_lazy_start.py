"""Starting the command line loads nothing heavy. (proves the start-up row of the quality bar)"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("PySide6", "pyqtgraph", "numpy", "pandas", "kubernetes", "pydantic", "httpx", "aiohttp", "keyring", "requests")
_REPORT = "import sys, json; print('LOADED', json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
_MAIN = """
import sys
from console.__main__ import main
sys.argv = ['cell-console', {option!r}]
try:
    main()
except SystemExit:
    pass
"""


def _loaded_by(statement: str, root: Path) -> set[str]:
    result = subprocess.run(
        [sys.executable, "-c", f"{statement}\n{_REPORT}"],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    line = next(line for line in result.stdout.splitlines() if line.startswith("LOADED "))
    return set(json.loads(line.removeprefix("LOADED ")))


@pytest.mark.parametrize(
    "statement", ["import console.cli", _MAIN.format(option="--version"), _MAIN.format(option="--help")]
)
def test_the_command_line_starts_without_heavy_packages(statement: str, root_dir: Path) -> None:
    loaded = _loaded_by(statement, root_dir)
    assert "console" in loaded
    assert loaded & set(HEAVY) == set()


@pytest.mark.parametrize("package", ["PySide6", "numpy", "pydantic", "kubernetes"])
def test_a_heavy_package_would_be_seen(package: str, root_dir: Path) -> None:
    assert package in _loaded_by(f"import {package}", root_dir)
