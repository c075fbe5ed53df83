"""The compression gate of a model and its three stages (E6.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.health import Health
from console.domain.model.compression_gate import (
    GateCheck,
    GateFinding,
    StageFinding,
    gate_findings,
    is_open,
    stage_findings,
)
from console.estate.models.kinds.quality import QualityDocument
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, decimal_size, number, percent
from console.presenters.model_section import MODEL_SECTIONS, ModelSection
from console.presenters.model_sheet import (
    SectionSheet,
    SheetCell,
    SheetColumn,
    SheetEvidence,
    SheetLine,
    SheetTable,
    SheetTile,
    measured,
    said,
)
from console.presenters.model_view import document_age, document_evidence
from console.presenters.points_text import points

if TYPE_CHECKING:
    from console.presenters.model_view import ModelView


def build(view: ModelView) -> SectionSheet:
    """Return the gate of one model."""
    found = view.document(QualityDocument)
    if found is None:
        return view.no_document(t("No document tells how the model was compressed."), "quality")
    proof = document_evidence(found)
    checks, stages = gate_findings(found.document.gate()), stage_findings(found.document.stages())
    passes = is_open(checks)
    return SectionSheet(
        health=Health.worst(_health(passes), *(_health(one.passed) for one in stages if one.result is not None)),
        headline=_headline(checks, stages, passes),
        tiles=_tiles(checks, stages, proof),
        tables=(_gate(checks, proof), _stages(stages, proof)),
        notes=(document_age(proof, view.now_s),),
    )


def _health(passed: bool | None) -> Health:
    if passed is None:
        return Health.UNKNOWN
    return Health.OK if passed else Health.CRITICAL


def _headline(checks: tuple[GateFinding, ...], stages: tuple[StageFinding, ...], passes: bool | None) -> str:
    failed = [_check_text(one) for one in checks if one.passed is False]
    if failed:
        return t("The gate is closed: {list}.", list=", ".join(failed))
    late = [str(one.plan.number) for one in stages if one.passed is False]
    if late:
        return t("The gate is open, but stage {numbers} missed its plan.", numbers=", ".join(late))
    if passes is None:
        return t("The gate cannot be judged: {count} of 4 checks are not measured.",
                 count=sum(one.passed is None for one in checks))  # fmt: skip
    return t("The gate is open: all four checks hold.")


def _check_text(one: GateFinding) -> str:
    return f"{check_word(one.check)} {_number(one.check, one.value)} ({_bound(one)})"


def _tiles(
    checks: tuple[GateFinding, ...], stages: tuple[StageFinding, ...], proof: SheetEvidence
) -> tuple[SheetTile, ...]:
    held = sum(one.passed is True for one in checks)
    known = any(one.passed is not None for one in checks)
    last = next((one.result for one in reversed(stages) if one.result is not None), None)
    size = last.to_bytes if last is not None else None
    impact = checks[-1]
    return (
        SheetTile(t("Checks that hold"), f"{held} / {len(checks)}" if known else UNKNOWN, _health(is_open(checks)),
                  t("{count} not measured", count=sum(one.passed is None for one in checks)), proof),
        SheetTile(t("Accuracy lost"), _number(impact.check, impact.value), _health(impact.passed), _bound(impact),
                  proof),
        SheetTile(t("Model size"), UNKNOWN if size is None else decimal_size(size), None,
                  t("after stage {number}", number=last.number) if last is not None else t("no stage was run"), proof),
    )  # fmt: skip


def _gate(checks: tuple[GateFinding, ...], proof: SheetEvidence) -> SheetTable:
    columns = (
        SheetColumn("check", t("Check"), 180),
        SheetColumn("value", t("Measured"), 100, numeric=True),
        SheetColumn("bound", t("Required"), 116, numeric=True),
        SheetColumn("verdict", t("Verdict"), 160, stretch=True),
    )
    lines = tuple(
        SheetLine(
            (
                said(check_word(one.check)),
                measured(one.value, _number(one.check, one.value)),
                measured(one.bound, _bound(one)),
                said(verdict_word(one.passed)),
            ),
            _health(one.passed),
            proof,
        )
        for one in checks
    )
    return SheetTable("gate", t("Compression gate"), columns, lines)


def _stages(stages: tuple[StageFinding, ...], proof: SheetEvidence) -> SheetTable:
    columns = (
        SheetColumn("stage", t("Stage"), 55),
        SheetColumn("plan", t("Planned size"), 140),
        SheetColumn("size", t("Size now"), 140, numeric=True),
        SheetColumn("kept", t("Information kept"), 130, numeric=True),
        SheetColumn("lost", t("Accuracy lost"), 135, numeric=True),
        SheetColumn("verdict", t("Verdict"), 70, stretch=True),
    )
    return SheetTable("stages", t("Stages"), columns, tuple(_stage_line(one, proof) for one in stages))


def _stage_line(one: StageFinding, proof: SheetEvidence) -> SheetLine:
    plan, result = one.plan, one.result
    size = result.to_bytes if result is not None else None
    kept, lost = (result.kept, result.lost) if result is not None else (None, None)
    cells = (
        measured(plan.number, str(plan.number)),
        said(f"{decimal_size(plan.from_bytes)} → {decimal_size(plan.to_bytes)}"),
        measured(size, _sizes(result.from_bytes if result is not None else None, size)),
        SheetCell(f"{percent(kept)} (≥ {plan.kept * 100:.0f} %)", kept),
        SheetCell(f"{points(lost)} (≤ {number(plan.lost * 100, 1)})", lost),
        said(verdict_word(one.passed) if result is not None else t("not run yet")),
    )
    return SheetLine(cells, None if result is None else _health(one.passed), proof)


def _sizes(before: int | None, after: int | None) -> str:
    if after is None:
        return UNKNOWN
    return decimal_size(after) if before is None else f"{decimal_size(before)} → {decimal_size(after)}"


def _number(check: GateCheck, value: float | None) -> str:
    return points(value) if check is GateCheck.IMPACT else number(value, 3)


def _bound(one: GateFinding) -> str:
    return f"≤ {points(one.bound)}" if one.check is GateCheck.IMPACT else f"≥ {number(one.bound, 2)}"


def check_word(check: GateCheck) -> str:
    """Return the name of a check."""
    words = {
        GateCheck.INFORMATION: t("Information kept"),
        GateCheck.SIMILARITY: t("Semantic similarity"),
        GateCheck.COVERAGE: t("Keyword coverage"),
        GateCheck.IMPACT: t("Accuracy impact"),
    }
    return words[check]


def verdict_word(passed: bool | None) -> str:
    """Return the verdict of a check."""
    if passed is None:
        return t("not measured")
    return t("passed") if passed else t("failed")


MODEL_SECTIONS.add(ModelSection("compression", lambda: t("Compression"), 85, build))
