"""An audit worker hangs: its pod runs, but nothing is heard of it."""

from collections.abc import Mapping
from dataclasses import replace

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.lab.scenarios.scenario import SCENARIOS, ScenarioWorld
from console.lab.simulator.estate_state import EstateState

_NAMESPACE, _NAME = "guardian-system", "audit-worker"
_KEY = f"{_NAMESPACE}/{_NAME}"


class WorkerLost:
    """Silences the oldest ready pod of the audit workers; only a new pod works again."""

    key = "worker-lost"
    runbook = "audit-worker-lost"

    def title(self) -> str:
        """Name for people."""
        return t("Audit worker lost")

    def injects(self) -> str:
        """What it breaks."""
        return t(
            "One pod of the Deployment audit-worker in guardian-system hangs: it is Ready, but takes no audits."
            " The next worker of an audit Job is killed at work."
        )

    def diagnosis(self) -> str:
        """What should be found."""
        return t(
            "audit_worker_up of one worker is 0 and audits wait longer and longer, while its pod is Ready and says"
            " nothing. Restart the Deployment audit-worker in guardian-system."
        )

    def parameters(self, world: ScenarioWorld) -> Mapping[str, str]:
        """What its runbook needs to know here."""
        return {"namespace": _NAMESPACE, "workers": _NAME}

    def inject(self, world: ScenarioWorld) -> None:
        """Silence it."""
        ready = [pod.name for pod in world.state.pods[_KEY] if pod.phase == "Ready"]
        if not ready:
            raise UserError(
                t("No audit worker of this lab runs."),
                t("Scale the Deployment audit-worker in guardian-system to 2."),
            )
        world.faults = replace(world.faults, silent_pods=frozenset(ready[:1]))
        world.doomed_audits = 1

    def withdraw(self, world: ScenarioWorld) -> None:
        """Let it work again."""
        world.faults = replace(world.faults, silent_pods=frozenset())
        world.doomed_audits = 0

    def healed(self, state: EstateState, world: ScenarioWorld) -> bool:
        """There are workers, and each of them is heard of."""
        pods = state.pods[_KEY]
        lives = [pod.name not in world.faults.silent_pods for pod in pods if pod.phase == "Ready"]
        silent = any(pod.name in world.faults.silent_pods for pod in pods)
        return bool(lives) and all(lives) and not silent


SCENARIOS.add(WorkerLost())
