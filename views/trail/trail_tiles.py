"""The three big numbers of the trail: what it was found to be, how long it is, how much of it is signed for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, local_time, number
from console.presenters.retold import retold
from console.presenters.trail_verdict import verdict_health, verdict_sentences, verdict_word
from views.widgets.layout import row
from views.widgets.stat_tile import Evidence, StatTile

if TYPE_CHECKING:
    from pathlib import Path

    from console.domain.trail_status import TrailStatus
    from console.domain.trail_verification import Verification
    from views.page import PageContext


class TrailTiles(QWidget):
    """``opened`` asks for all that was found."""

    opened = Signal()

    def __init__(self, context: PageContext, place: Path) -> None:
        super().__init__()
        theme = context.theme
        self._place = str(place)
        self._verdict, self._size = StatTile(theme, t("Trail")), StatTile(theme, t("Records"))
        self._signed = StatTile(theme, t("Signed for"))
        for tile in (self._verdict, self._size, self._signed):
            tile.opened.connect(self.opened)
        self.setLayout(row(self._verdict, self._size, self._signed, spacing=theme.space(1)))

    def show_nothing(self, why: str) -> None:
        """Show that nothing is known yet, and why."""
        self._verdict.show_value(UNKNOWN, None, why)
        self._size.show_value(UNKNOWN, None, " ")
        self._signed.show_value(UNKNOWN, None, " ")

    def show_trail(self, found: Verification, status: TrailStatus | None, shown: int) -> None:
        """Show what was found; ``shown`` records are in the table."""
        proof = Evidence("cell-console trail verify", self._place, local_time(found.at_s))
        outcome = found.trail
        sentences = verdict_sentences(found)
        self._verdict.show_value(verdict_word(found.verdict), verdict_health(found.verdict), sentences[-1], proof)
        size = max(outcome.size, status.size if status is not None else 0)
        note = t("the newest {count} are listed", count=number(shown)) if shown < size else outcome.origin
        self._size.show_value(number(size), None, note, proof)
        signed = number(outcome.signed) if outcome.key or outcome.size == 0 else t("none")
        why = retold(status.unsigned_why) if status is not None else ""
        left = size - outcome.signed
        since = t("not the newest {count}", count=number(left))
        text = why or (since if left and outcome.signed else outcome.key or t("nobody vouches for it"))
        self._signed.show_value(signed, Health.WARNING if why or (size and not outcome.signed) else None, text, proof)
