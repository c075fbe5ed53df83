"""The A/B test of a model: its arms side by side, and whether they differ (E2.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

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
    histogram_counts,
    shares,
)
from console.domain.model.arm_measure import ARM_CONVERSIONS, ARM_EVALUATED, ARM_LATENCY, ARM_REQUESTS
from console.domain.model.degradation import DegradationAnswer
from console.estate.models.kinds.ab_test import AbTest
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, duration, number, percent, signed, significant
from console.presenters.judge_text import judgement_sentence
from console.presenters.model_proposal import fall_back_proposal
from console.presenters.model_section import MODEL_SECTIONS, ModelSection
from console.presenters.model_sheet import (
    SectionSheet,
    SheetCell,
    SheetColumn,
    SheetEvidence,
    SheetLine,
    SheetProposal,
    SheetTable,
    SheetTile,
    measured,
    said,
)
from console.presenters.model_view import document_evidence
from console.presenters.models.versions import uploaded_versions

if TYPE_CHECKING:
    from console.domain.judge.two_proportion import TwoProportion
    from console.presenters.model_view import ModelView

_SIGNIFICANT = 0.05
_OFF_PLAN = 0.2  # of the planned share
_HEALTH = {Verdict.FAIL: Health.CRITICAL, Verdict.NOT_ENOUGH: Health.UNKNOWN, Verdict.PASS: Health.OK}


class _Arms(NamedTuple):
    by_name: dict[str, ArmResult]
    from_document: SheetEvidence | None


def build(view: ModelView) -> SectionSheet:
    """Return the A/B test of one model: of its metrics, else of its newest document."""
    arms = _arms(view)
    experimental, control = arms.by_name.get(EXPERIMENTAL), arms.by_name.get(CONTROL)
    slow_s = (view.model.budget.cache_ms + view.model.budget.inference_ms + view.model.budget.response_ms
              + view.model.budget.buffer_ms) / 1e3  # fmt: skip
    found = compare_arms(experimental, control, slow_s) if experimental is not None and control is not None else None
    tables = (_arm_table(view, arms), _test_table(view, arms, found))
    if found is None:
        return SectionSheet(_idle_health(view, arms), _idle(arms), tables=tables, notes=tuple(_notes(view, arms)))
    return SectionSheet(
        health=_HEALTH[found.judgement.verdict],
        headline=judgement_sentence(found.judgement),
        tiles=_tiles(view, arms, found),
        tables=tables,
        notes=tuple(_notes(view, arms)),
        proposals=_proposals(view, arms, found),
    )


def _proposals(view: ModelView, arms: _Arms, found: ArmComparison) -> tuple[SheetProposal, ...]:
    """Return the way back when the running experiment failed; a document tells of one that is over."""
    if found.judgement.verdict is not Verdict.FAIL or arms.from_document is not None:
        return ()
    return fall_back_proposal(view, DegradationAnswer.ROLLBACK, judgement_sentence(found.judgement))


def _idle_health(view: ModelView, arms: _Arms) -> Health:
    return Health.OK if arms.by_name and not view.model.canary else Health.UNKNOWN


def _idle(arms: _Arms) -> str:
    return t("No A/B test runs.") if arms.by_name else t("Nobody tells of an A/B test.")


def _arms(view: ModelView) -> _Arms:
    measured_arms = _of_metrics(view)
    document = view.document(AbTest)
    if EXPERIMENTAL in measured_arms or document is None:
        return _Arms(measured_arms, None)
    return _Arms({one.arm: one.result() for one in document.document.arms}, document_evidence(document))


def _of_metrics(view: ModelView) -> dict[str, ArmResult]:
    """Return each arm with the version that runs in it now; versions that ran before it are left out."""
    requests = {one.splits: one.value for one in view.readings(ARM_REQUESTS) if one.value and len(one.splits) == 2}
    found = {}
    for arm in (EXPERIMENTAL, CONTROL, CURRENT):
        versions = {splits[1]: count for splits, count in requests.items() if splits[0] == arm}
        if versions:
            version = _running(view, arm, versions)
            found[arm] = _arm(view, arm, version, versions[version])
    return found


def _running(view: ModelView, arm: str, versions: dict[str, float]) -> str:
    """Return the version of an arm that runs at the edge, else the one that answered most."""
    running = [one.tag for one in uploaded_versions(view.worker) if one.percent > 0 and one.tag in versions]
    told = view.model.canary if arm == EXPERIMENTAL else view.model.current
    if told in running or not running:
        return told if told in versions else max(versions, key=lambda one: versions[one])
    return running[0]


def _arm(view: ModelView, arm: str, version: str, requests: float) -> ArmResult:
    judged = {one.splits[2]: one.value for one in view.readings(ARM_EVALUATED) if one.splits[:2] == (arm, version)}
    right, wrong = judged.get("true"), judged.get("false")
    buckets = {
        one.splits[2]: one.value
        for one in view.readings(ARM_LATENCY)
        if one.splits[:2] == (arm, version) and one.value is not None
    }
    bounds, counts = histogram_counts(buckets)
    return ArmResult(
        arm,
        version,
        requests,
        None if right is None or wrong is None else right + wrong,
        right,
        view.value(ARM_CONVERSIONS, arm, version),
        bounds,
        counts,
    )


def _tiles(view: ModelView, arms: _Arms, found: ArmComparison) -> tuple[SheetTile, ...]:
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


def _arm_table(view: ModelView, arms: _Arms) -> SheetTable:
    columns = (
        SheetColumn("arm", t("Arm"), 138, stretch=True),
        SheetColumn("version", t("Version"), 64),
        SheetColumn("share", t("Share"), 62, numeric=True),
        SheetColumn("requests", t("Calls"), 92, numeric=True),
        SheetColumn("evaluated", t("Evaluated"), 74, numeric=True),
        SheetColumn("accuracy", t("Accuracy"), 70, numeric=True),
        SheetColumn("p50_s", t("Latency p50"), 88, numeric=True),
        SheetColumn("conversion", t("Conversion"), 88, numeric=True),
    )
    spread = shares(arms.by_name)
    lines = tuple(_arm_line(view, arms, one, spread.get(name)) for name, one in arms.by_name.items())
    return SheetTable("arms", t("Arms"), columns, lines, t("No metric and no document tells of arms."))


def _arm_line(view: ModelView, arms: _Arms, one: ArmResult, share: float | None) -> SheetLine:
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


def _test_table(view: ModelView, arms: _Arms, found: ArmComparison | None) -> SheetTable:
    columns = (
        SheetColumn("metric", t("Compared"), 110),
        SheetColumn("test", t("Test"), 190),
        SheetColumn("difference", t("Difference"), 100, numeric=True),
        SheetColumn("interval", t("95 % interval"), 150, numeric=True),
        SheetColumn("p", "p", 80, numeric=True),
        SheetColumn("significant", t("Significant"), 110, stretch=True),
    )
    empty = t("There are not two arms to compare.")
    lines = () if found is None else tuple(_tests(view, arms, found))
    return SheetTable("tests", t("Significance"), columns, lines, empty)


def _tests(view: ModelView, arms: _Arms, found: ArmComparison) -> list[SheetLine]:
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
        cells = (_time(one.difference), SheetCell(f"{_time(one.low).text} … {_time(one.high).text}", None))
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
    arms: _Arms,
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
    points = measured(test.difference, f"{signed(100 * test.difference, 2)} %")
    return points, SheetCell(f"{signed(100 * test.low, 2)} … {signed(100 * test.high, 2)} %", None)


def _time(seconds: float) -> SheetCell:
    return SheetCell(f"{signed(1e3 * seconds, 2)} ms", seconds)


def _notes(view: ModelView, arms: _Arms) -> list[str]:
    notes = list(view.refusals(ARM_REQUESTS, ARM_EVALUATED, ARM_CONVERSIONS, ARM_LATENCY))
    spread = shares(arms.by_name)
    off = [arm_word(name) for name, share in spread.items() if _is_off_plan(name, share)]
    if off and EXPERIMENTAL in arms.by_name:
        notes.append(t("Planned are 5 % experimental, 5 % control and 90 % current; off by more than a fifth: {arms}.",
                       arms=", ".join(off)))  # fmt: skip
    if arms.by_name and arms.from_document is None:
        notes.append(t("Counted over the last 24 h, each arm with the version that runs in it now."))
    return notes


def arm_word(arm: str) -> str:
    """Return the word for an arm."""
    return {EXPERIMENTAL: t("Experimental arm"), CONTROL: t("Control arm"), CURRENT: t("Current version")}[arm]


MODEL_SECTIONS.add(ModelSection("ab", lambda: t("A/B test"), 50, build))
