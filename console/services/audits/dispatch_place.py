"""The places beyond this machine, other than clusters, where an estate's audits can run."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.estate.schema.estate import Estate

CI, SERVICE = "ci", "service"


class DispatchPlace(NamedTuple):
    """``key`` names it on the command line: the first of its kind by the kind, others by their connection.

    ``width`` is how many tasks it is taken to do at once, for estimates.
    """

    key: str
    title: str
    connection: str
    width: int


def dispatch_places(estate: Estate) -> tuple[DispatchPlace, ...]:
    """Return audit services and forges whose CI may run audits (``audit_pipeline``), services first."""
    return (*_services(estate), *_pipelines(estate))


def _services(estate: Estate) -> Iterator[DispatchPlace]:
    for number, one in enumerate(estate.audit_services):
        name = t("Audit service {name}", name=one.title or one.key)
        yield DispatchPlace(one.key if number else SERVICE, name, one.key, 2)


def _pipelines(estate: Estate) -> Iterator[DispatchPlace]:
    forges = (*estate.github, *estate.gitlab, *estate.bitbucket, *estate.azure_devops)
    for number, one in enumerate(forge for forge in forges if forge.audit_pipeline is not None):
        yield DispatchPlace(one.key if number else CI, t("CI of {name}", name=one.title or one.key), one.key, 8)
