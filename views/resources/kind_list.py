"""The list of kinds that the cluster serves, in groups, with a filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QTreeWidget, QTreeWidgetItem, QWidget

from console.domain.resource import ResourceKind
from console.kernel.i18n import t
from console.presenters.resource_kinds import kind_groups
from views.widgets.layout import column
from views.widgets.tip import tip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from views.page import PageContext

_KIND = Qt.ItemDataRole.UserRole


class KindList(QWidget):
    """``chosen`` carries the kind that the user picked."""

    chosen = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._filter = QLineEdit()
        self._filter.setPlaceholderText(t("Filter kinds"))
        self._filter.setAccessibleName(t("Filter kinds"))
        self._filter.setClearButtonEnabled(True)
        self._filter.textChanged.connect(self._narrow)
        self.setMinimumWidth(context.theme.space(24))
        self._tree = QTreeWidget()
        self._tree.setHeaderHidden(True)
        self._tree.setRootIsDecorated(False)
        self._tree.setIndentation(context.theme.space(1.5))
        self._tree.setAccessibleName(t("Kinds"))
        self._tree.currentItemChanged.connect(lambda item, _before: self._pick(item))
        self.setLayout(column(self._filter, self._tree, spacing=8))

    def show_kinds(self, kinds: Iterable[ResourceKind]) -> None:
        """Show the kinds of a cluster."""
        self._tree.blockSignals(True)
        self._tree.clear()
        for group in kind_groups(kinds):
            head = QTreeWidgetItem([group.title])
            head.setFlags(Qt.ItemFlag.ItemIsEnabled)
            font = head.font(0)
            font.setBold(True)
            head.setFont(0, font)
            for kind in group.kinds:
                item = QTreeWidgetItem([kind.kind])
                item.setToolTip(0, tip(kind.api_version))
                item.setData(0, _KIND, kind)
                head.addChild(item)
            self._tree.addTopLevelItem(head)
        self._tree.expandAll()
        self._tree.blockSignals(False)
        self._narrow(self._filter.text())

    def select(self, kind: ResourceKind) -> None:
        """Put the cursor on a kind without telling."""
        self._tree.blockSignals(True)
        for item in self._items():
            if item.data(0, _KIND) == kind:
                self._tree.setCurrentItem(item)
        self._tree.blockSignals(False)

    def _heads(self) -> Iterator[QTreeWidgetItem]:
        for place in range(self._tree.topLevelItemCount()):
            if (head := self._tree.topLevelItem(place)) is not None:
                yield head

    def _items(self, *heads: QTreeWidgetItem) -> Iterator[QTreeWidgetItem]:
        for head in heads or self._heads():
            for number in range(head.childCount()):
                if (item := head.child(number)) is not None:
                    yield item

    def _narrow(self, text: str) -> None:
        for item in self._items():
            item.setHidden(text.lower() not in item.text(0).lower())
        for head in self._heads():
            head.setHidden(all(item.isHidden() for item in self._items(head)))

    def _pick(self, item: QTreeWidgetItem | None) -> None:
        kind = item.data(0, _KIND) if item is not None else None
        if isinstance(kind, ResourceKind):
            self.chosen.emit(kind)
