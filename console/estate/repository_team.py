"""Which team owns the repositories of the estate's projects."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from console.estate.forge_place import served_repository
from console.estate.schema.estate import Estate
from console.estate.schema.git_provider import Forge
from console.estate.schema.project import Project
from console.kernel.errors import UserError


def repository_teams(estate: Estate) -> Mapping[tuple[str, str], str]:
    """Return the teams of projects by the connection that reads them and their path in lower case.

    Ask once for all of them: whether it is still the same estate takes as long as a hundred lookups.
    """
    providers: tuple[Forge, ...] = (*estate.github, *estate.gitlab, *estate.bitbucket, *estate.azure_devops)
    return _teams(estate.projects, providers)


@lru_cache(maxsize=2)
def _teams(projects: tuple[Project, ...], providers: tuple[Forge, ...]) -> Mapping[tuple[str, str], str]:
    """Read every address once per estate: it takes a tenth of a millisecond."""
    found: dict[tuple[str, str], str] = {}
    for project in projects:
        for provider in providers:
            if project.team and project.provider in {None, provider.key} and (path := _path(provider, project)):
                found.setdefault((provider.key, path), project.team)
    return MappingProxyType(found)


def _path(provider: Forge, project: Project) -> str:
    try:
        return served_repository(provider, project.url).path.lower()
    except UserError:
        return ""
