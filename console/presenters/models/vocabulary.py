"""How much of what users write is covered, and what is missing most (E3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.health import Health
from console.domain.model.dictionary import LEAST_COVERAGE
from console.domain.model.vocabulary import DAYS, Advice, VocabularyReport, vocabulary_report
from console.estate.models.kinds.vocabulary import Vocabulary
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, number, percent
from console.presenters.model_section import MODEL_SECTIONS, ModelSection
from console.presenters.model_sheet import (
    SectionSheet,
    SheetColumn,
    SheetEvidence,
    SheetLine,
    SheetTable,
    SheetTile,
    dated,
    measured,
    said,
)
from console.presenters.model_view import document_age, document_evidence
from console.presenters.points_text import signed_points

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.domain.model.vocabulary import DayCoverage
    from console.presenters.model_view import ModelView

_HEALTH = {
    Advice.NOTHING: Health.OK,
    Advice.ADD_WORDS: Health.WARNING,
    Advice.RENEW: Health.CRITICAL,
    Advice.COUNT: Health.UNKNOWN,
}


def build(view: ModelView) -> SectionSheet:
    """Return the coverage of one model's vocabulary."""
    found = view.document(Vocabulary)
    if found is None:
        return view.no_document(t("No document tells of the vocabulary's coverage."), "vocabulary")
    days = found.document.coverage()
    report = vocabulary_report(days, found.document.made_at.date(), found.document.missing())
    proof = document_evidence(found)
    return SectionSheet(
        health=_HEALTH[report.advice],
        headline=_advice(report),
        tiles=_tiles(report, proof),
        tables=(_missing_table(report, proof), _day_table(days, proof)),
        notes=(*_notes(report), document_age(proof, view.now_s)),
    )


def _advice(report: VocabularyReport) -> str:
    rate = percent(report.rate)
    if report.advice is Advice.COUNT:
        return t("No tokens were counted in the last {days} days; count them first.", days=DAYS)
    if report.advice is Advice.NOTHING:
        return t("{rate} covered: nothing needs to be done.", rate=rate)
    if report.advice is Advice.RENEW:
        return t("{rate} covered, and the {count} most frequent missing tokens are not enough: renew the dictionary.",
                 rate=rate, count=len(report.missing))  # fmt: skip
    return t("{rate} covered: add the {count} most frequent missing tokens to pass {least}.", rate=rate,
             count=report.needed or 0, least=percent(LEAST_COVERAGE))  # fmt: skip


def _tiles(report: VocabularyReport, proof: SheetEvidence) -> tuple[SheetTile, ...]:
    missing = report.tokens - report.covered
    return (
        SheetTile(t("Covered in 30 days"), percent(report.rate), _HEALTH[report.advice],
                  t("above {least} is asked", least=percent(LEAST_COVERAGE)), proof),
        SheetTile(t("Trend"), _trend(report), None, _sides(report), proof),
        SheetTile(t("Missing tokens"), number(missing), None, t("of {count}", count=number(report.tokens)), proof),
    )  # fmt: skip


def _trend(report: VocabularyReport) -> str:
    if report.first_rate is None or report.last_rate is None:
        return UNKNOWN
    return signed_points(report.last_rate - report.first_rate)


def _sides(report: VocabularyReport) -> str:
    if report.first_rate is None:
        return ""
    return t("last {count} days against the first {count}", count=report.third)


def _missing_table(report: VocabularyReport, proof: SheetEvidence) -> SheetTable:
    columns = (
        SheetColumn("token", t("Token"), 220, stretch=True),
        SheetColumn("count", t("Uses in 30 days"), 130, numeric=True),
        SheetColumn("share", t("Share of all"), 110, numeric=True),
    )
    lines = tuple(
        SheetLine(
            (
                said(token),
                measured(count, number(count)),
                measured(count / report.tokens if report.tokens else None, percent(count / max(report.tokens, 1))),
            ),
            None,
            proof,
        )
        for token, count in report.missing
    )
    title = t("Missing most ({count})", count=len(lines))
    return SheetTable("missing", title, columns, lines, t("The document names no token that is missing."))


def _day_table(days: Sequence[DayCoverage], proof: SheetEvidence) -> SheetTable:
    columns = (
        SheetColumn("day", t("Day"), 120, stretch=True),
        SheetColumn("tokens", t("Tokens"), 120, numeric=True),
        SheetColumn("covered", t("Covered"), 120, numeric=True),
        SheetColumn("rate", t("Rate"), 90, numeric=True),
    )
    lines = tuple(
        SheetLine(
            (
                dated(one.day),
                measured(one.tokens, number(one.tokens)),
                measured(one.covered, number(one.covered)),
                measured(one.covered / one.tokens if one.tokens else None, percent(one.covered / max(one.tokens, 1))),
            ),
            None,
            proof,
        )
        for one in sorted(days, key=lambda one: one.day, reverse=True)[:DAYS]
    )
    return SheetTable("days", t("By day"), columns, lines, t("The document names no day."))


def _notes(report: VocabularyReport) -> tuple[str, ...]:
    if report.days >= DAYS or not report.days:
        return ()
    return (t("Only {days} of {all} days are known.", days=report.days, all=DAYS),)


MODEL_SECTIONS.add(ModelSection("vocabulary", lambda: t("Vocabulary"), 70, build))
