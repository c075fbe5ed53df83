"""Another tool uses up the budget of requests of the edge provider's API: the console is throttled."""

from collections.abc import Mapping
from dataclasses import replace

from console.kernel.i18n import t
from console.lab.objects.batch_object import Schedule, cron_job
from console.lab.scenarios.scenario import SCENARIOS, ScenarioWorld
from console.lab.simulator.estate_state import EstateState

_CRON_JOBS = "cronjobs.batch"
_NAME = "edge-inventory"


class ApiThrottled:
    """A CronJob begins to list the whole account every minute."""

    key = "api-throttled"
    runbook = "api-throttled"

    def title(self) -> str:
        """Name for people."""
        return t("Throttled API")

    def injects(self) -> str:
        """What it breaks."""
        return t(
            "Creates the CronJob edge-inventory, which uses up the requests that the Cloudflare account may make: the"
            " console's are answered 429."
        )

    def diagnosis(self) -> str:
        """What should be found."""
        return t(
            "The connection lab-cloudflare is throttled (429) and its numbers grow old, although the console asks no"
            " more than usual. The CronJob edge-inventory uses the budget up: suspend it."
        )

    def parameters(self, world: ScenarioWorld) -> Mapping[str, str]:
        """What its runbook needs to know here."""
        places = world.places
        return {
            "check_url": f"{places.get('lab-cloudflare', '')}/accounts/{world.edge.id}",
            "token": f"file:{places.get('tokens', '')}/cloudflare",
            "namespace": _namespace(world),
            "job": _NAME,
        }

    def inject(self, world: ScenarioWorld) -> None:
        """Create the greedy job."""
        namespace = _namespace(world)
        if world.store.find(_CRON_JOBS, namespace, _NAME) is None:
            schedule = Schedule(namespace, _NAME, 0, 50.0, "automation")
            content = cron_job(schedule, namespace.removeprefix("cell-"), world.now_s, world.now_s)
            content["spec"]["schedule"] = "* * * * *"
            world.store.create(content)
        world.faults = replace(world.faults, is_api_crowded=True)

    def withdraw(self, world: ScenarioWorld) -> None:
        """Remove it."""
        namespace = _namespace(world)
        if world.store.find(_CRON_JOBS, namespace, _NAME) is not None:
            world.store.delete(_CRON_JOBS, namespace, _NAME)
        world.faults = replace(world.faults, is_api_crowded=False)

    def healed(self, state: EstateState, world: ScenarioWorld) -> bool:
        """The greedy job does not run any more, which gives the budget back."""
        found = world.store.find(_CRON_JOBS, _namespace(world), _NAME)
        if found is not None and not found.content()["spec"].get("suspend"):
            return False
        world.faults = replace(world.faults, is_api_crowded=False)
        return True


def _namespace(world: ScenarioWorld) -> str:
    """The last cell's: platform work runs in the infra cell."""
    return world.blueprint.cells[-1].namespace


SCENARIOS.add(ApiThrottled())
