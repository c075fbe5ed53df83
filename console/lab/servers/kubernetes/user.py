"""Who may talk to the lab's API server."""

from dataclasses import dataclass

MASTERS = "system:masters"
AUTHENTICATED = "system:authenticated"


@dataclass(frozen=True, slots=True)
class User:
    """An authenticated user. Members of `system:masters` may do everything; others what their bindings say."""

    name: str
    groups: tuple[str, ...] = ()
    uid: str = ""

    @property
    def all_groups(self) -> tuple[str, ...]:
        """The user's groups with the one that every authenticated user is in."""
        return (*self.groups, AUTHENTICATED)

    @property
    def is_master(self) -> bool:
        """Whether access rules do not apply."""
        return MASTERS in self.groups
