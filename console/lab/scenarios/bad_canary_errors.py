"""A release that answers some of its requests with errors reaches its first users."""

from collections.abc import Mapping

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.lab.objects.common import JsonObject
from console.lab.objects.lenient import section
from console.lab.objects.release_image import BAD_RELEASE
from console.lab.scenarios.scenario import SCENARIOS, ScenarioWorld
from console.lab.simulator.estate_state import EstateState
from console.lab.simulator.workload_spec import WorkloadSpec

_ROLLOUTS = "rollouts.argoproj.io"


class BadCanaryErrors:
    """Releases a bad image where nobody but a person stops it: the first Rollout of the estate."""

    key = "bad-canary-errors"
    runbook = "bad-canary"

    def title(self) -> str:
        """Name for people."""
        return t("Canary with errors")

    def injects(self) -> str:
        """What it breaks."""
        return t("Releases an image of personalize in one cell that answers eight of a hundred requests with an error.")

    def diagnosis(self) -> str:
        """What should be found."""
        return t(
            "The Rollout personalize is on its way, and the new revision fails far more requests than the stable one:"
            " its AnalysisRun says so. Abort the rollout, or go back to the revision before."
        )

    def parameters(self, world: ScenarioWorld) -> Mapping[str, str]:
        """What its runbook needs to know here."""
        return {"cell": _victim(world).cell, "rollout": _victim(world).name}

    def inject(self, world: ScenarioWorld) -> None:
        """Release the bad image."""
        spec = _victim(world)
        image = _image(_rollout(world, spec))
        if not image.endswith(BAD_RELEASE):
            _release(world, spec, f"{image}{BAD_RELEASE}")

    def withdraw(self, world: ScenarioWorld) -> None:
        """Release the image from before."""
        spec = _victim(world)
        image = _image(_rollout(world, spec))
        if image.endswith(BAD_RELEASE):
            _release(world, spec, image.removesuffix(BAD_RELEASE))

    def healed(self, state: EstateState, world: ScenarioWorld) -> bool:
        """The bad release gets no requests any more."""
        spec = _victim(world)
        content = _rollout(world, spec)
        status = section(content, "status")
        current, stable = status.get("currentPodHash"), status.get("stableRS")
        if state.cells[spec.cell].flow.services[spec.name].canary is not None:
            return False
        bad = _image(content).endswith(BAD_RELEASE)
        return (status.get("abort") is True and current != stable) if bad else current == stable


def _victim(world: ScenarioWorld) -> WorkloadSpec:
    for spec in world.blueprint.workloads:  # as built: deleting the Rollout makes no other one the broken one
        if spec.kind == "Rollout":
            return spec
    raise UserError(t("No cell of this lab has a Rollout."), t("Start the lab with more cells."))


def _rollout(world: ScenarioWorld, spec: WorkloadSpec) -> JsonObject:
    return world.store.get(_ROLLOUTS, spec.namespace, spec.name)


def _image(content: JsonObject) -> str:
    return str(content["spec"]["template"]["spec"]["containers"][0]["image"])


def _release(world: ScenarioWorld, spec: WorkloadSpec, image: str) -> None:
    template = _rollout(world, spec)["spec"]["template"]
    template["spec"]["containers"][0]["image"] = image
    world.store.patch(_ROLLOUTS, spec.namespace, spec.name, {"spec": {"template": template}})


SCENARIOS.add(BadCanaryErrors())
