"""A Worker of the lab: its versions, its deployments, and what the running mix does."""

from collections.abc import Sequence
from dataclasses import dataclass

from console.lab.edge.edge_identity import uuid_id
from console.lab.edge.edge_refusal import EdgeRefusal
from console.lab.simulator.edge_control import WorkerEffect, WorkerMix

_MOST_DEPLOYMENTS = 10


@dataclass(frozen=True, slots=True)
class ScriptVersion:
    """An uploaded version; `effect` is what it does when it answers."""

    id: str
    number: int
    created_s: float
    tag: str
    message: str
    effect: WorkerEffect


@dataclass(frozen=True, slots=True)
class Deployment:
    """What runs from a moment on: (version id, percent)."""

    id: str
    created_s: float
    shares: tuple[tuple[str, float], ...]
    source: str = "api"


class WorkerScript:
    """`versions` and `deployments` are newest first."""

    def __init__(
        self, seed: int, name: str, versions: Sequence[ScriptVersion], first: Deployment, crons: Sequence[str] = ()
    ) -> None:
        self._seed = seed
        self.name = name
        self.versions = tuple(sorted(versions, key=lambda one: -one.number))
        self.deployments: list[Deployment] = [first]
        self.crons = tuple(crons)
        self._made = 0

    @property
    def created_s(self) -> float:
        """When its first version was uploaded."""
        return self.versions[-1].created_s

    @property
    def modified_s(self) -> float:
        """When its newest version was uploaded."""
        return self.versions[0].created_s

    def version(self, tag: str) -> ScriptVersion | None:
        """The newest uploaded version of a tag, None when there is none."""
        return next((one for one in self.versions if one.tag == tag), None)

    def upload(self, tag: str, message: str, effect: WorkerEffect, now_s: float) -> ScriptVersion:
        """Add a version; it runs nowhere until it is deployed."""
        number = self.versions[0].number + 1
        made = ScriptVersion(uuid_id(self._seed, f"{self.name}/{number}/{tag}"), number, now_s, tag, message, effect)
        self.versions = (made, *self.versions)
        return made

    def deploy(self, shares: Sequence[tuple[str, float]], now_s: float) -> Deployment:
        """Run these versions from now on. Raises EdgeRefusal for what the provider does not take."""
        known = {one.id for one in self.versions}
        if not 1 <= len(shares) <= 2 or len({version for version, _ in shares}) != len(shares):
            raise EdgeRefusal(400, 10021, "A deployment must have one or two distinct versions.")
        for version, _percent in shares:
            if version not in known:
                raise EdgeRefusal(404, 10212, f"Version with id {version} not found.")
        if abs(sum(percent for _, percent in shares) - 100) > 1e-6 or any(percent < 0.01 for _, percent in shares):
            raise EdgeRefusal(400, 10021, "The percentages of the versions must add up to 100.")
        self._made += 1
        made = Deployment(uuid_id(self._seed, f"{self.name}/deployment/{self._made}"), now_s, tuple(shares))
        self.deployments = [made, *self.deployments][:_MOST_DEPLOYMENTS]
        return made

    def effect(self) -> WorkerEffect:
        """What the running mix does: the effects of its versions by their shares."""
        effects = {one.id: one.effect for one in self.versions}
        mix = [(percent / 100, effects[version]) for version, percent in self.deployments[0].shares]
        accuracies = [(share, one.accuracy) for share, one in mix if one.accuracy is not None]
        return WorkerEffect(
            failed=sum(share * one.failed for share, one in mix),
            cpu_factor=sum(share * one.cpu_factor for share, one in mix),
            accuracy=sum(share * accuracy for share, accuracy in accuracies) if accuracies else None,
        )

    def mix(self) -> WorkerMix:
        """The running versions apart; of two the newer one is the canary."""
        by_id = {one.id: one for one in self.versions}
        running = sorted(((by_id[version], share / 100) for version, share in self.deployments[0].shares),
                         key=lambda one: one[0].number)  # fmt: skip
        (stable, _), *newer = running
        if not newer:
            return WorkerMix(stable.tag, stable.effect)
        canary, share = newer[0]
        return WorkerMix(stable.tag, stable.effect, canary.tag, canary.effect, share)
