"""The dictionary of a model and what the next one will be (E3.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.health import Health
from console.domain.model.dictionary import (
    LEAST_COVERAGE,
    LEAST_USES,
    MOST_BYTES,
    UNUSED_DAYS,
    DictionaryPlan,
    TokenCount,
    WordUse,
    dictionary_plan,
)
from console.domain.model.vocabulary import vocabulary_report
from console.estate.models.kinds.dictionary import Dictionary
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

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.presenters.model_view import ModelView

_NEARLY_FULL = 0.95


def build(view: ModelView) -> SectionSheet:
    """Return the dictionary of one model."""
    found = view.document(Dictionary)
    if found is None:
        return view.no_document(t("No document tells of the dictionary."), "dictionary")
    plan = _plan(view, found.document)
    size = found.document.size_bytes
    proof = document_evidence(found)
    return SectionSheet(
        health=Health.worst(_size_health(size), _coverage_health(plan)),
        headline=_headline(view, found.document, plan),
        tiles=_tiles(view, found.document, plan, proof),
        tables=(
            _word_table("unused", t("Unused ({count})", count=len(plan.unused)), plan.unused, proof),
            _new_table(plan, _vocabulary_proof(view) or proof),
            _word_table("surplus", t("No place left ({count})", count=len(plan.surplus)), plan.surplus, proof),
        ),
        notes=(
            t("Unused is a word that nobody used for {days} days, or fewer than {uses} times in them.",
              days=UNUSED_DAYS, uses=LEAST_USES),
            document_age(proof, view.now_s),
        ),
    )  # fmt: skip


def _plan(view: ModelView, document: Dictionary) -> DictionaryPlan:
    vocabulary, today = view.document(Vocabulary), document.made_at.date()
    if vocabulary is None:
        return dictionary_plan(document.uses(), view.model.dictionary_size, today, {}, None)
    told = vocabulary.document
    report = vocabulary_report(told.coverage(), told.made_at.date(), told.missing())
    counted = TokenCount(report.tokens, report.covered, report.days)
    return dictionary_plan(document.uses(), view.model.dictionary_size, today, told.missing(), counted)


def _vocabulary_proof(view: ModelView) -> SheetEvidence | None:
    found = view.document(Vocabulary)
    return None if found is None else document_evidence(found)


def _size_health(size: int | None) -> Health:
    if size is None:
        return Health.UNKNOWN
    if size > MOST_BYTES:
        return Health.CRITICAL
    return Health.WARNING if size > _NEARLY_FULL * MOST_BYTES else Health.OK


def _coverage_health(plan: DictionaryPlan) -> Health:
    ready = plan.may_be_deployed
    if ready is None:
        return Health.UNKNOWN
    return Health.OK if ready else Health.CRITICAL


def _headline(view: ModelView, document: Dictionary, plan: DictionaryPlan) -> str:
    size = document.size_bytes
    if size is not None and size > MOST_BYTES:
        return t("Too large: {size} kB of {most} kB.", size=number(size / 1e3), most=number(MOST_BYTES / 1e3))
    facts = {"kept": number(len(plan.kept)), "added": number(len(plan.added)), "coverage": percent(plan.coverage)}
    if plan.may_be_deployed is None:
        return t("Next: {kept} kept, {added} new; its coverage is not known.", **facts)
    if not plan.may_be_deployed:
        least = percent(LEAST_COVERAGE)
        return t("Not to be deployed: {kept} kept and {added} new words cover {coverage}, not above {least}.",
                 least=least, **facts)  # fmt: skip
    return t("Next: {kept} kept, {added} new; covers {coverage}, ready to be deployed.", **facts)


def _tiles(view: ModelView, document: Dictionary, plan: DictionaryPlan, proof: SheetEvidence) -> tuple[SheetTile, ...]:
    size = document.size_bytes
    words, counted = number(len(document.words)), _vocabulary_proof(view) or proof
    unused, places = number(len(plan.unused)), number(view.model.dictionary_size)
    return (
        SheetTile(t("Coverage of the next"), percent(plan.coverage), _coverage_health(plan),
                  t("above {least} before deployment", least=percent(LEAST_COVERAGE)), counted),
        SheetTile(t("Size"), UNKNOWN if size is None else f"{number(size / 1e3)} kB", _size_health(size),
                  t("at most {most} kB", most=number(MOST_BYTES / 1e3)), proof),
        SheetTile(t("Dictionary words"), words, None,
                  t("{unused} unused, {places} places", unused=unused, places=places), proof),
    )  # fmt: skip


def _word_table(key: str, title: str, words: Sequence[WordUse], proof: SheetEvidence) -> SheetTable:
    columns = (
        SheetColumn("word", t("Word"), 220),
        SheetColumn("uses", t("Uses in 90 days"), 130, numeric=True),
        SheetColumn("last_used", t("Last used"), 130, stretch=True),
    )
    lines = tuple(
        SheetLine(
            (
                said(one.word),
                measured(one.uses, number(one.uses)),
                said("") if one.last_used is None else dated(one.last_used),
            ),
            None,
            proof,
        )
        for one in words
    )
    return SheetTable(key, title, columns, lines, t("There is none."))


def _new_table(plan: DictionaryPlan, proof: SheetEvidence) -> SheetTable:
    columns = (
        SheetColumn("word", t("Word"), 220, stretch=True),
        SheetColumn("count", t("Uses in 30 days"), 130, numeric=True),
    )
    lines = tuple(SheetLine((said(word), measured(count, number(count))), None, proof) for word, count in plan.added)
    title = t("New ({count})", count=len(plan.added))
    return SheetTable("new", title, columns, lines, t("No document of the kind vocabulary tells what is missing."))


MODEL_SECTIONS.add(ModelSection("dictionary", lambda: t("Dictionary"), 60, build))
