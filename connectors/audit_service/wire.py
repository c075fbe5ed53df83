"""Answers of an audit service, as far as they are used."""

import msgspec

from console.domain.audit.audit_batch import ShardState


class About(msgspec.Struct):
    """What the service is; ``workers`` is how many audits it runs at once."""

    name: str
    version: str
    workers: int


class Project(msgspec.Struct):
    """A repository that the service knows, by its own id."""

    id: str
    url: str


class Task(msgspec.Struct):
    """A task; times are unix seconds."""

    task_id: str
    project: str
    state: ShardState
    audits: list[str] = []
    commit: str = ""
    queued_at: float | None = None
    began_at: float | None = None
    ended_at: float | None = None
    worker: str = ""
    tries: int = 0
    why: str = ""


class Tasks(msgspec.Struct):
    """Some tasks; ``version`` counts everything that happened at the service."""

    version: int
    tasks: list[Task]


class Triggered(msgspec.Struct):
    """The answer to a trigger; ``estimated_completion`` is a unix time in seconds."""

    task_id: str
    estimated_completion: float


class Update(msgspec.Struct):
    """A message of the WebSocket: the first has all tasks that are not over, later ones what has changed."""

    version: int
    tasks: list[Task]
