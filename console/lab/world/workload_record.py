"""What the world knows about one workload object: its identity, template and revisions."""

import hashlib
from dataclasses import dataclass, field
from typing import TypeGuard

import msgspec

from console.lab.objects.common import JsonObject
from console.lab.objects.lenient import rows
from console.lab.objects.release_image import broken_share, images_work
from console.lab.simulator.controls import CanaryControl, WorkloadControl
from console.lab.simulator.workload_spec import WorkloadSpec

_MOST_REPLICAS = 20_000


@dataclass(slots=True)
class WorkloadRecord:
    """One workload of the estate as its object stands; `replica_sets` are the uids by pod template hash.

    A Rollout has a stable revision (`stable_hash`) beside the one of its template (`pod_hash`); its controller says
    how many pods and which share of the requests (0 to 1) the newer one gets meanwhile.
    """

    spec: WorkloadSpec
    uid: str
    template: JsonObject
    pod_hash: str
    revision: int
    replicas: int
    exists: bool = True
    generation: int = 1
    hash_of_digest: dict[str, str] = field(default_factory=dict)
    replica_sets: dict[str, str] = field(default_factory=dict)
    templates: dict[str, JsonObject] = field(default_factory=dict)
    stable_hash: str = ""
    canary_replicas: int = 0
    canary_share: float = 0.0

    def know(self, template: JsonObject, pod_hash: str) -> None:
        """Remember a revision's template and hash, so that going back to it finds the same ReplicaSet."""
        self.hash_of_digest[digest(template)] = pod_hash
        self.templates[pod_hash] = template

    def take(self, content: JsonObject) -> None:
        """Follow the stored object: replicas, template, generation. A paused one keeps its template."""
        body = content.get("spec") or {}
        replicas = body.get("replicas", 1)
        if isinstance(replicas, int) and not isinstance(replicas, bool):
            self.replicas = min(max(0, replicas), _MOST_REPLICAS)
        self.uid = content["metadata"]["uid"]
        self.generation = content["metadata"].get("generation", 1)
        self.exists = True
        template = body.get("template")
        if is_template(template) and not body.get("paused"):
            key = digest(template)
            if key not in self.hash_of_digest:
                self.know(template, key[:9])
            self.template, self.pod_hash = template, self.hash_of_digest[key]

    def control(self) -> WorkloadControl:
        """What the simulator is to do with the workload."""
        if self.stable_hash in ("", self.pod_hash):
            return WorkloadControl(
                self.replicas, self.pod_hash, images_work(self.template), broken_share(self.template)
            )
        stable = self.templates.get(self.stable_hash, self.template)
        canary = CanaryControl(
            self.pod_hash,
            self.canary_replicas,
            self.canary_share,
            broken_share(self.template),
            images_work(self.template),
        )
        return WorkloadControl(self.replicas, self.stable_hash, images_work(stable), broken_share(stable), canary)


def is_template(template: object) -> TypeGuard[JsonObject]:
    """Whether pods can be made of it: every container has a name and an image."""
    containers = rows(template, "spec", "containers")
    named = all(isinstance(each.get("name"), str) and isinstance(each.get("image"), str) for each in containers)
    return bool(containers) and named


def digest(template: JsonObject) -> str:
    """Stable digest of a pod template in the letters that pod names use."""
    number = int.from_bytes(hashlib.sha256(msgspec.json.encode(template, order="deterministic")).digest()[:8])
    alphabet = "bcdfghjklmnpqrstvwxz2456789"
    letters = []
    for _ in range(13):
        number, index = divmod(number, len(alphabet))
        letters.append(alphabet[index])
    return "".join(letters)
