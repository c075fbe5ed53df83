"""The weekly retraining of the ranker went live and answers worse."""

from collections.abc import Mapping

from console.kernel.i18n import t
from console.lab.scenarios.rollback_of import rollback_of
from console.lab.scenarios.scenario import SCENARIOS, ScenarioWorld
from console.lab.simulator.demand import DAY_S
from console.lab.simulator.edge_catalogue import RANKER
from console.lab.simulator.edge_control import WorkerEffect
from console.lab.simulator.estate_state import EstateState

_TAG, _MESSAGE = "v1.4.3", "Weekly retraining"
_EFFECT = WorkerEffect(accuracy=0.655)
_GOOD, _GOOD_ENOUGH = "v1.4.2", 0.80


class ModelDegradation:
    """Uploads a retrained version and gives it all calls."""

    key = "model-degradation"
    runbook = "emergency-recovery"

    def title(self) -> str:
        """Name for people."""
        return t("Model degradation")

    def injects(self) -> str:
        """What it breaks."""
        return t(
            "Uploads version v1.4.3 of edge-ranker and gives it all calls; two answers in three are right, not five in"
            " six."
        )

    def diagnosis(self) -> str:
        """What should be found."""
        return t(
            "The accuracy of edge-ranker falls by more than 5 points, which calls for a rollback, and its milestone"
            " slips. Give the calls back to v1.4.2."
        )

    def parameters(self, world: ScenarioWorld) -> Mapping[str, str]:
        """What its runbook needs to know here."""
        back = rollback_of(world, _GOOD)
        return {"cell": world.blueprint.cells[0].name, **{name: back[name] for name in ("worker", "version", "zone")}}

    def inject(self, world: ScenarioWorld) -> None:
        """Deploy the bad version."""
        script = world.edge.scripts[RANKER]
        version = script.version(_TAG) or script.upload(_TAG, _MESSAGE, _EFFECT, world.now_s - DAY_S / 24)
        script.deploy(((version.id, 100.0),), world.now_s)

    def withdraw(self, world: ScenarioWorld) -> None:
        """Give the calls back to the version before, unless the operator did."""
        script = world.edge.scripts[RANKER]
        bad, good = script.version(_TAG), script.version(_GOOD)
        running = {version for version, _ in script.deployments[0].shares}
        if bad is not None and good is not None and bad.id in running:
            script.deploy(((good.id, 100.0),), world.now_s)

    def healed(self, state: EstateState, world: ScenarioWorld) -> bool:
        """What runs answers well enough again."""
        accuracy = world.edge.scripts[RANKER].effect().accuracy
        return accuracy is not None and accuracy >= _GOOD_ENOUGH


SCENARIOS.add(ModelDegradation())
