"""Prometheus stops."""

from collections.abc import Mapping

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.lab.scenarios.scenario import SCENARIOS, ScenarioWorld
from console.lab.scenarios.server_faults import ServerFaults
from console.lab.simulator.estate_state import EstateState


class PrometheusDown:
    """Stops the Prometheus child; it comes back when the scenario is stopped."""

    key = "prometheus-down"
    runbook = "metrics-missing"

    def title(self) -> str:
        """Name for people."""
        return t("Prometheus down")

    def injects(self) -> str:
        """What it breaks."""
        return t("Stops the lab's Prometheus until the scenario is stopped.")

    def diagnosis(self) -> str:
        """What should be found."""
        return t(
            "The Prometheus connection is unreachable while the cluster answers: numbers from metrics are stale and say"
            " since when. Start Prometheus again (stop this scenario)."
        )

    def parameters(self, world: ScenarioWorld) -> Mapping[str, str]:
        """What its runbook needs to know here."""
        return {}

    def inject(self, world: ScenarioWorld) -> None:
        """Stop it."""
        if not servers_of(world).has_prometheus():
            raise UserError(
                t("This lab has no Prometheus that could go down."), t("Install it, and start the lab again.")
            )
        servers_of(world).set_prometheus_down(True)

    def withdraw(self, world: ScenarioWorld) -> None:
        """Start it."""
        servers_of(world).set_prometheus_down(False)

    def healed(self, state: EstateState, world: ScenarioWorld) -> bool:
        """It answers again."""
        return servers_of(world).prometheus_is_up()


def servers_of(world: ScenarioWorld) -> ServerFaults:
    """The servers of the lab. Raises UserError where the lab runs without any."""
    if world.server_faults is None:
        raise UserError(t("This lab runs without servers."), t("Start it with: cell-console lab"))
    return world.server_faults


SCENARIOS.add(PrometheusDown())
