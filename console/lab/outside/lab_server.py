"""What a lab serves beside its cluster and its metrics, and how such a server becomes a part of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from console.kernel.registry import Registry
from console.lab.lab_folder import LabFolder
from console.lab.outside.repository_options import RepositoryOptions
from console.lab.world.world import World

Sections = Mapping[str, Sequence[Mapping[str, Any]]]
"""Entries of an estate file by section (``cloudflare``, ``github``, ``projects``, ...)."""


@dataclass(frozen=True, slots=True)
class ServerContext:
    """What a server may use: the world it shows and steers, unix seconds, the lab's private folder, and a voice.

    ``report`` tells the lab's user one sentence about trouble; ``repositories`` is what the forges serve.
    """

    world: World
    now_s: Callable[[], float]
    folder: LabFolder
    report: Callable[[str], None]
    repositories: RepositoryOptions = field(default_factory=RepositoryOptions)


class LabServer(Protocol):
    """One outside system on loopback, behind a secret that the lab makes up at each start."""

    async def start(self) -> None:
        """Listen; raise ``ConsoleError`` when it cannot. Slow preparation goes on in the background."""

    async def stop(self) -> None:
        """Stop listening and end everything. Safe when it was not started."""

    def estate(self) -> Sections:
        """Return the entries of the estate file that lead to it, once started; secrets as ``file:`` references."""


@dataclass(frozen=True, slots=True)
class LabServerKind:
    """A kind of outside server by its key; ``build`` does no I/O."""

    key: str
    build: Callable[[ServerContext], LabServer]


LAB_SERVERS: Registry[LabServerKind] = Registry("lab server")
