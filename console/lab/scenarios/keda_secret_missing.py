"""KEDA does not react because the secret of its Kafka trigger is gone."""

from collections.abc import Mapping

from console.kernel.i18n import t
from console.lab.objects.autoscaler_object import KAFKA_SECRET, kafka_secret
from console.lab.scenarios.delivery_of import delivery_cells, most_lag
from console.lab.scenarios.faults_of import with_campaign
from console.lab.scenarios.scenario import SCENARIOS, ScenarioWorld
from console.lab.simulator.cell_spec import CellSpec
from console.lab.simulator.estate_state import EstateState

_CAMPAIGN = 0.4
"""A campaign goes out while KEDA is blind, so that the missing replicas are felt, unless the morning's run has them."""


class KedaSecretMissing:
    """Deletes the Secret and lets a campaign begin in the same cell."""

    key = "keda-secret-missing"
    runbook = "keda-does-not-react"

    def title(self) -> str:
        """Name for people."""
        return t("KEDA without its secret")

    def injects(self) -> str:
        """What it breaks."""
        return t("Deletes the Secret kafka-auth of one cell while a campaign begins there.")

    def diagnosis(self) -> str:
        """What should be found."""
        return t(
            "The ScaledObject delivery is not Ready: its trigger cannot read the Secret kafka-auth, so the HPA has no"
            " external metric while Kafka lag grows. Create the Secret again with the keys sasl, username, password."
        )

    def parameters(self, world: ScenarioWorld) -> Mapping[str, str]:
        """What its runbook needs to know here."""
        folder = world.places.get("tokens", "")
        kept = {name: f"file:{folder}/kafka-{name}" for name in ("sasl", "username", "password")}
        cell = _cell(world)
        return {"cell": cell.name, "holder": KAFKA_SECRET, "most_lag": most_lag(cell), **kept}

    def inject(self, world: ScenarioWorld) -> None:
        """Delete it."""
        cell = _cell(world)
        if world.store.find("secrets", cell.namespace, KAFKA_SECRET) is not None:
            world.store.delete("secrets", cell.namespace, KAFKA_SECRET)
        with_campaign(world, cell.name, _CAMPAIGN)

    def withdraw(self, world: ScenarioWorld) -> None:
        """Put it back."""
        cell = _cell(world)
        if world.store.find("secrets", cell.namespace, KAFKA_SECRET) is None:
            world.store.create(kafka_secret(cell.namespace, world.now_s))
        with_campaign(world, cell.name, None)

    def healed(self, state: EstateState, world: ScenarioWorld) -> bool:
        """The Secret is there and KEDA's autoscaler reads the lag again."""
        cell = _cell(world)
        found = state.autoscalers.get(f"{cell.namespace}/delivery")
        there = world.store.find("secrets", cell.namespace, KAFKA_SECRET) is not None
        return there and found is not None and found.metric is not None


def _cell(world: ScenarioWorld) -> CellSpec:
    return delivery_cells(world)[0]


SCENARIOS.add(KedaSecretMissing())
