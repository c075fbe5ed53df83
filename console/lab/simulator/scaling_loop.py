"""All autoscalers of the estate, fed with what the last step showed."""

from collections.abc import Mapping
from typing import Literal

from console.lab.simulator.autoscaler import Autoscaler, AutoscalerState, Observation
from console.lab.simulator.controls import Controls
from console.lab.simulator.estate_blueprint import EstateBlueprint
from console.lab.simulator.estate_state import CellState
from console.lab.simulator.noise import stream_key, uniform
from console.lab.simulator.pod import Pod
from console.lab.simulator.workload_spec import WorkloadSpec

FIRST_SYNC_S = 1.0
"""The first evaluations are spread over this time after the start, so that states appear at once."""

LAST_SCALE_S = 4 * 3600.0
"""How long before the start each autoscaler may have scaled last."""


class ScalingLoop:
    """Owns one `Autoscaler` per autoscaled workload."""

    def __init__(self, seed: int, blueprint: EstateBlueprint, start_s: float) -> None:
        self._specs = [each for each in blueprint.workloads if each.scaling in ("hpa", "keda")]
        self._autoscalers = {
            spec.key: Autoscaler(
                _kind(spec),
                start_s + FIRST_SYNC_S * uniform(stream_key(seed, spec.key), 0),
                start_s - LAST_SCALE_S * uniform(stream_key(seed, spec.key), 1) - 400.0,
            )
            for spec in self._specs
        }

    def step(
        self,
        now_s: float,
        controls: Controls,
        cells: Mapping[str, CellState],
        pods: Mapping[str, tuple[Pod, ...]],
        ready: Mapping[str, int],
    ) -> dict[str, int]:
        """Evaluate what is due; the workloads to be scaled and their new replicas."""
        rescaled: dict[str, int] = {}
        for spec in self._specs:
            control = controls.autoscalers.get(spec.key)
            workload = controls.workloads.get(spec.key)
            if control is None or workload is None:
                continue
            serving = ready[spec.key]
            flow = cells[spec.cell].flow
            metric = flow.lag
            if spec.scaling == "hpa":
                metric = flow.services[spec.name].cpu_cores / max(serving * spec.cpu_cores, 1e-9)
            seen = Observation(workload.replicas, serving, len(pods[spec.key]) - serving, float(metric))
            wanted = self._autoscalers[spec.key].step(now_s, control, seen)
            if wanted is not None:
                rescaled[spec.key] = wanted
        return rescaled

    def states(self) -> dict[str, AutoscalerState]:
        """The last evaluation of every autoscaler that has made one."""
        return {key: each.state for key, each in self._autoscalers.items() if each.state is not None}


def _kind(spec: WorkloadSpec) -> Literal["hpa", "keda"]:
    return "keda" if spec.scaling == "keda" else "hpa"
