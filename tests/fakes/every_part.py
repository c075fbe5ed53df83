"""Opens everything that a page can show: its tabs as a person turns them, and what is only shown on occasion."""

from PySide6.QtWidgets import QTabWidget, QWidget

from views.widgets.later import Later


def open_every_part(root: QWidget) -> None:
    """Turn through all tabs and go back to the first; then make what waits in a stack (a plan, an object, a run)."""
    seen: set[QTabWidget] = set()
    while fresh := [one for one in root.findChildren(QTabWidget) if one not in seen]:
        seen.update(fresh)
        for tabs in fresh:
            front = tabs.currentIndex()
            for place in (*range(tabs.count()), front):
                tabs.setCurrentIndex(place)
        for later in root.findChildren(Later):
            assert later.part is not None
