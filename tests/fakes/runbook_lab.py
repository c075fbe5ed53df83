"""A lab that runs fast, and a console on it that heals it by the shipped runbooks, as an automatic run does."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from console.bootstrap import Profile, build_session
from console.domain.runbooks.question import Asks
from console.domain.runbooks.runbook_run import RunbookRun, RunOutcome, RunState
from console.domain.runbooks.section import Section
from console.estate.load import load_estate
from console.kernel.paths import Paths
from console.presenters.cell_gate import GATE_TOPICS
from console.runbooks.library import Library
from console.services.runbooks.run_outside import RUN_TOPICS
from console.services.runbooks.runbook_desk import RunbookDesk
from console.settings.settings import Settings
from tests.fakes.lab import LabForTests
from tests.fakes.waiting import wait_until

LIMIT_S = 100.0
UNLOCKED = ("lab", "lab-cloudflare", "lab-grafana")
QUICK = {"window": "15s", "watch": "5s", "hold": "5s", "settle": "6s", "steady": "5s", "least_hits": "0.3"}
"""Times of runbooks for a lab that runs fast, and a cache that need not be quite full again."""


class RunbookLab:
    """Close it at the end; scenarios that it started are stopped by ``healed``."""

    def __init__(self, lab: LabForTests, folder: Path) -> None:
        self.lab = lab
        self._session = build_session(Profile(Paths.under(folder), Settings()))
        loaded = load_estate(lab.at.estate_file)
        self._session.open_estate(loaded.estate, loaded.file)
        self._session.wait_connected()
        for connection in UNLOCKED:
            self._session.runtime.run(self._session.changes.service.access.unlock(connection, 3600.0, "a test"), 60)
        # Runs look at these for as long as the console is open: what that begins belongs to the fixture.
        self._look = self._session.look(*dict.fromkeys((*RUN_TOPICS, *GATE_TOPICS)))
        self.desk: RunbookDesk = self._session.changes.runbooks
        self.library: Library = self.desk.library("en")

    def begin(self, runbook: str, values: Mapping[str, str], until: Section | None = None) -> str:
        """Begin an automatic run (up to the end of a section), and return its id."""
        found = self.library.find(runbook)
        names = {one.name for one in found.parameters}
        plan = self.desk.plan(found, {name: one for name, one in QUICK.items() if name in names} | dict(values))
        assert plan.problems == ()
        started: RunbookRun = self._session.runtime.run(self.desk.command.start(plan, found.text, reason="a test"), 60)
        last = next((one.name for one in reversed(plan.steps) if one.section is until), "")
        command = self.desk.command
        self._session.runtime.run(command.run_to(started.id, last) if last else command.auto(started.id), 60)
        self.desk.drive(started.id)
        return started.id

    def ended(self, runs: Iterable[str]) -> list[RunbookRun]:
        """Return runs once they are over, or as they stand when they stopped."""
        ids = tuple(runs)

        def all_rest() -> bool:
            self._session.store.drain(5)
            return all(self.desk.book.find(one).state is not RunState.RUNNING for one in ids)

        wait_until(all_rest, LIMIT_S, "the runs")
        return [self.desk.book.find(one) for one in ids]

    def run(self, runbook: str, values: Mapping[str, str]) -> RunbookRun:
        """Run one to its end; a confirmation is given as a person would."""
        run_id = self.begin(runbook, values)
        (run,) = self.ended([run_id])
        return run

    def recovered(self, runbook: str, values: Mapping[str, str]) -> RunbookRun:
        """Carry out the steps of a runbook, then its recovery instead of its verification; people say yes."""
        run = self._answered(self.begin(runbook, values, until=Section.STEPS))
        self._session.runtime.run(self.desk.command.recover(run.id, "a test", automatic=True), 60)
        self.desk.drive(run.id)
        return self._answered(run.id)

    def _answered(self, run_id: str) -> RunbookRun:
        while True:
            (run,) = self.ended([run_id])
            question = run.present.question if run.present is not None else None
            if run.state is not RunState.WAITING or question is None or question.asks is Asks.OFFLINE:
                return run
            command = self.desk.command
            said = (
                command.approve(run_id, "somebody-else", "seen")
                if question.asks is Asks.APPROVE
                else command.answer(run_id, 0, "seen")
            )
            self._session.runtime.run(said, 60)
            self.desk.drive(run_id)

    def healed(self, *scenarios: str) -> None:
        """Break things, run the runbook of each, and see each healed and each verification passed."""
        runs = {}
        for key in scenarios:
            self.lab.start_scenario(key)
            told = self.lab.scenarios()[key]
            runs[key] = self.begin(told.runbook, told.parameters)
        for key, run in zip(runs, self.ended(runs.values()), strict=True):
            assert run.outcome is RunOutcome.SUCCEEDED, self.told(key, run)
            wait_until(lambda key=key: self.lab.scenarios()[key].state == "healed", 30, f"{key} to be healed")
            self.lab.stop_scenario(key)

    @staticmethod
    def told(what: str, run: RunbookRun) -> str:
        """What went wrong, step by step."""
        steps = [f"{one.name}: {one.state.value} {one.last.sentence if one.last else ''}" for one in run.steps]
        return "\n".join((f"{what}: {run.state.value} {run.outcome.value} {run.why}", *steps))

    def close(self) -> None:
        """Take every fault back and end the console."""
        for one in self.lab.scenarios().values():
            if one.state != "idle":
                self.lab.stop_scenario(one.id)
        self._look.close()
        self._session.close()
