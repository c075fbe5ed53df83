"""What a box offers: keys under the titles that people read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QComboBox


def offer(box: QComboBox, choices: Iterable[tuple[str, str]]) -> None:
    """Offer keys with their titles; a box that shows just these stays as it is, and where it is."""
    wanted = list(choices)
    if [(box.itemData(place), box.itemText(place)) for place in range(box.count())] == wanted:
        return
    box.clear()
    for key, title in wanted:
        box.addItem(title, key)
