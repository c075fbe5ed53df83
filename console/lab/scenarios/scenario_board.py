"""The scenarios of one world: which run, which are healed."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Literal

from console.kernel.errors import ConsoleError, UserError
from console.kernel.i18n import t
from console.kernel.registry import load_all
from console.lab.scenarios.scenario import SCENARIOS, Scenario, ScenarioWorld
from console.lab.servers.kubernetes.store_error import StoreError
from console.lab.simulator.estate_state import EstateState

_GONE = (StoreError, LookupError, ValueError, TypeError, AttributeError)
"""Objects are deleted and written by anybody: what is gone or makes no sense cannot be broken, and is not repaired."""


@dataclass(frozen=True, slots=True)
class ScenarioStatus:
    """One scenario as the Lab page shows it; times are real unix seconds, None when it has not happened."""

    id: str
    title: str
    injects: str
    diagnosis: str
    runbook: str
    state: Literal["idle", "active", "healed"]
    started_s: float | None
    healed_s: float | None
    parameters: Mapping[str, str]


class ScenarioBoard:
    """Starts and stops scenarios and notices when they are healed."""

    def __init__(self, world: ScenarioWorld) -> None:
        load_all("console.lab.scenarios")
        self._world = world
        self._started: dict[str, float] = {}
        self._healed: dict[str, float] = {}

    def list(self) -> tuple[ScenarioStatus, ...]:
        """All scenarios in the order of their keys."""
        return tuple(self.status(scenario.key) for scenario in sorted(SCENARIOS, key=lambda one: one.key))

    def status(self, scenario_id: str) -> ScenarioStatus:
        """One scenario. Raises ConsoleError naming the known ones for an unknown id."""
        scenario = SCENARIOS.get(scenario_id)
        state: Literal["idle", "active", "healed"] = "idle"
        if scenario_id in self._started:
            state = "healed" if scenario_id in self._healed else "active"
        return ScenarioStatus(
            scenario_id, scenario.title(), scenario.injects(), scenario.diagnosis(), scenario.runbook, state,
            self._started.get(scenario_id), self._healed.get(scenario_id), self._parameters(scenario),
        )  # fmt: skip

    def _parameters(self, scenario: Scenario) -> Mapping[str, str]:
        try:
            return scenario.parameters(self._world)
        except (ConsoleError, *_GONE):  # this lab has nothing that it could break
            return {}

    def start(self, scenario_id: str) -> ScenarioStatus:
        """Inject a fault.

        Raises ConsoleError for an unknown id, UserError when it runs already or what it breaks is gone.
        """
        scenario: Scenario = SCENARIOS.get(scenario_id)
        if scenario_id in self._started and scenario_id not in self._healed:
            raise UserError(
                t("The scenario {id} runs already.", id=scenario_id), t("Repair its cause, or stop it first.")
            )
        with _told():
            scenario.inject(self._world)
        self._started[scenario_id] = self._world.now_s
        self._healed.pop(scenario_id, None)
        return self.status(scenario_id)

    def stop(self, scenario_id: str) -> ScenarioStatus:
        """End a scenario and put back what it broke; nothing for one that does not run.

        Raises UserError when something that it broke is gone; it has ended even then.
        """
        scenario: Scenario = SCENARIOS.get(scenario_id)
        if scenario_id in self._started:
            try:
                with _told():
                    scenario.withdraw(self._world)
            finally:  # what cannot be put back, because it is gone, does not keep the scenario running
                del self._started[scenario_id]
                self._healed.pop(scenario_id, None)
        return self.status(scenario_id)

    def check(self, state: EstateState) -> None:
        """Notice healed scenarios (called after every step)."""
        for scenario_id, started_s in self._started.items():
            # Give the fault one step to show before it can count as healed.
            if scenario_id not in self._healed and self._world.now_s > started_s:
                with suppress(ConsoleError, *_GONE):
                    scenario: Scenario = SCENARIOS.get(scenario_id)
                    if scenario.healed(state, self._world):
                        self._healed[scenario_id] = self._world.now_s


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except _GONE as error:
        raise UserError(
            t("What this scenario breaks is gone: {what}.", what=error), t("Create it again, or start the lab anew.")
        ) from error
