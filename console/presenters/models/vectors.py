"""The vectors of a model: what fewer dimensions and bits would save and cost (E3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.health import Health
from console.domain.model.vector_report import (
    LEAST_KEPT,
    LEAST_VARIANCE,
    MOST_DIMENSIONS,
    VectorReport,
    VectorVariant,
)
from console.estate.models.kinds.vectors import Vectors
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, number, percent, significant
from console.presenters.model_section import MODEL_SECTIONS, ModelSection
from console.presenters.model_sheet import (
    SectionSheet,
    SheetColumn,
    SheetEvidence,
    SheetLine,
    SheetTable,
    SheetTile,
    measured,
    said,
)
from console.presenters.model_view import document_age, document_evidence

if TYPE_CHECKING:
    from console.presenters.model_view import ModelView


def build(view: ModelView) -> SectionSheet:
    """Return the report on one model's vectors."""
    found = view.document(Vectors)
    report = found.report if found is not None else None
    if found is None or not isinstance(report, VectorReport):
        return view.no_document(t("No document tells of the vectors."), "vectors")
    proof = document_evidence(found)
    return SectionSheet(
        health=_health(report),
        headline=_headline(report),
        tiles=_tiles(report, proof),
        tables=(_table(report, proof),),
        notes=(
            t("Computed here from {file}: kept is the share of the ten nearest neighbours that stay; "
              "the speed-up counts multiplications of one comparison.", file=found.document.file),
            document_age(proof, view.now_s),
        ),
    )  # fmt: skip


def _holds(report: VectorReport) -> bool:
    return report.variance >= LEAST_VARIANCE


def _health(report: VectorReport) -> Health:
    return Health.OK if _holds(report) and report.best is not None else Health.WARNING


def _headline(report: VectorReport) -> str:
    if not _holds(report):
        return t("{count} dimensions hold {variance} of the variance; {least} would need {needed}.",
                 count=MOST_DIMENSIONS, variance=percent(report.variance), least=percent(LEAST_VARIANCE),
                 needed=report.needed)  # fmt: skip
    best = report.best
    if best is None:
        return t("No smaller form keeps {least} of the neighbours; leave the vectors as they are.",
                 least=percent(LEAST_KEPT))  # fmt: skip
    return t("{format} in {count} dimensions: {ratio} of the size, {speed} × as fast, {kept} kept.",
             format=best.format, count=best.dimensions, ratio=percent(best.ratio), speed=significant(best.speed_up, 2),
             kept=percent(best.kept))  # fmt: skip


def _tiles(report: VectorReport, proof: SheetEvidence) -> tuple[SheetTile, ...]:
    best = report.best
    shown = best or report.variants[-1]
    note = "" if best is None else t("{format}, {kept} kept", format=best.format, kept=percent(best.kept))
    return (
        SheetTile(t("Variance kept"), percent(shown.variance), Health.OK if _holds(report) else Health.WARNING,
                  t("in {count} dimensions, at least {least}", count=shown.dimensions, least=percent(LEAST_VARIANCE)),
                  proof),
        SheetTile(t("Dimensions needed"), f"{report.needed}", None,
                  t("of {all}, at most {most}", all=report.dimensions, most=MOST_DIMENSIONS), proof),
        SheetTile(t("Best form"), UNKNOWN if best is None else _kilobytes(best.size_bytes), None, note, proof),
    )  # fmt: skip


def _kilobytes(count: int) -> str:
    return f"{significant(count / 1e3)} kB"


def _table(report: VectorReport, proof: SheetEvidence) -> SheetTable:
    columns = (
        SheetColumn("format", t("Form"), 130, stretch=True),
        SheetColumn("dimensions", t("Dimensions"), 90, numeric=True),
        SheetColumn("variance", t("Variance"), 72, numeric=True),
        SheetColumn("size_bytes", t("Size"), 68, numeric=True),
        SheetColumn("ratio", t("Of the original"), 100, numeric=True),
        SheetColumn("speed_up", t("Speed-up"), 72, numeric=True),
        SheetColumn("kept", t("Accuracy kept"), 100, numeric=True),
    )
    lines = tuple(_line(one, place, proof) for place, one in enumerate(report.variants))
    return SheetTable("forms", t("{count} vectors", count=number(report.words)), columns, lines)


def _line(one: VectorVariant, place: int, proof: SheetEvidence) -> SheetLine:
    name = t("original") if place == 0 else f"PCA + {one.format}"
    cells = (
        said(name),
        measured(one.dimensions, number(one.dimensions)),
        measured(one.variance, percent(one.variance)),
        measured(one.size_bytes, _kilobytes(one.size_bytes)),
        measured(one.ratio, percent(one.ratio)),
        measured(one.speed_up, f"{significant(one.speed_up, 2)} ×"),
        measured(one.kept, percent(one.kept)),
    )
    return SheetLine(cells, Health.OK if one.kept >= LEAST_KEPT else Health.WARNING, proof)


MODEL_SECTIONS.add(ModelSection("vectors", lambda: t("Vectors"), 80, build))
