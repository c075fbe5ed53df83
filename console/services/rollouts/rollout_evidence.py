"""What is found of the cells of a stage: their health, their canaries as judged, and their release gates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.event import ObjectsChanged
from console.domain.release_gate import GateTopic
from console.domain.rollouts.rollout_check import CheckTopic, CheckVerdict, RolloutCheck
from console.domain.rollouts.rollout_run import RunWay
from console.domain.rollouts.rollout_way import task_of
from console.domain.rollouts.threshold import threshold_finding
from console.kernel.errors import ConsoleError
from console.presenters.canary_rows import TOPIC
from console.presenters.cell_gate import GATE_TOPICS, cell_gate
from console.presenters.gate_text import check_sentence, gate_sentence
from console.presenters.judge_rows import kayenta_text
from console.presenters.judge_text import judgement_sentence
from console.presenters.rollout_check_text import threshold_sentence
from console.services.rollouts.canary_counter import CanaryCounter
from console.services.rollouts.cell_health import argo_lever, cell_health

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.judge.canary_counts import CanaryCounts
    from console.domain.judge.judged_canary import JudgedCanary
    from console.domain.release_gate import ReleaseGate
    from console.domain.rollouts.rollout_gates import RolloutGates
    from console.domain.rollouts.rollout_run import RolloutRun
    from console.domain.rollouts.rollout_wave import RolloutCell
    from console.estate.schema.cell import Cell
    from console.kernel.clock import Clock
    from console.kernel.runtime import Runtime
    from console.ports.metric import MetricReader
    from console.store.store import Store

ROLLOUT_TOPICS = ("rollouts", *GATE_TOPICS)
"""What must be observed while a rollout is driven."""
_ALL = 100
_AGAIN_S = 15.0
_VERDICTS = {"pass": CheckVerdict.GO, "fail": CheckVerdict.FAIL}
_GATES = {GateTopic.SLO: CheckTopic.SLO, GateTopic.COST: CheckTopic.COST, GateTopic.CARBON: CheckTopic.CARBON}


class RolloutEvidence:
    """Reads on the I/O loop, computes in threads. Canaries are counted anew every quarter of a minute at most."""

    def __init__(
        self,
        runtime: Runtime,
        clock: Clock,
        store: Store,
        reader: Callable[[str, type[MetricReader]], MetricReader | None],
    ) -> None:
        self._runtime, self._clock, self._store = runtime, clock, store
        self._counter = CanaryCounter(reader)
        self._read: dict[tuple[str, str], tuple[float, tuple[RolloutCheck, ...]]] = {}

    async def checks(self, run: RolloutRun, cells: tuple[str, ...]) -> tuple[RolloutCheck, ...]:
        """Return what is found of some cells of a run now, for the stage that it stands at."""
        known = {one.cell: one for wave in run.plan.waves for one in wave.cells}
        return tuple([check for key in cells for check in await self._cell(run, known[key])])

    async def _cell(self, run: RolloutRun, cell: RolloutCell) -> tuple[RolloutCheck, ...]:
        state, now_s = self._store.state, self._clock.now().timestamp()
        share = _share(run)
        health = cell_health(state, cell, share, now_s)
        if share <= 0 or health.verdict is CheckVerdict.FAIL:
            return (health,)
        known_s, known = self._read.get((run.id, cell.cell), (0.0, ()))
        if not 0 <= now_s - known_s < self._pause_s(run) or known_s < run.since_s:
            if share < _ALL:
                known = (*await self._canary(run, cell), *await self._gate(run, cell))
            else:
                known = await self._after_switch(run, cell)
            self._read[run.id, cell.cell] = (now_s, known)
        return (health, *known)

    @staticmethod
    def _pause_s(run: RolloutRun) -> float:
        """A short stage is looked at often, a long one a few times a minute."""
        task = task_of(run)
        stage = run.plan.stages_of(run.plan.waves[task.wave])[task.stage] if task is not None else None
        return _AGAIN_S if stage is None else min(_AGAIN_S, max(1.0, stage.lasts_s / 10))

    # --- the canary -----------------------------------------------------------------------------------------------

    async def _canary(self, run: RolloutRun, cell: RolloutCell) -> tuple[RolloutCheck, ...]:
        gates = run.plan.gates
        try:
            counts = await self._counter.counts(self._store.state, cell, run.plan.model, self._span(run))
        except ConsoleError as error:
            return (self._hold(cell, str(error)),)
        if isinstance(counts, str):
            return (self._hold(cell, counts),) if gates.judge else ()
        if argo_lever(cell) is not None:
            self._store.dispatch(ObjectsChanged(counts.ref.connection, TOPIC, (counts,), (), counts.at_s))
        limits = _threshold_checks(cell.cell, counts, gates)
        if not gates.judge:
            return limits
        from console.domain.judge.judged_canary import judge_canary  # noqa: PLC0415 - heavy: numpy

        return (*limits, _judge_check(cell.cell, await self._runtime.in_thread(judge_canary, counts, gates.rule())))

    async def _after_switch(self, run: RolloutRun, cell: RolloutCell) -> tuple[RolloutCheck, ...]:
        """Return what takes even the last stage back: nobody is left to be compared with, but the limits count."""
        try:
            state, model = self._store.state, run.plan.model
            counts = await self._counter.counts(state, cell, model, self._span(run), is_alone=True)
        except ConsoleError:
            return ()
        return () if isinstance(counts, str) else _threshold_checks(cell.cell, counts, run.plan.gates)

    def _span(self, run: RolloutRun) -> tuple[float, float]:
        """Return when the run began, and now: no canary of it is older."""
        return run.moments[0].at_s, self._clock.now().timestamp()

    def _hold(self, cell: RolloutCell, sentence: str) -> RolloutCheck:
        now_s = self._clock.now().timestamp()
        return RolloutCheck(cell.cell, CheckTopic.JUDGE, CheckVerdict.HOLD, sentence, at_s=now_s)

    def _estate_cell(self, key: str) -> Cell | None:
        estate = self._store.state.estate
        return None if estate is None else estate.cell(key)

    # --- the gate -------------------------------------------------------------------------------------------------

    async def _gate(self, run: RolloutRun, cell: RolloutCell) -> tuple[RolloutCheck, ...]:
        gates = run.plan.gates
        wanted = {GateTopic.SLO: gates.error_budget, GateTopic.COST: gates.cost, GateTopic.CARBON: gates.carbon}
        without = frozenset(topic for topic, is_wanted in wanted.items() if not is_wanted)
        found = self._estate_cell(cell.cell)
        if found is None or len(without) == len(wanted):
            return ()
        now_s = self._clock.now().timestamp()
        state = self._store.state

        def decide() -> ReleaseGate:
            return cell_gate(state, found, now_s, without=without)

        gate = await self._runtime.in_thread(decide)
        closed = tuple(
            RolloutCheck(
                cell.cell,
                _GATES[one.topic],
                CheckVerdict.HOLD,
                check_sentence(one),
                query=getattr(one.fact, "query", ""),
                at_s=now_s,
            )
            for one in gate.checks
            if not one.is_open
        )
        # A gate that sees nothing is closed, as before a step of a runbook: a person may promote.
        verdict = CheckVerdict.GO if gate.is_go else CheckVerdict.HOLD
        return closed or (RolloutCheck(cell.cell, CheckTopic.SLO, verdict, gate_sentence(gate), at_s=now_s),)


def _share(run: RolloutRun) -> float:
    """Return the percentage that the cells should have now."""
    task = task_of(run)
    if run.way is RunWay.BACK or task is None:
        return 0.0
    return run.plan.stages_of(run.plan.waves[task.wave])[task.stage].percent


def _threshold_checks(cell: str, counts: CanaryCounts, gates: RolloutGates) -> tuple[RolloutCheck, ...]:
    found = (threshold_finding(one, gates.most_errors, gates.most_accuracy_drop) for one in counts.metrics)
    queries = dict(counts.queries)
    return tuple(
        RolloutCheck(
            cell,
            one.topic,
            one.verdict,
            threshold_sentence(one),
            queries.get(one.metric, ""),
            counts.ref.connection,
            at_s=counts.at_s,
        )
        for one in found
        if one is not None
    )


def _judge_check(cell: str, judged: JudgedCanary) -> RolloutCheck:
    counts = judged.counts
    return RolloutCheck(
        cell,
        CheckTopic.JUDGE,
        _VERDICTS.get(judged.judgement.verdict.value, CheckVerdict.HOLD),
        judgement_sentence(judged.judgement),
        "\n".join(query for _, query in counts.queries),
        counts.ref.connection,
        kayenta_text(judged.kayenta, judged.points),
        counts.at_s,
    )
