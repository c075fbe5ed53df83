"""Throw things out of a zone's cache."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.errors import UserError
from console.kernel.i18n import t

MOST_AT_ONCE = 30
"""How many files, tags, prefixes or hosts the provider takes in one request on every plan."""


@dataclass(frozen=True, slots=True)
class PurgeCache:
    """One of: ``files`` (URLs), ``tags``, ``prefixes`` (host and path), ``hosts``, or ``everything``.

    It cannot be undone: the cache fills again from the origins. Raises ``UserError`` for none or several of them.
    """

    key: ClassVar[str] = "purge-cache"
    risk: ClassVar[Risk] = Risk.IRREVERSIBLE

    connection: str
    zone: str
    files: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    everything: bool = False

    def __post_init__(self) -> None:
        chosen = [names for names in self.named.values() if names]
        if len(chosen) + self.everything != 1:
            raise UserError(
                t("A purge is of files, tags, prefixes, hosts or everything: one of them."), t("Choose one of them.")
            )
        if chosen and (len(chosen[0]) > MOST_AT_ONCE or not all(chosen[0])):
            raise UserError(
                t("A purge takes at most {count} names, none of them empty.", count=MOST_AT_ONCE),
                t("Purge in several steps."),
            )

    @property
    def named(self) -> dict[str, tuple[str, ...]]:
        """Return what is chosen by name, by the provider's word for it."""
        return {"files": self.files, "tags": self.tags, "prefixes": self.prefixes, "hosts": self.hosts}

    @property
    def words(self) -> str:
        """Return what goes, in one line."""
        return (
            t("everything") if self.everything else ", ".join(name for names in self.named.values() for name in names)
        )

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, "Cache", self.zone)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t("Purge from the cache of {zone}: {what}.", zone=self.zone, what=self.words)


OPERATIONS.add(OperationKind(PurgeCache.key, PurgeCache, "Purge a zone's cache"))
