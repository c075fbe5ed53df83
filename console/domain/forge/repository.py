"""A repository of a forge, and what the user may do there."""

from dataclasses import dataclass

from console.domain.resource import ResourceRef


@dataclass(frozen=True, slots=True)
class Repository:
    """``ref.name`` is its whole path (``owner/name``, ``group/sub/name``, ``project/name`` on Azure DevOps).

    ``rights`` are among read, write, admin; empty when the forge does not tell. ``size_kb`` is of its history.
    ``trouble`` says why nothing else is known of it; empty when it could be read.
    """

    ref: ResourceRef
    default_branch: str
    visibility: str
    clone_url: str
    web_url: str
    description: str = ""
    language: str = ""
    archived: bool = False
    size_kb: int | None = None
    pushed_at_s: float | None = None
    rights: tuple[str, ...] = ()
    trouble: str = ""
