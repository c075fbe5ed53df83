"""The weights of one router: shares, sliders that keep the sum, and what they would have done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QGridLayout, QPushButton, QWidget

from console.domain.health import Health
from console.domain.weight_balance import balanced
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.presenters.format import local_time, percent
from console.presenters.routing.weight_change import agreed_parts, configured_parts, weight_change
from console.presenters.routing.weight_effect import effect_text, weight_effect
from views.routing.span_choice import SpanChoice
from views.routing.weight_line import WeightLine
from views.widgets.badge import Badge
from views.widgets.label import ElidedLabel, Label
from views.widgets.layout import column, row
from views.widgets.tab_order import put_after
from views.widgets.tip import tip
from views.widgets.wrapped_code import WrappedCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.operation import Operation
    from console.presenters.routing.router_row import RouterRow
    from console.store.state import State
    from views.page import PageContext


class WeightEditor(QWidget):
    """Every movement is only worked out here; the change is reviewed, confirmed and applied by the change engine."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._state: State | None = None
        self._row: RouterRow | None = None
        self._parts: tuple[int, ...] = ()
        self._touched = False
        self._lines: list[WeightLine] = []
        self._operation: Operation | None = None
        theme = context.theme
        self._title, self._place, self._badge = Label(role="section"), ElidedLabel(role="mono"), Badge(theme)
        self._sentence, self._steps = Label(role="strong", wrap=True), Label(role="muted", wrap=True)
        self._effect, self._ground = Label(role="strong", wrap=True), Label(role="muted", wrap=True)
        self._mark, self._refused = Badge(theme), Label(role="error", wrap=True)
        self._evidence = WrappedCode(theme, t("Evidence"))
        self._keep = QCheckBox(t("Keep the sum at 100 %"))
        self._keep.setChecked(True)
        self.span = SpanChoice()
        self.span.chosen.connect(self._work_out)
        self._grid_box = QWidget()
        self._grid = QGridLayout(self._grid_box)
        self._back = _button(t("As configured"), lambda: self._take(configured_parts))
        self._agree = _button(t("As agreed"), lambda: self._take(agreed_parts))
        self._review = _button(t("Review change"), self._start)
        self._review.setProperty("role", "primary")
        self._lay_out(context)

    def _lay_out(self, context: PageContext) -> None:
        gap = context.theme.space(1)
        head = row(self._title, self._badge, spacing=gap)
        head.addWidget(self._place, 1)
        answer = row(self._mark, spacing=gap)
        answer.addWidget(self._effect, 1)
        buttons = row(self._keep, None, self._agree, self._back, self._review, spacing=gap)
        replay = row(Label(t("What would have happened"), "section"), None, self.span, spacing=gap)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(4, 1)
        self._grid.setColumnStretch(6, 2)  # what it would have had is read, the slider only felt
        self._grid.setHorizontalSpacing(context.theme.space(1.5))
        self.setLayout(
            column(
                head,
                self._sentence,
                self._grid_box,
                self._steps,
                self._refused,
                buttons,
                replay,
                answer,
                self._ground,
                self._evidence,
                None,
                spacing=gap,
                margins=(context.theme.space(1), 0, 0, 0),
            )
        )

    @property
    def is_touched(self) -> bool:
        """Return whether a weight was moved by hand and neither taken back nor set."""
        return self._touched

    def show_router(self, state: State, found: RouterRow | None) -> None:
        """Show a router; ``None``: there is none. Weights moved by hand stay until they are taken back or in force."""
        self.setVisible(found is not None)
        self._state = state
        if found is None:
            return
        same = self._row is not None and (self._row.key, _names(self._row)) == (found.key, _names(found))
        self._row = found
        if not same:
            self._rebuild(found)
        if not same or not self._touched or self._parts == configured_parts(found):
            self._parts, self._touched = configured_parts(found), False
        for line, target in zip(self._lines, found.targets, strict=True):
            line.show_target(target)
        self._title.setText(found.title)
        self._badge.show_health(found.health)
        self._place.setText(f"{found.kind} {found.namespace}/{found.name} {found.place}".strip())
        self._sentence.setText(found.sentence)
        self._steps.setText(_steps(found))
        self._agree.setVisible(agreed_parts(found) is not None)
        self._evidence.show_text(_evidence(found))
        self._work_out()

    def _rebuild(self, found: RouterRow) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        for line in self._lines:
            line.deleteLater()
        for place, title in enumerate(_titles()):
            self._grid.addWidget(Label(title, "caption"), 0, place)
        self._lines = [
            WeightLine(self._context.theme, self._grid, place + 1, target, found.whole)
            for place, target in enumerate(found.targets)
        ]
        for place, line in enumerate(self._lines):
            line.moved.connect(lambda part, place=place: self._move(place, part))
        put_after(self._sentence, self._grid_box)  # what is made late would else be reached last

    def _move(self, place: int, part: int) -> None:
        if self._row is None:
            return
        self._touched = True
        if self._keep.isChecked():
            self._parts = balanced(self._parts, place, part, self._row.whole)
        else:
            self._parts = (*self._parts[:place], part, *self._parts[place + 1 :])
        self._work_out()

    def _take(self, parts_of: Callable[[RouterRow], tuple[int, ...] | None]) -> None:
        parts = parts_of(self._row) if self._row is not None else None
        if self._row is not None and parts is not None:
            self._parts, self._touched = parts, parts != configured_parts(self._row)
            self._work_out()

    def _work_out(self) -> None:
        """Say what the weights would have done, and whether they can be set."""
        if self._row is None or self._state is None:
            return
        effect = weight_effect(self._state, self._row, self._parts, self.span.span_s)
        by_cell = {one.part: one for one in effect.rows}
        for line, target, part in zip(self._lines, self._row.targets, self._parts, strict=True):
            found = by_cell.get(target.shares.cell)
            line.show_weight(part, effect_text(found) if found is not None else "")
        self._effect.setText(effect.sentence)
        self._mark.setVisible(effect.health is not Health.UNKNOWN)
        self._mark.show_health(effect.health)
        self._ground.setText(effect.ground)
        self._ground.setVisible(bool(effect.ground))
        self._weigh(self._state, self._row, effect.sentence)

    def _weigh(self, state: State, found: RouterRow, effect: str) -> None:
        why, self._operation = "", None
        try:
            self._operation = weight_change(state, found, self._parts)
        except UserError as error:
            why = str(error)
        self._refused.setText(why)
        self._refused.setVisible(bool(why))
        locked = self._context.changes.why_not(found.connection)
        same = self._parts == configured_parts(found)
        self._review.setEnabled(not why and not locked and not same)
        said = why or locked or (t("These are the weights as they are.") if same else effect)
        self._review.setToolTip(tip(said))
        self._review.setAccessibleDescription(said)
        self._back.setEnabled(not same)

    def _start(self) -> None:
        if self._operation is not None:
            self._context.changes.start(self._operation, estimate=self._estimate())

    def _estimate(self) -> str:
        return f"{self._effect.text()} {self._ground.text()}".strip()


def _button(text: str, run: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    button.clicked.connect(run)
    return button


def _names(found: RouterRow) -> tuple[str, ...]:
    return tuple(one.name for one in found.targets)


def _titles() -> tuple[str, ...]:
    return (
        t("Target"), t("Agreed"), t("Configured"), t("Observed"), t("Move the weight"), t("New"),
        t("Would have had"),
    )  # fmt: skip


def _steps(found: RouterRow) -> str:
    step = percent(1 / found.whole)
    if found.kind == "LoadBalancer":
        return t("Cloudflare takes pool weights in steps of 0.1: {step} of the sum.", step=step)
    return t("In steps of {step}; the weights sum to 1, or the change is refused.", step=step)


def _evidence(found: RouterRow) -> str:
    if not found.query:
        return t("Nobody measures what these targets get.")
    return t("Observed by {source}, read {when}: {query}", source=found.source, when=local_time(found.read_at_s),
             query=found.query)  # fmt: skip
