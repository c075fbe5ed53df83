"""A task of an audit service, as the service tells it."""

from dataclasses import dataclass

from console.domain.resource import ResourceRef


@dataclass(frozen=True, slots=True)
class ServiceTask:
    """``ref.namespace`` is the project at the service, ``ref.name`` the task's id; times are unix seconds.

    ``state`` is a ``ShardState``'s value. ``tries`` counts how often a worker has taken it; ``why`` says why it failed
    or was refused.
    """

    ref: ResourceRef
    state: str
    audits: tuple[str, ...] = ()
    commit: str = ""
    queued_at_s: float | None = None
    began_at_s: float | None = None
    ended_at_s: float | None = None
    worker: str = ""
    tries: int = 0
    why: str = ""
