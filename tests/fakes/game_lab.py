"""A lab for game days that a test heals by hand."""

from concurrent.futures import Future
from dataclasses import replace

from console.domain.lab_scenario import LabScenario
from console.kernel.errors import ConsoleError

SKEW = LabScenario("router-skew", "Router skew", "Moves weights.", "Set them back.", "router-skew", "idle")
METRICS = LabScenario("hpa-metrics-missing", "HPA without metrics", "Breaks.", "Find.", "hpa-does-not-scale", "idle")


class GameLabForTests:
    """Implements ``console.services.game_days.game_driver.GameLab``; ``commands`` are what was asked of it."""

    def __init__(self) -> None:
        self.is_running = True
        self.commands: list[str] = []
        self.refuses = ""
        self.answers_late = False
        self._known = {one.id: one for one in (SKEW, METRICS)}

    def _told(self) -> Future[tuple[LabScenario, ...]]:
        told: Future[tuple[LabScenario, ...]] = Future()
        told.set_result(tuple(self._known.values()))
        return told

    def become(self, scenario: str, state: str) -> None:
        """Let a scenario be ``idle``, ``active`` or ``healed``."""
        self._known[scenario] = replace(self._known[scenario], state=state)

    def scenarios(self) -> Future[tuple[LabScenario, ...]]:
        """All of them."""
        return self._told()

    def start_scenario(self, scenario: str) -> Future[tuple[LabScenario, ...]]:
        """Break it."""
        self.commands.append(f"start {scenario}")
        why_not = self.refuses
        if self._known[scenario].state == "active":
            why_not = f"The scenario {scenario} runs already."
        elif self.answers_late:
            why_not = "The lab does not answer."
        if not self.refuses:
            self.become(scenario, "active")
        if why_not:
            refused: Future[tuple[LabScenario, ...]] = Future()
            refused.set_exception(ConsoleError(why_not))
            return refused
        return self._told()

    def stop_scenario(self, scenario: str) -> Future[tuple[LabScenario, ...]]:
        """Take it back."""
        self.commands.append(f"stop {scenario}")
        self.become(scenario, "idle")
        return self._told()
