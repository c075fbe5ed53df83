"""Split panel: parts side by side whose shares are remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter

from views.memory import is_extent

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from views.memory import Memory


class SplitPanel(QSplitter):
    """``shares`` are the relative sizes at first; ``name`` keeps what the user made of them."""

    def __init__(
        self, memory: Memory, name: str, *parts: QWidget, shares: tuple[int, ...] = (), vertical: bool = False
    ) -> None:
        super().__init__(Qt.Orientation.Vertical if vertical else Qt.Orientation.Horizontal)
        self._memory, self._key = memory, f"split/{name}"
        self.setChildrenCollapsible(False)
        self.setHandleWidth(8)
        for part in parts:
            self.addWidget(part)
        kept = memory.get(self._key)
        if isinstance(kept, list) and len(kept) == len(parts) and all(map(is_extent, kept)):
            self.setSizes(kept)
        elif shares:
            self.setSizes([share * 100 for share in shares])
        for place, share in enumerate(shares):
            self.setStretchFactor(place, share)
        self.splitterMoved.connect(lambda *_: memory.keep(self._key, self.sizes()))
