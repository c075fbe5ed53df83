"""The first plot does not make PySide build every class of Qt. (proves quality bar "memory")"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

_LOOK = """
import json, sys
import views
from PySide6 import QtWidgets
before = len(vars(QtWidgets)), len(dir(QtWidgets))
{first}
import pyqtgraph
QtWidgets.QApplication(["plots", "-platform", "offscreen"])
plot = pyqtgraph.PlotWidget()
plot.plot([1.0, 2.0], [3.0, 4.0])
print(json.dumps({{
    "told": len(dir(QtWidgets)) >= before[1],
    "wizard": type(vars(QtWidgets).get("QWizard")).__name__,
    "copied": "QWizard" in vars(sys.modules["pyqtgraph.Qt.QtWidgets"]),
    "drawn": plot.grab().toImage().width() > 0,
    "asked for": pyqtgraph.Qt.QtWidgets.QWizard is QtWidgets.QWizard,
}}))
"""
LEAN = "from views.plots.lean_import import import_leanly; import_leanly(); import_leanly()"


@pytest.mark.parametrize(("first", "copies"), [(LEAN, False), ("", True)])
def test_pyqtgraph_copies_no_classes_and_plots_as_ever(first: str, copies: bool, root_dir: Path) -> None:
    command = [sys.executable, "-c", _LOOK.format(first=first)]
    said = subprocess.run(command, cwd=root_dir, capture_output=True, text=True, timeout=60, check=True)
    found = json.loads(said.stdout)
    wizard = found.pop("wizard")
    # Without it every class is copied: else there would be nothing to save.
    assert found == {"told": True, "copied": copies, "drawn": True, "asked for": True}, wizard
