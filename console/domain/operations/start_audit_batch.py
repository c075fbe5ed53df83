"""Let a cluster audit repositories: one Indexed Job with a shard per index (G1.5)."""

import re
from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.domain.operations.run_cron_job import MOST_NAME
from console.kernel.errors import UserError
from console.kernel.i18n import t

_NAME = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
_IMAGE = re.compile(r"[\w][\w.:/@-]{0,254}")
_MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class StartAuditBatch:
    """``name`` is that of the Job and follows from its tasks, so the same ones again are the same Job.

    ``pack`` holds the shards (``packed_shards``), ``count`` of them, of ``projects``; ``parallel`` run at once. Workers
    find tokens in ``secret``: that of the address ``results`` under the key ``results``, those of forges under the keys
    of ``connections``. Raises ``UserError`` for what no Job can be.
    """

    key: ClassVar[str] = "start-audit-batch"
    risk: ClassVar[Risk] = Risk.REVERSIBLE

    connection: str
    namespace: str
    name: str
    image: str
    secret: str
    results: str
    pack: str
    count: int
    projects: tuple[str, ...] = ()
    connections: tuple[str, ...] = ()
    parallel: int = 4
    cpu: str = "1"
    memory: str = "4Gi"

    def __post_init__(self) -> None:
        for name in (self.name, self.secret):
            if len(name) > MOST_NAME or not _NAME.fullmatch(name):
                raise UserError(
                    t("{name} is no name in Kubernetes.", name=repr(name)),
                    t("Use up to {most} lower-case letters, digits and hyphens.", most=MOST_NAME),
                )
        if not _IMAGE.fullmatch(self.image):
            raise UserError(
                t("{image} is no image.", image=repr(self.image)),
                t("Write it with its digest: registry/console-audit@sha256:…"),
            )
        if self.count < 1 or not 1 <= self.parallel <= _MOST_AT_ONCE:
            raise UserError(
                t("{count} shards, {parallel} at once: that is no batch.", count=self.count, parallel=self.parallel),
                t("Let 1 to {most} run at once.", most=_MOST_AT_ONCE),
            )

    @property
    def target(self) -> Target:
        """Return what it makes."""
        return Target(self.connection, "Job", self.name, self.namespace)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t(
            "Audit {projects} in {namespace}: {count} tasks, {parallel} at once, as Job {name}.",
            projects=_named(self.projects),
            namespace=self.namespace,
            count=self.count,
            parallel=self.parallel,
            name=self.name,
        )


def _named(projects: tuple[str, ...]) -> str:
    shown = ", ".join(projects[:3])
    return t("{names} and {count} more", names=shown, count=len(projects) - 3) if len(projects) > 3 else shown


OPERATIONS.add(OperationKind(StartAuditBatch.key, StartAuditBatch, "Audit repositories in the cluster"))
