"""Objects of the small estate that explain how well a cell is: autoscalers, jobs, nodes and the cells' route."""

from dataclasses import replace

from console.domain.autoscaler import Autoscaler, ScalingMetric
from console.domain.event import ObjectRow
from console.domain.resource import Condition, ResourceRef
from console.domain.route import Destination, Job, Route
from console.domain.workload import Node
from console.store.state import ObjectTable, State
from tests.fakes.small_estate import NOW_S


def scaler(name: str, *conditions: Condition, kind: str = "HorizontalPodAutoscaler", owner: str = "") -> Autoscaler:
    """Return an autoscaler of tokyo with three of 2 to 10 replicas."""
    ref = ResourceRef("main", kind, "cell-tokyo", name, "autoscaling")
    metric = ScalingMetric("cpu", "40%", "60%")
    return Autoscaler(ref, "Deployment", name, 2, 10, 3, 3, (metric,), conditions, None, owner=owner)


def run(name: str, outcome: str, started_at_s: float, owner: str = "CronJob/demand-forecast") -> Job:
    """Return a run of a job; ``outcome`` is Complete, Failed, or empty while it goes on."""
    why = ("BackoffLimitExceeded", "Job has reached the specified backoff limit") if outcome == "Failed" else ("", "")
    done = (Condition(outcome, "True", *why),) if outcome else ()
    ref = ResourceRef("main", "Job", "cell-tokyo", name, "batch")
    good_at_s = started_at_s + 60 if outcome == "Complete" else None
    counts = (0 if outcome else 1, int(outcome == "Complete"), int(outcome == "Failed"))
    return Job(ref, "", False, *counts, started_at_s, good_at_s, conditions=done, owner=owner)


def cron(name: str = "demand-forecast") -> Job:
    """Return a schedule that last succeeded two hours ago."""
    ref = ResourceRef("main", "CronJob", "cell-tokyo", name, "batch")
    return Job(ref, "30 0 * * *", False, 0, 0, 0, NOW_S - 600, NOW_S - 7_200)


def node(name: str, region: str, *, ready: bool) -> Node:
    """Return a node of a region."""
    labels = (("topology.kubernetes.io/region", region),)
    return Node(ResourceRef("main", "Node", "", name), labels, ready, True, 8.0, 32.0 * 2**30, NOW_S - 86_400)


def route(weights: tuple[int, int], agreed: tuple[float, float] | None) -> Route:
    """Return the cells' route with the weights of tokyo and osaka, configured and agreed."""
    ref = ResourceRef("main", "VirtualService", "edge", "cell-router", "networking.istio.io")
    to = (Destination("web.cell-tokyo.svc", weights[0]), Destination("web.cell-osaka.svc", weights[1]))
    told = (("tokyo", agreed[0]), ("osaka", agreed[1])) if agreed is not None else ()
    return Route(ref, ("newsletter.example",), to, told)


def with_rows(state: State, topic: str, *rows: ObjectRow) -> State:
    """Return the state with a topic of the cluster read."""
    table = ObjectTable({row.ref: row for row in rows}, NOW_S - 5)
    return replace(state, objects={**state.objects, ("main", topic): table})
