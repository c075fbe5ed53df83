"""Which team owns the repositories of the estate's projects."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from console.estate.forge_place import served_repository
from console.estate.schema.estate import Estate
from console.estate.schema.git_provider import Forge
from console.estate.schema.project import Project
from console.kernel.errors import UserError


def repository_team(estate: Estate, connection: str, path: str) -> str:
    """Return the team of the project that a connection reads under a path; empty without one."""
    providers: tuple[Forge, ...] = (*estate.github, *estate.gitlab, *estate.bitbucket, *estate.azure_devops)
    return _teams(estate.projects, providers).get((connection, path.lower()), "")


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
