"""The A/B test of a model: its arms side by side, and whether they differ (E2.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.health import Health
from console.domain.judge.metric_verdict import Verdict
from console.domain.model.ab_test import (
    CONTROL,
    CURRENT,
    EXPERIMENTAL,
    PLANNED_SHARES,
    ArmComparison,
    ArmResult,
    compare_arms,
    shares,
)
from console.domain.model.arm_measure import ARM_CONVERSIONS, ARM_EVALUATED, ARM_LATENCY, ARM_REQUESTS
from console.domain.model.degradation import DegradationAnswer
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, duration, number, percent, signed, significant
from console.presenters.judge_text import judgement_sentence
from console.presenters.model_proposal import fall_back_proposal
from console.presenters.model_section import MODEL_SECTIONS, ModelSection
from console.presenters.model_sheet import (
    SectionSheet,
    SheetCell,
    SheetColumn,
    SheetLine,
    SheetProposal,
    SheetTable,
    SheetTile,
    measured,
    said,
)
from console.presenters.model_view import document_age
from console.presenters.models.told_arms import told_arms
from console.presenters.points_text import signed_points

if TYPE_CHECKING:
    from console.domain.judge.two_proportion import TwoProportion
    from console.presenters.model_view import ModelView
    from console.presenters.models.told_arms import ToldArms

_SIGNIFICANT = 0.05
_OFF_PLAN = 0.2  # of the planned share
_HEALTH = {Verdict.FAIL: Health.CRITICAL, Verdict.NOT_ENOUGH: Health.UNKNOWN, Verdict.PASS: Health.OK}


def build(view: ModelView) -> SectionSheet:
    """Return the A/B test of one model: of its metrics, else of its newest document."""
    arms = told_arms(view)
    experimental, control = arms.by_name.get(EXPERIMENTAL), arms.by_name.get(CONTROL)
    slow_s = (view.model.budget.cache_ms + view.model.budget.inference_ms + view.model.budget.response_ms
              + view.model.budget.buffer_ms) / 1e3  # fmt: skip
    found = compare_arms(experimental, control, slow_s) if experimental is not None and control is not None else None
    tables = (_arm_table(view, arms), _test_table(view, arms, found))
    if found is None:
        return SectionSheet(_idle_health(view, arms), _idle(arms), tables=tables, notes=tuple(_notes(view, arms)))
    return SectionSheet(
        health=_health(found),
        headline=_headline(found),
        tiles=_tiles(view, arms, found),
        tables=tables,
        notes=tuple(_notes(view, arms)),
        proposals=_proposals(view, arms, found),
    )


def _health(found: ArmComparison) -> Health:
    """Return the health; a pass of the one is none of the other."""
    told = _HEALTH[found.judgement.verdict]
    return Health.worst(told, Health.UNKNOWN) if {"accuracy", "latency"} & set(found.untold) else told


def _headline(found: ArmComparison) -> str:
    judged = judgement_sentence(found.judgement)
    if not found.untold:
        return judged
    words = {"accuracy": t("Accuracy"), "latency": t("Latency"), "conversion": t("Conversion")}
    measures = ", ".join(words[one] for one in found.untold)
    return t("{judged} Cannot be compared: {measures}.", judged=judged, measures=measures)


def _proposals(view: ModelView, arms: ToldArms, found: ArmComparison) -> tuple[SheetProposal, ...]:
    """Return the way back when the running experiment failed; a document tells of one that is over."""
    if found.judgement.verdict is not Verdict.FAIL or arms.from_document is not None:
        return ()
    return fall_back_proposal(view, DegradationAnswer.ROLLBACK, judgement_sentence(found.judgement))


def _idle_health(view: ModelView, arms: ToldArms) -> Health:
    return Health.OK if arms.by_name and not view.model.canary and not _alone(arms) else Health.UNKNOWN


def _idle(arms: ToldArms) -> str:
    alone = _alone(arms)
    if alone:
        missing = arm_word(CONTROL if alone == EXPERIMENTAL else EXPERIMENTAL)
        return t("{arm} is counted, {missing} is not: there is nothing to compare.",
                 arm=arm_word(alone), missing=missing)  # fmt: skip
    return t("No A/B test runs.") if arms.by_name else t("Nobody tells of an A/B test.")


def _alone(arms: ToldArms) -> str:
    """Return the arm of the two that is told without the other; empty when there is none."""
    told = [name for name in (EXPERIMENTAL, CONTROL) if name in arms.by_name]
    return told[0] if len(told) == 1 else ""


def _tiles(view: ModelView, arms: ToldArms, found: ArmComparison) -> tuple[SheetTile, ...]:
    experimental, control = arms.by_name[EXPERIMENTAL], arms.by_name[CONTROL]
    pairs = (
        (t("Accuracy"), percent(experimental.accuracy), percent(control.accuracy), ARM_EVALUATED),
        (t("Latency p50"), duration(experimental.median_s), duration(control.median_s), ARM_LATENCY),
        (t("Conversion"), percent(experimental.conversion), percent(control.conversion), ARM_CONVERSIONS),
    )
    told = arms.from_document
    verdicts = {one.metric.name: _HEALTH[one.verdict] for one in found.judgement.metrics}
    healths = (verdicts.get("accuracy"), verdicts.get("latency"), None)
    return tuple(
        SheetTile(title, value, health, t("experimental; control {value}", value=other), told or view.evidence(key))
        for (title, value, other, key), health in zip(pairs, healths, strict=True)
    )


def _arm_table(view: ModelView, arms: ToldArms) -> SheetTable:
    columns = (
        SheetColumn("arm", t("Arm"), 138, stretch=True),
        SheetColumn("version", t("Version"), 64),
        SheetColumn("share", t("Share"), 56, numeric=True),
        SheetColumn("requests", t("Calls"), 90, numeric=True),
        SheetColumn("evaluated", t("Evaluated"), 74, numeric=True),
        SheetColumn("accuracy", t("Accuracy"), 70, numeric=True),
        SheetColumn("p50_s", t("Latency p50"), 88, numeric=True),
        SheetColumn("conversion", t("Conversion"), 88, numeric=True),
    )
    spread = shares(arms.by_name)
    lines = tuple(_arm_line(view, arms, one, spread.get(name)) for name, one in arms.by_name.items())
    return SheetTable("arms", t("Arms"), columns, lines, t("No metric and no document tells of arms."))


def _arm_line(view: ModelView, arms: ToldArms, one: ArmResult, share: float | None) -> SheetLine:
    cells = (
        said(arm_word(one.arm)),
        said(one.version),
        measured(share, percent(share)),
        measured(one.requests, number(one.requests)),
        measured(one.evaluated, number(one.evaluated)),
        measured(one.accuracy, percent(one.accuracy)),
        measured(one.median_s, duration(one.median_s)),
        measured(one.conversion, percent(one.conversion)),
    )
    proof = arms.from_document or view.evidence(ARM_REQUESTS, one.arm, one.version)
    return SheetLine(cells, Health.WARNING if _is_off_plan(one.arm, share) else Health.OK, proof)


def _is_off_plan(arm: str, share: float | None) -> bool:
    return share is not None and abs(share - PLANNED_SHARES[arm]) > _OFF_PLAN * PLANNED_SHARES[arm]


def _test_table(view: ModelView, arms: ToldArms, found: ArmComparison | None) -> SheetTable:
    columns = (
        SheetColumn("metric", t("Compared"), 110),
        SheetColumn("test", t("Test"), 190),
        SheetColumn("difference", t("Difference"), 108, numeric=True),
        SheetColumn("interval", t("95 % interval"), 164, numeric=True),
        SheetColumn("p", "p", 80, numeric=True),
        SheetColumn("significant", t("Significant"), 110, stretch=True),
    )
    empty = t("There are not two arms to compare.")
    lines = () if found is None else tuple(_tests(view, arms, found))
    return SheetTable("tests", t("Significance"), columns, lines, empty)


def _tests(view: ModelView, arms: ToldArms, found: ArmComparison) -> list[SheetLine]:
    """Return the tests of one look, and below them what may be looked at again and again."""
    lines = []
    for title, test, measure in (
        (t("Accuracy"), found.accuracy, ARM_EVALUATED), (t("Conversion"), found.conversion, ARM_CONVERSIONS)
    ):  # fmt: skip
        if test is not None:
            lines.append(_line(view, arms, title, t("two proportions"), _difference(test), test.p_two_sided, measure))
    if found.ranks is not None:
        slower = measured(found.ranks.slower, t("slower in {share}", share=percent(found.ranks.slower)))
        lines.append(_line(view, arms, t("Latency"), t("Brunner-Munzel (ranks)"), (slower, said("")), found.ranks.p,
                           ARM_LATENCY))  # fmt: skip
    if found.means is not None:
        one = found.means
        cells = (_time(one.difference), _interval(_time(one.low).text, _time(one.high).text, one.low, one.high))
        lines.append(_line(view, arms, t("Latency"), t("Welch (means)"), cells, one.p, ARM_LATENCY))
    if found.order is not None:
        larger = measured(found.order.superiority, t("slower in {share}", share=percent(found.order.superiority)))
        lines.append(_line(view, arms, t("Latency"), t("Mann-Whitney (order)"), (larger, said("")), found.order.p,
                           ARM_LATENCY))  # fmt: skip
    for verdict in found.judgement.metrics:
        title = t("Accuracy") if verdict.metric.name == "accuracy" else t("Latency")
        cells = (said(""), said(""))
        lines.append(_line(view, arms, title, t("e-value, safe at every look"), cells, verdict.chance, ARM_REQUESTS))
    return lines


def _line(
    view: ModelView,
    arms: ToldArms,
    metric: str,
    test: str,
    cells: tuple[SheetCell, SheetCell],
    p: float | None,
    measure: str,
) -> SheetLine:
    significant_p = None if p is None else p < _SIGNIFICANT
    word = {None: "", True: t("yes"), False: t("no")}[significant_p]
    chance = measured(p, UNKNOWN if p is None else "< 0.0001" if p < 0.0001 else significant(p, 2))
    row = (said(metric), said(test), *cells, chance, measured(significant_p, word))
    return SheetLine(row, None, arms.from_document or view.evidence(measure))


def _difference(test: TwoProportion) -> tuple[SheetCell, SheetCell]:
    points = measured(test.difference, signed_points(test.difference, 2))
    return points, _interval(signed(100 * test.low, 2), signed_points(test.high, 2), test.low, test.high)


def _interval(begins: str, ends: str, low: float, high: float) -> SheetCell:
    """Return both ends; for programs in the unit of the difference, parted by a stroke as ISO 8601 parts them."""
    return SheetCell(f"{begins} … {ends}", f"{low:.6g}/{high:.6g}")


def _time(seconds: float) -> SheetCell:
    return SheetCell(f"{signed(1e3 * seconds, 2)} ms", seconds)


def _notes(view: ModelView, arms: ToldArms) -> list[str]:
    notes = list(view.refusals(ARM_REQUESTS, ARM_EVALUATED, ARM_CONVERSIONS, ARM_LATENCY))
    spread = shares(arms.by_name)
    off = [arm_word(name) for name, share in spread.items() if _is_off_plan(name, share)]
    if off and EXPERIMENTAL in arms.by_name:
        notes.append(t("Planned are 5 % experimental, 5 % control and 90 % current; off by more than a fifth: {arms}.",
                       arms=", ".join(off)))  # fmt: skip
    if arms.by_name and arms.from_document is None:
        notes.append(t("Counted over the last 24 h, each arm with the version that runs in it now."))
    if arms.from_document is not None:
        notes.append(document_age(arms.from_document, view.now_s))
    return notes


def arm_word(arm: str) -> str:
    """Return the word for an arm."""
    return {EXPERIMENTAL: t("Experimental arm"), CONTROL: t("Control arm"), CURRENT: t("Current version")}[arm]


MODEL_SECTIONS.add(ModelSection("ab", lambda: t("A/B test"), 50, build))
