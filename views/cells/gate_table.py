"""What speaks for and against a release to a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.health import Health
from console.domain.release_gate import GateCheck, GateGround
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN
from console.presenters.gate_text import check_sentence, topic_word
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class GateTable(DataTable[GateCheck]):
    """What refuses first."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), check_sentence, name="release-gate", memory=context.memory)
        self.setAccessibleName(t("Release gate"))


def _columns() -> tuple[Column[GateCheck], ...]:
    return (
        Column("topic", t("Topic"), lambda row: topic_word(row.topic), health=_health, width=110),
        Column("decision", t("Decision"), _word, width=84),
        Column("found", t("Found"), check_sentence, tooltip=check_sentence, width=260, stretch=True),
    )


def _word(row: GateCheck) -> str:
    if row.ground is GateGround.ABSENT:
        return UNKNOWN
    return t("go") if row.is_open else t("no-go")


def _health(row: GateCheck) -> Health:
    if row.ground in {GateGround.UNKNOWN, GateGround.ABSENT}:
        return Health.UNKNOWN
    return Health.OK if row.is_open else Health.CRITICAL
