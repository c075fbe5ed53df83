"""HPAs do not scale because the metrics server does not run."""

from collections.abc import Mapping

from console.kernel.i18n import t
from console.lab.scenarios.scenario import SCENARIOS, ScenarioWorld
from console.lab.simulator.estate_state import EstateState

_NAMESPACE, _NAME = "kube-system", "metrics-server"
_DEPLOYMENTS = "deployments.apps"


class HpaMetricsMissing:
    """Scales the metrics server to zero."""

    key = "hpa-metrics-missing"
    runbook = "hpa-does-not-scale"

    def title(self) -> str:
        """Name for people."""
        return t("HPA without metrics")

    def injects(self) -> str:
        """What it breaks."""
        return t("Scales metrics-server in kube-system to zero, so that no HPA can read CPU use.")

    def diagnosis(self) -> str:
        """What should be found."""
        return t(
            "Every CPU-based HPA shows ScalingActive=False (FailedGetResourceMetric): the metrics server has no ready"
            " pod. Scale metrics-server in kube-system back to 1."
        )

    def parameters(self, world: ScenarioWorld) -> Mapping[str, str]:
        """What its runbook needs to know here."""
        return {"cell": world.blueprint.cells[0].name}

    def inject(self, world: ScenarioWorld) -> None:
        """Scale it to zero."""
        world.store.patch(_DEPLOYMENTS, _NAMESPACE, _NAME, {"spec": {"replicas": 0}})

    def withdraw(self, world: ScenarioWorld) -> None:
        """Scale it back."""
        if world.store.find(_DEPLOYMENTS, _NAMESPACE, _NAME) is not None:
            world.store.patch(_DEPLOYMENTS, _NAMESPACE, _NAME, {"spec": {"replicas": 1}})

    def healed(self, state: EstateState, world: ScenarioWorld) -> bool:
        """The metrics server serves and every HPA reads its metric again."""
        hpas = [each for each in state.autoscalers.values() if each.kind == "hpa"]
        return state.ready[f"{_NAMESPACE}/{_NAME}"] > 0 and all(each.metric is not None for each in hpas)


SCENARIOS.add(HpaMetricsMissing())
