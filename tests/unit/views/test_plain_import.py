"""Importing goes on as in any Python program although the window imports PySide6. (proves quality bar "memory")"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

_LOOK = """
import json
{first}
import colorsys, linecache
from PySide6.QtWidgets import QLabel
told = {{"kept": colorsys.__file__ in linecache.cache, "doc": QLabel.setText.__doc__}}
try:
    QLabel.setText(1)
except TypeError as error:
    told["error"] = str(error).splitlines()[0]
print(json.dumps(told))
"""


def _look(first: str, root: Path) -> dict[str, object]:
    command = [sys.executable, "-c", _LOOK.format(first=first)]
    said = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60, check=True)
    found: dict[str, object] = json.loads(said.stdout)
    return found


@pytest.mark.parametrize("first", ["import views", "import PySide6.QtCore, views"])
def test_sources_are_not_kept_and_pyside_explains_wrong_calls_as_ever(first: str, root_dir: Path) -> None:
    ours, bare = _look(first, root_dir), _look("import PySide6.QtCore", root_dir)
    # PySide6 alone keeps them: without this there would be nothing to take back.
    assert (ours.pop("kept"), bare.pop("kept")) == (False, True)
    assert ours == bare
