"""What if a cell were lost or added, weights moved, or the demand doubled? Nothing here changes anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QSlider, QWidget

from console.domain.capacity.cell_outlook import spread
from console.domain.capacity.question import Question
from console.kernel.i18n import t
from console.presenters.capacity.what_if_rows import WhatIfRow
from console.presenters.format import number
from views.widgets.label import Label
from views.widgets.layout import column, row
from views.widgets.number_field import NumberField
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.domain.capacity.cell_outlook import CellLoad
    from console.kernel.errors import UserError
    from console.presenters.capacity.capacity_view import CapacityView
    from views.page import PageContext

_PARTS, _MOST = 20, 100
_NEW = "new-cell"


class WhatIfTable(DataTable[WhatIfRow]):
    """Each cell as it is and as it would be."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.cell, name="what-if", memory=context.memory)
        self.setAccessibleName(t("What if"))


class WhatIfPanel(QWidget):
    """``asked`` carries a question whenever one of the choices changes; the answer comes with ``show_answer``."""

    asked = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._cells: tuple[tuple[str, str], ...] = ()
        self._shares: dict[str, float] = {}
        self._lost, self._added, self._moved = QComboBox(), QComboBox(), QComboBox()
        self._share = NumberField()
        self._share.setRange(0.0, 100.0)
        self._share.setSuffix(" %")
        self._factor, self._said = QSlider(Qt.Orientation.Horizontal), Label("× 1.00", "mono")
        self._factor.setRange(_PARTS // 2, _MOST)
        self._factor.setValue(_PARTS)
        self._factor.valueChanged.connect(lambda _value: self._ask())
        self._share.valueChanged.connect(lambda _value: self._ask())
        for choice, name, ask in (
            (self._lost, t("Lose a cell"), self._ask),
            (self._added, t("Add a cell like"), self._ask),
            (self._moved, t("Move the weight of"), self._offer_share),
        ):
            choice.setAccessibleName(name)
            choice.currentIndexChanged.connect(lambda _place, ask=ask: ask())
        self._share.setAccessibleName(t("to"))
        self._factor.setAccessibleName(t("Demand of all"))
        reset = QPushButton(t("Reset"))
        reset.clicked.connect(self.reset)
        space = context.theme.space(1)
        first = row(Label(t("Lose a cell")), self._lost, Label(t("Add a cell like")), self._added, spacing=space)
        for widget in (Label(t("Move the weight of")), self._moved, Label(t("to")), self._share):
            first.addWidget(widget)
        first.addStretch(1)
        second = row(Label(t("Demand of all")), self._factor, self._said, reset, spacing=space)
        second.addStretch(1)
        self._factor.setMinimumWidth(context.theme.space(30))
        self.table, self._refusal = WhatIfTable(context), Label(role="strong", wrap=True)
        self._refusal.hide()
        layout = column(spacing=space, margins=(0, space, 0, 0))
        layout.addLayout(first)
        layout.addLayout(second)
        layout.addWidget(self._refusal)
        layout.addWidget(self.table, 1)
        self.setLayout(layout)

    def show_view(self, view: CapacityView) -> None:
        """Offer the cells of a view."""
        self._shares = _shares([one.load for one in view.bases])
        cells = tuple((one.cell.key, one.cell.title or one.cell.key) for one in view.bases)
        if cells == self._cells:
            return
        self._cells = cells
        for choice in (self._lost, self._added, self._moved):
            choice.blockSignals(True)
            choice.clear()
            choice.addItem(t("none"), "")
            for key, title in cells:
                choice.addItem(title, key)
            choice.blockSignals(False)

    def show_answer(self, rows: Sequence[WhatIfRow]) -> None:
        """Show what would be."""
        self._refusal.hide()
        self.table.set_rows(rows)

    def show_refusal(self, error: UserError) -> None:
        """Say why there is no answer."""
        self._refusal.setText(str(error))
        self._refusal.show()
        self.table.set_rows(())

    def reset(self) -> None:
        """Ask nothing."""
        for choice in (self._lost, self._added, self._moved):
            choice.setCurrentIndex(0)
        self._factor.setValue(_PARTS)

    @property
    def question(self) -> Question:
        """Return what is asked."""
        lost, like, moved = (str(one.currentData() or "") for one in (self._lost, self._added, self._moved))
        return Question(
            (lost,) if lost else (),
            ((like, _NEW),) if like and like != lost else (),
            ((moved, self._share.value() / 100),) if moved and moved != lost else (),
            self._factor.value() / _PARTS,
        )

    def _offer_share(self) -> None:
        """Begin with the share that the chosen cell has."""
        self._share.blockSignals(True)
        self._share.setValue(100 * self._shares.get(str(self._moved.currentData() or ""), 0.0))
        self._share.blockSignals(False)
        self._ask()

    def _ask(self) -> None:
        self._said.setText(f"× {number(self._factor.value() / _PARTS, 2)}")
        self.asked.emit(self.question)


def _shares(loads: Sequence[CellLoad]) -> dict[str, float]:
    """Return the share that each routed cell has of its router."""
    found: dict[str, float] = {}
    for router in {one.router for one in loads if one.router}:
        found |= spread({one.cell: one.weight for one in loads if one.router == router})
    return found


def _columns() -> tuple[Column[WhatIfRow], ...]:
    return (
        Column("cell", t("Cell"), lambda row: row.title, health=lambda row: row.health, width=120),
        Column("run_out", t("Runs out"), lambda row: row.run_out, sort=_run_out, width=260, stretch=True),
        Column("headroom", t("Headroom"), lambda row: row.headroom, sort=_headroom, numeric=True, width=160),
        Column("need", t("Will need"), lambda row: row.need, sort=_need, numeric=True, width=170),
        Column("interval", t("Between"), lambda row: row.after.interval if row.after else "", width=220, stretch=True),
        Column("note", t("Note"), lambda row: row.after.note if row.after else "", width=160, stretch=True),
    )  # fmt: skip


def _run_out(row: WhatIfRow) -> float | None:
    run_out = row.after.outlook.run_out if row.after is not None else None
    return run_out.likely_s if run_out is not None else None


def _headroom(row: WhatIfRow) -> float | None:
    return row.after.outlook.headroom if row.after is not None else None


def _need(row: WhatIfRow) -> float | None:
    return row.after.outlook.need if row.after is not None else None
