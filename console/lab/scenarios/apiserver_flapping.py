"""The API server drops connections for a while."""

from collections.abc import Mapping
from dataclasses import replace

from console.kernel.i18n import t
from console.lab.scenarios.prometheus_down import servers_of
from console.lab.scenarios.scenario import SCENARIOS, ScenarioWorld
from console.lab.simulator.estate_state import EstateState

LASTS_S = 120.0
"""Real seconds of flapping; then the server is steady again by itself."""


class ApiserverFlapping:
    """Bursts of 503 and dropped connections for two minutes."""

    key = "apiserver-flapping"
    runbook = "apiserver-flapping"

    def title(self) -> str:
        """Name for people."""
        return t("Flapping API server")

    def injects(self) -> str:
        """What it breaks."""
        return t("The Kubernetes API server answers 503 and drops connections in bursts for two minutes.")

    def diagnosis(self) -> str:
        """What should be found."""
        return t(
            "The cluster connection fails and recovers by itself: lists are shown with their age and watches resume."
            " Nothing to repair in the estate; change nothing until it is steady."
        )

    def parameters(self, world: ScenarioWorld) -> Mapping[str, str]:
        """What its runbook needs to know here."""
        return {}

    def inject(self, world: ScenarioWorld) -> None:
        """Let it flap."""
        servers_of(world).set_apiserver_flapping(True)
        world.faults = replace(world.faults, apiserver_steady_at_s=world.now_s + LASTS_S)

    def withdraw(self, world: ScenarioWorld) -> None:
        """Let it be steady."""
        servers_of(world).set_apiserver_flapping(False)
        world.faults = replace(world.faults, apiserver_steady_at_s=None)

    def healed(self, state: EstateState, world: ScenarioWorld) -> bool:
        """The two minutes are over."""
        steady_at_s = world.faults.apiserver_steady_at_s
        if steady_at_s is not None and world.now_s < steady_at_s:
            return False
        self.withdraw(world)
        return True


SCENARIOS.add(ApiserverFlapping())
