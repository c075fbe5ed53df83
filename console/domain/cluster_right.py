"""What a user may do in a namespace of a cluster, as its server lists it."""

from dataclasses import dataclass

_ANY = "*"


@dataclass(frozen=True, slots=True)
class RightRule:
    """One rule: every verb on every resource of the groups; ``names`` empty means all objects."""

    verbs: tuple[str, ...]
    groups: tuple[str, ...]
    resources: tuple[str, ...]
    names: tuple[str, ...] = ()

    def covers(self, verb: str, group: str, resource: str, name: str) -> bool:
        """Return whether it allows a verb; ``resource`` is the plural, with its subresource as ``pods/log``."""
        part = resource.partition("/")[2]
        wanted = {resource, _ANY, f"{_ANY}/{part}"} if part else {resource, _ANY}
        return (
            bool({verb, _ANY} & set(self.verbs))
            and bool({group, _ANY} & set(self.groups))
            and bool(wanted & set(self.resources))
            and (not self.names or name in self.names)
        )


@dataclass(frozen=True, slots=True)
class ClusterRights:
    """The rules that hold in one namespace; not ``complete`` when the server cannot list them all (webhooks)."""

    rules: tuple[RightRule, ...]
    complete: bool = True

    def may(self, verb: str, group: str, resource: str, name: str = "") -> bool | None:
        """Return whether the user may; ``None`` when the server has to be asked about just this."""
        if any(rule.covers(verb, group, resource, name) for rule in self.rules):
            return True
        return False if self.complete else None
