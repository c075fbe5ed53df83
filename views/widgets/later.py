"""A part of a page that is made when it is first seen: a widget costs 15 KB and its time, also where nobody looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from views.widgets.tab_order import put_after

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QShowEvent

    from views.widgets.layout import Margins

Part_co = TypeVar("Part_co", bound=QWidget, covariant=True)


class Later(QWidget, Generic[Part_co]):
    """Stands for a part in tabs, a stack or a dock; makes it when it is first shown, or asked for by ``part``.

    ``make`` makes the part and connects it; what is told before counts as soon as it is there.
    """

    def __init__(self, make: Callable[[], Part_co], margins: Margins = (0, 0, 0, 0)) -> None:
        super().__init__()
        self._make: Callable[[], Part_co] | None = make
        self._margins = margins
        self._told: dict[str, Callable[[Part_co], object]] = {}
        self._made: Part_co | None = None

    @property
    def made(self) -> Part_co | None:
        """Return the part; ``None``: nobody has seen it yet."""
        return self._made

    @property
    def part(self) -> Part_co:
        """Return the part, which is made for that."""
        if self._made is None:
            self._build()
        assert self._made is not None
        return self._made

    def tell(self, what: str, call: Callable[[Part_co], object]) -> None:
        """Tell the part something, now or when it is made; then only the newest of what has the same name counts."""
        if self._made is not None:
            call(self._made)
        else:
            self._told.pop(what, None)
            self._told[what] = call

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if self._made is None:
            self._build()

    def _build(self) -> None:
        make, self._make = self._make, None
        if make is None:
            raise RuntimeError("a part asked for itself while it was being made")
        part = self._made = make()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*self._margins)
        layout.addWidget(part)
        told, self._told = self._told, {}
        for call in told.values():
            call(part)
        put_after(self, part)
        if self.isVisible() and not _hides_itself(part):
            part.show()
            layout.activate()


def _hides_itself(part: QWidget) -> bool:
    return part.isHidden() and part.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
