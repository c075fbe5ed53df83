"""A release of web fails a few of its requests: the error budget of its cell burns, fast or slowly."""

from collections.abc import Mapping
from dataclasses import dataclass

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.lab.objects.release_image import FAST_BURN, SLOW_BURN
from console.lab.scenarios.scenario import SCENARIOS, ScenarioWorld
from console.lab.simulator.cell_spec import CellSpec
from console.lab.simulator.estate_state import EstateState

_SERVICE = "web"
_DEPLOYMENTS = "deployments.apps"
_REVISION = "deployment.kubernetes.io/revision"


@dataclass(frozen=True, slots=True)
class BudgetBurn:
    """Releases an image whose name ends in ``tag`` in the regional cell at ``place`` (0: the first, -1: the last)."""

    key: str
    tag: str
    place: int
    runbook: str = "error-budget"

    def title(self) -> str:
        """Name for people."""
        return t("Fast budget burn") if self.tag == FAST_BURN else t("Slow budget burn")

    def injects(self) -> str:
        """What it breaks."""
        if self.tag == FAST_BURN:
            return t("Releases an image of web in one cell that answers 25 of a thousand requests with an error.")
        return t("Releases an image of web in one cell that answers 4 of a thousand requests with an error.")

    def diagnosis(self) -> str:
        """What should be found."""
        if self.tag == FAST_BURN:
            return t(
                "The objectives of web in the cell burn their budget more than 14 times too fast since the release:"
                " somebody has to be called. Take the image of web back."
            )
        return t(
            "The objectives of web in the cell burn their budget a few times too fast since the release: nobody is"
            " called at night, but the budget will not last. Take the image of web back."
        )

    def parameters(self, world: ScenarioWorld) -> Mapping[str, str]:
        """What its runbook needs to know here."""
        return {"cell": self._cell(world).name, "service": _SERVICE, "revision": str(self._good_revision(world))}

    def inject(self, world: ScenarioWorld) -> None:
        """Release the image."""
        image = self._image(world)
        if not image.endswith(self.tag):
            self._release(world, f"{image}{self.tag}")

    def withdraw(self, world: ScenarioWorld) -> None:
        """Release the image from before."""
        image = self._image(world)
        if image.endswith(self.tag):
            self._release(world, image.removesuffix(self.tag))

    def healed(self, state: EstateState, world: ScenarioWorld) -> bool:
        """The image is not released any more."""
        return not self._image(world).endswith(self.tag)

    def _cell(self, world: ScenarioWorld) -> CellSpec:
        cells = world.blueprint.cells  # as built: deleting its web makes no other cell the broken one
        regional = [cell for cell in cells if cell.kind == "regional" and cell.workload(_SERVICE) is not None]
        if not regional:
            raise UserError(t("No cell of this lab serves web."), t("Start the lab with more cells."))
        return regional[self.place]

    def _good_revision(self, world: ScenarioWorld) -> int:
        """The newest revision whose image does not fail."""
        namespace = self._cell(world).namespace
        return max(
            (
                int(one["metadata"]["annotations"][_REVISION])
                for one in world.store.list("replicasets.apps", namespace)
                if one["metadata"]["labels"].get("app.kubernetes.io/name") == _SERVICE
                and not str(one["spec"]["template"]["spec"]["containers"][0]["image"]).endswith(self.tag)
            ),
            default=1,
        )

    def _image(self, world: ScenarioWorld) -> str:
        content = world.store.get(_DEPLOYMENTS, self._cell(world).namespace, _SERVICE)
        return str(content["spec"]["template"]["spec"]["containers"][0]["image"])

    def _release(self, world: ScenarioWorld, image: str) -> None:
        namespace = self._cell(world).namespace
        template = world.store.get(_DEPLOYMENTS, namespace, _SERVICE)["spec"]["template"]
        template["spec"]["containers"][0]["image"] = image
        world.store.patch(_DEPLOYMENTS, namespace, _SERVICE, {"spec": {"template": template}})


SCENARIOS.add(BudgetBurn("fast-burn", FAST_BURN, 0))
SCENARIOS.add(BudgetBurn("slow-burn", SLOW_BURN, -1))
