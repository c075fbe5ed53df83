"""Judging changes by the policies: gathers what they are told, and asks them off the loop."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from console.domain.policy.policy_facts import BudgetFact, CalendarFact, PolicyFacts
from console.estate.calendar_span import calendar_spans
from console.kernel.errors import ConsoleError
from console.presenters.slo_rows import slo_rows
from console.services.policy.plan_signature import PlanSignature
from console.services.policy.policy_check import PolicyCheck
from console.services.policy.policy_lint import policy_problems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from console.domain.change import Approval, Change
    from console.estate.schema.estate import Estate
    from console.kernel.clock import Clock
    from console.kernel.runtime import Runtime
    from console.services.policy.second_signature import SecondSignature
    from console.store.store import Store


class ChangeJudge:
    """One per open estate; ``folder`` is that of its file.

    ``cover`` (set by whoever knows the rollouts) returns the signatures that the plan of a rollout (its id) has.
    """

    def __init__(
        self, runtime: Runtime, clock: Clock, store: Store, estate: Estate, folder: Path, signature: SecondSignature
    ) -> None:
        self._runtime, self._clock, self._store = runtime, clock, store
        self._estate, self._folder, self._signature = estate, folder, signature
        self._plan_signature = PlanSignature(signature.operator)
        self.cover: Callable[[str], Sequence[Approval]] | None = None

    async def judged(self, change: Change) -> Change:
        """Return a change with what all policies say to it now; what cannot be asked refuses."""
        return await self._runtime.in_thread(self._judged, change)

    async def judged_all(self, changes: Sequence[Change]) -> tuple[Change, ...]:
        """Return changes with what all policies say to each of them now, asked together."""
        return await self._runtime.in_thread(self._judged_all, changes)

    def _judged(self, change: Change) -> Change:
        return self._judged_all([change])[0]

    def _judged_all(self, changes: Sequence[Change]) -> tuple[Change, ...]:
        now_s = self._clock.now().timestamp()
        facts = [self.facts(one, now_s) for one in changes]
        verdicts = PolicyCheck(self._estate, self._folder).judge(changes, facts)
        return tuple(replace(one, policy=verdict) for one, verdict in zip(changes, verdicts, strict=True))

    def problems(self) -> tuple[str, ...]:
        """Return what is wrong with the policies that the estate names itself. Blocks for some hundred milliseconds."""
        return policy_problems(self._estate, self._folder) if self._estate.policies else ()

    def facts(self, change: Change, now_s: float) -> PolicyFacts:
        """Return what policies are told beside the change. Blocks (keyring) when it carries signatures."""
        cells = cells_of(self._estate, change)
        signers, unsigned = self._signature.counting(change, now_s)
        if change.part_of and self.cover is not None:
            found, refused = self._counting(change, self.cover(change.part_of), now_s)
            signers, unsigned = (*signers, *found), (*unsigned, *refused)
        return PolicyFacts(
            now_s=now_s,
            cells=cells,
            budgets=tuple(self._budgets(cells)),
            calendar=tuple(self._calendar(now_s)),
            signing=self._signature.is_possible,
            signers=signers,
            unsigned=unsigned,
            limits=self._estate.policy_limits.model_dump(),
        )

    def _counting(
        self, change: Change, approvals: Sequence[Approval], now_s: float
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return who signed the plan of which a change is a step, and why other signatures do not count."""
        names: list[str] = []
        refused: list[str] = []
        for approval in approvals:
            try:
                names.append(self._plan_signature.check(change, approval, now_s))
            except ConsoleError as error:
                refused.append(error.message)
        return tuple(names), tuple(refused)

    def _budgets(self, cells: tuple[str, ...]) -> Iterator[BudgetFact]:
        names = {one.selectors.metrics_cell or one.key: one.key for one in self._estate.cells if one.key in cells}
        for row in slo_rows(self._store.state):
            if row.cell in names:
                yield BudgetFact(f"{row.service} {row.name}", names[row.cell], row.status.budget_left)

    def _calendar(self, now_s: float) -> Iterator[CalendarFact]:
        for calendar in self._estate.calendars:
            for entry in calendar.entries:
                for _begin_s, end_s in calendar_spans(entry, calendar.time_zone, now_s, now_s + 1):
                    yield CalendarFact(entry.title, str(entry.kind), end_s, entry.cells)


def cells_of(estate: Estate, change: Change) -> tuple[str, ...]:
    """Return the cells that a change belongs to: those of its cluster and namespace; none where that is not known."""
    target = change.target
    return tuple(
        one.key
        for one in estate.cells
        if one.cluster == target.connection
        and (not target.namespace or not one.selectors.namespaces or target.namespace in one.selectors.namespaces)
    )
