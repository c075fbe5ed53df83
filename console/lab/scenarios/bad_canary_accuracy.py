"""A new version of the ranker answers worse than the one before, without a single error."""

from collections.abc import Mapping

from console.kernel.i18n import t
from console.lab.scenarios.rollback_of import rollback_of
from console.lab.scenarios.scenario import SCENARIOS, ScenarioWorld
from console.lab.simulator.edge_catalogue import RANKER
from console.lab.simulator.edge_control import WorkerEffect
from console.lab.simulator.estate_state import EstateState

_TAG, _MESSAGE = "v1.5.2", "Stronger compression"
_EFFECT = WorkerEffect(accuracy=0.741, cpu_factor=0.88)
_STABLE, _SHARE, _UPLOADED_AGO_S = "v1.4.2", 25.0, 900.0


class BadCanaryAccuracy:
    """Uploads a version that was compressed too much and gives it a quarter of the calls."""

    key = "bad-canary-accuracy"
    runbook = "edge-model-rollback"

    def title(self) -> str:
        """Name for people."""
        return t("Canary with worse answers")

    def injects(self) -> str:
        """What it breaks."""
        return t(
            "Uploads version v1.5.2 of edge-ranker and gives it a quarter of the calls; it makes no errors, but a"
            " quarter of its answers is wrong."
        )

    def diagnosis(self) -> str:
        """What should be found."""
        return t(
            "The A/B test of edge-ranker fails: the experimental arm is wrong far more often than the control arm. Take"
            " v1.5.2 out of the deployment."
        )

    def parameters(self, world: ScenarioWorld) -> Mapping[str, str]:
        """What its runbook needs to know here."""
        return {name: value for name, value in rollback_of(world, _STABLE).items() if name != "zone"}

    def inject(self, world: ScenarioWorld) -> None:
        """Deploy the bad version beside the stable one."""
        script = world.edge.scripts[RANKER]
        bad = script.version(_TAG) or script.upload(_TAG, _MESSAGE, _EFFECT, world.now_s - _UPLOADED_AGO_S)
        stable = script.version(_STABLE)
        if stable is not None:
            script.deploy(((stable.id, 100.0 - _SHARE), (bad.id, _SHARE)), world.now_s)

    def withdraw(self, world: ScenarioWorld) -> None:
        """Give the calls back to the stable version, unless the operator did."""
        script = world.edge.scripts[RANKER]
        bad, stable = script.version(_TAG), script.version(_STABLE)
        running = {version for version, _ in script.deployments[0].shares}
        if bad is not None and stable is not None and bad.id in running:
            script.deploy(((stable.id, 100.0),), world.now_s)

    def healed(self, state: EstateState, world: ScenarioWorld) -> bool:
        """The bad version answers nobody any more."""
        script = world.edge.scripts[RANKER]
        bad = script.version(_TAG)
        return bad is None or bad.id not in {version for version, _ in script.deployments[0].shares}


SCENARIOS.add(BadCanaryAccuracy())
