"""The backpressure path of each queue as a chain of links; where the signal stops stands out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.domain.health import Health
from console.kernel.i18n import t
from views.widgets.badge import Badge
from views.widgets.label import ElidedLabel, Label, set_role
from views.widgets.layout import card, column, row
from views.widgets.tip import tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.presenters.backpressure_rows import ChainRow, LinkRow
    from views.page import PageContext


class ChainView(QWidget):
    """One line per queue: lag → KEDA → HPA → pods → edge, and one sentence."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._lines: list[_ChainLine] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 8, 0, 0)
        self._box.setSpacing(context.theme.space(1))
        self._empty = Label(t("No ScaledObject has been seen, so there is no path to follow."), "muted")
        self._box.addWidget(self._empty)
        self._box.addStretch(1)

    def show_chains(self, chains: Sequence[ChainRow]) -> None:
        """Show the paths in their order."""
        while len(self._lines) < len(chains):
            line = _ChainLine(self._context)
            self._box.insertWidget(len(self._lines), line)
            self._lines.append(line)
        for line, chain in zip(self._lines, chains, strict=False):
            line.show_chain(chain)
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(chains))
        self._empty.setVisible(not chains)


class _ChainLine(QWidget):
    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._title, self._badge = Label(role="strong"), Badge(context.theme)
        self._summary = ElidedLabel(role="muted")
        self._links: list[_LinkBox] = []
        self._chain = row(spacing=4)
        head = row(self._title, self._badge, spacing=8)
        head.addWidget(self._summary, 1)
        self._context = context
        self.setLayout(column(card(column(head, self._chain, spacing=8, margins=(12, 8, 12, 8)))))

    def show_chain(self, chain: ChainRow) -> None:
        """Show one path."""
        self._title.setText(f"{chain.cell} · {chain.name}")
        self._badge.show_health(chain.health, t("Signal stops") if chain.health is Health.CRITICAL else "")
        self._summary.setText(chain.summary)
        while len(self._links) < len(chain.links):
            if self._links:
                self._chain.addWidget(Label("→", "muted"))
            box = _LinkBox(self._context)
            self._links.append(box)
            self._chain.addWidget(box, 1)
        for box, link in zip(self._links, chain.links, strict=True):
            box.show_link(link)
        self.setAccessibleName(f"{chain.cell} {chain.name}: {chain.summary}")


class _LinkBox(QWidget):
    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._badge = Badge(context.theme, filled=False)
        self._value, self._expected = ElidedLabel(role="strong"), ElidedLabel(role="caption")
        inner = column(self._badge, self._value, self._expected, spacing=0, margins=(8, 4, 8, 4))
        self._frame = card(inner, "sunken")
        self.setLayout(column(self._frame))

    def show_link(self, link: LinkRow) -> None:
        """Show one link."""
        self._badge.show_health(link.health, link.title)
        self._value.setText(link.value)
        self._expected.setText(link.expected or " ")
        self.setToolTip(tip(link.sentence))
        self.setAccessibleName(f"{link.title}: {link.value} {link.sentence}".strip())
        set_role(self._frame, "critical" if link.health is Health.CRITICAL else "", "tone")
