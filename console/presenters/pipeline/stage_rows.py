"""The six stages as rows, in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.health import Health
from console.domain.pipeline_stage import PipelineStage, StageEvidence, StageKey, StageState
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, ago
from console.presenters.pipeline.build_evidence import build_evidence
from console.presenters.pipeline.execute_evidence import execute_evidence
from console.presenters.pipeline.operate_evidence import operate_evidence
from console.presenters.pipeline.plan_evidence import plan_evidence
from console.presenters.pipeline.retrospective_evidence import retrospective_evidence
from console.presenters.pipeline.validate_evidence import validate_evidence

if TYPE_CHECKING:
    from console.presenters.pipeline.pipeline_basis import PipelineBasis

PIPELINE_TOPICS = ("pipeline-runs", "pull-requests", "rollouts", "slos", "alerts", "carbon", "rules", "cost-days")
"""What must be observed beside that of the capacity."""
_GATHER = {
    StageKey.PLAN: plan_evidence,
    StageKey.BUILD: build_evidence,
    StageKey.EXECUTE: execute_evidence,
    StageKey.VALIDATE: validate_evidence,
    StageKey.OPERATE: operate_evidence,
    StageKey.RETROSPECTIVE: retrospective_evidence,
}
_HEALTH = {
    StageState.FAILED: Health.CRITICAL,
    StageState.WAITING: Health.WARNING,
    StageState.RUNNING: Health.OK,
    StageState.UNKNOWN: Health.UNKNOWN,
    StageState.DONE: Health.OK,
    StageState.IDLE: Health.UNKNOWN,
}


class EvidenceRow(NamedTuple):
    """One fact of a stage, ready to be shown."""

    key: tuple[str, int]
    stage: str
    state: str
    health: Health
    text: str
    when: str
    owner: str
    evidence: StageEvidence


class StageRow(NamedTuple):
    """One stage, ready to be shown; ``sentence`` is what asks for most in it."""

    key: StageKey
    title: str
    state: str
    health: Health
    owner: str
    sentence: str
    facts: int
    rows: tuple[EvidenceRow, ...]
    stage: PipelineStage


def stage_rows(basis: PipelineBasis) -> tuple[StageRow, ...]:
    """Return the stages in their order."""
    return tuple(_row(_stage(basis, key), basis.now_s) for key in StageKey)


def _stage(basis: PipelineBasis, key: StageKey) -> PipelineStage:
    found = list(_GATHER[key](basis))
    if not found:
        found = [StageEvidence(_nothing(key), StageState.IDLE)]
    return PipelineStage.of(key, found)


def _row(stage: PipelineStage, now_s: float) -> StageRow:
    rows = tuple(_evidence(stage, place, one, now_s) for place, one in enumerate(stage.evidence))
    return StageRow(
        key=stage.key,
        title=stage_title(stage.key),
        state=state_word(stage.state),
        health=_HEALTH[stage.state],
        owner=", ".join(stage.owners) or UNKNOWN,
        sentence=stage.evidence[0].text if stage.evidence else "",
        facts=len(stage.evidence),
        rows=rows,
        stage=stage,
    )


def _evidence(stage: PipelineStage, place: int, one: StageEvidence, now_s: float) -> EvidenceRow:
    return EvidenceRow(
        key=(stage.key.value, place),
        stage=stage_title(stage.key),
        state=state_word(one.state),
        health=_HEALTH[one.state],
        text=one.text,
        when=UNKNOWN if one.at_s is None else ago(one.at_s, now_s),
        owner=one.owner or UNKNOWN,
        evidence=one,
    )


def stage_title(key: StageKey) -> str:
    """Return the name of a stage."""
    return {
        StageKey.PLAN: t("Plan"),
        StageKey.BUILD: t("Build"),
        StageKey.EXECUTE: t("Execute"),
        StageKey.VALIDATE: t("Validate"),
        StageKey.OPERATE: t("Operate"),
        StageKey.RETROSPECTIVE: t("Retrospective"),
    }[key]


def state_word(state: StageState) -> str:
    """Return where a stage stands in a word."""
    return {
        StageState.FAILED: t("needs somebody now"),
        StageState.WAITING: t("waits for somebody"),
        StageState.RUNNING: t("on its way"),
        StageState.UNKNOWN: t("not known yet"),
        StageState.DONE: t("done"),
        StageState.IDLE: t("nothing to do"),
    }[state]


def _nothing(key: StageKey) -> str:
    return {
        StageKey.PLAN: t("The estate has no cell to plan for."),
        StageKey.BUILD: t("No pipeline ran in two weeks, or no forge is connected."),
        StageKey.EXECUTE: t("Nothing is being rolled out or changed."),
        StageKey.VALIDATE: t("Nothing was tested or checked in two weeks."),
        StageKey.OPERATE: t("Alerts were not read yet."),
        StageKey.RETROSPECTIVE: t("Nothing ended in two weeks that could be looked back on."),
    }[key]
