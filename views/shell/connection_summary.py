"""The connection summary of the header: how many connections are in which state, and the details on a click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QSizePolicy, QWidget

from console.kernel.i18n import t
from views.widgets.badge import Badge
from views.widgets.label import ElidedLabel, Label, unmarked
from views.widgets.layout import column, line, row

if TYPE_CHECKING:
    from console.domain.connection_state import ConnectionState
    from console.presenters.connections import ConnectionRow
    from console.store.state import State
    from views.theme.theme import Theme

MOST_BADGES = 4


class ConnectionSummary(QPushButton):
    """Badges in a flat button; ``opened`` asks for the popover."""

    opened = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "flat")
        self.counts: tuple[tuple[ConnectionState, int], ...] = ()
        self._words: tuple[str, ...] = ()
        self._badges = [Badge(theme, filled=False) for _ in range(MOST_BADGES)]
        layout = row(*self._badges, spacing=theme.space(1), margins=(8, 4, 8, 4))
        for badge in self._badges:
            badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setLayout(layout)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.opened)

    def show_state(self, state: State) -> None:
        """Show the counts of the open estate's connections."""
        from console.presenters.connections import count_text, state_counts  # noqa: PLC0415 - not before the first paint

        counts = state_counts(state)
        self.setVisible(bool(counts))
        if counts == self.counts:
            return
        self.counts = counts
        self._words = tuple(count_text(which, count) for which, count in counts)
        words = ", ".join(self._words) or t("none")
        self.setAccessibleName(t("Connections: {states}", states=words))
        self.setToolTip(words)
        self.show_counts()

    def show_counts(self, *, brief: bool = False, most: int = MOST_BADGES) -> None:
        """Show the counts with a word each, the worst ``most`` of them; ``brief``: the marks and numbers alone."""
        counts = self.counts[:most]
        for badge in self._badges[len(counts) :]:
            badge.hide()
        for badge, (which, count), word in zip(self._badges, counts, self._words, strict=False):
            badge.show_connection(which, str(count) if brief else word)
            badge.show()
        layout = self.layout()
        if layout is not None:
            self.setFixedSize(layout.sizeHint())


class ConnectionPopover(QFrame):
    """All connections with what is wrong and what helps; closes on Esc and on a click elsewhere."""

    more = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._theme = theme
        self.setProperty("role", "raised")
        self.setAccessibleName(t("Connections"))
        space = theme.space(1)
        self._list = column(spacing=theme.space(1.5), margins=(space, space, space, space))
        inner = QWidget()
        inner.setProperty("role", "plain")
        inner.setLayout(self._list)
        self._scroll = scroll = QScrollArea()
        scroll.setAccessibleName(t("Connections"))
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        more = QPushButton(unmarked(t("Connections & settings")))
        more.clicked.connect(self.close)
        more.clicked.connect(self.more)
        space = theme.space(2)
        self.setLayout(
            column(
                Label(t("Connections"), "section"),
                scroll,
                row(None, more),
                spacing=12,
                margins=(space, space, space, space),
            )
        )

    def open_below(self, anchor: QWidget, state: State, now_s: float) -> None:
        """Show the connections below ``anchor``, right-aligned with it."""
        from console.presenters.connections import connection_rows  # noqa: PLC0415 - not before the first paint

        rows = connection_rows(state, now_s)
        while (item := self._list.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for index, one in enumerate(rows):
            if index:
                self._list.addWidget(line())
            self._list.addWidget(_entry(self._theme, one))
        self._list.addStretch(1)
        width = self._theme.space(56)
        told = sum(16 if one.error else 8 for one in rows)
        tall = min(self._theme.space(18 + told), self._theme.space(72))
        self.resize(width, tall)
        self.move(anchor.mapToGlobal(QPoint(anchor.width() - width, anchor.height() + 4)))
        self.show()
        self._scroll.setFocus(Qt.FocusReason.PopupFocusReason)  # the arrows scroll, Tab goes on


def _entry(theme: Theme, one: ConnectionRow) -> QWidget:
    widget = QWidget()
    widget.setProperty("role", "plain")
    badge = Badge(theme)
    badge.show_connection(one.state)
    top = row(Label(one.title, "strong"), Label(one.kind, "caption"), None, badge)
    body = column(top, spacing=2)
    facts = t("since {since} · last data {last}", since=one.since, last=one.last_data)
    body.addWidget(ElidedLabel(" · ".join(part for part in (facts, one.detail) if part), "caption"))
    for text, role in ((one.error, "error"), (one.hint, "muted")):
        if text:
            body.addWidget(Label(text, role, wrap=True, selectable=True))
    widget.setLayout(body)
    return widget
