"""Which connection of the estate a repository belongs to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import unquote, urlsplit

from console.domain.forge.forge_host import ForgeHost, public_host
from console.domain.forge.repository_url import RepositoryUrl, repository_url
from console.estate.schema.estate import Estate
from console.estate.schema.git_provider import AzureDevOps, Forge
from console.estate.schema.project import Project
from console.kernel.errors import UserError
from console.kernel.i18n import t

_API_ENDINGS = ("/api/v3", "/api/v4", "/2.0")
_MOST_NAMES = 20
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class ForgePlace:
    """A repository and the connection that reads it; ``project`` is the estate's entry for it, if there is one."""

    provider: Forge
    repository: RepositoryUrl
    project: Project | None = None


def forge_place(estate: Estate, text: str) -> ForgePlace:
    """Return the place of a project's key or of an address; raise ``UserError`` when it cannot be told."""
    project = next((one for one in estate.projects if one.key == text), None)
    if project is not None:
        return project_place(estate, project)
    if "/" not in text and ":" not in text:
        raise UserError(
            t("{name} is neither a project of the estate nor an address.", name=repr(text)),
            t("There are: {names}.", names=_some(one.key for one in estate.projects) or t("none")),
        )
    repository = repository_url(text, _hosts(estate))
    return ForgePlace(_provider_of(estate, repository), repository)


def forge_places(estate: Estate, connection: str) -> Iterator[ForgePlace]:
    """Yield the projects of the estate that a connection reads; an address that cannot be told is left out."""
    for project in estate.projects:
        try:
            place = project_place(estate, project)
        except UserError:
            continue  # ``repo check`` tells why; here the others go on
        if place.provider.key == connection:
            yield place


def _some(names: Iterable[str]) -> str:
    """Return the first names of what may be hundreds."""
    first = list(islice(names, _MOST_NAMES + 1))
    return ", ".join(first[:_MOST_NAMES] + ["…"] * (len(first) > _MOST_NAMES))


def project_place(estate: Estate, project: Project) -> ForgePlace:
    """Return the place of a project, which need not be in the estate yet; raise ``UserError``."""
    named = next((one for one in _providers(estate) if one.key == project.provider), None)
    if named is None:
        repository = repository_url(project.url, _hosts(estate))
        return ForgePlace(_provider_of(estate, repository), repository, project)
    return ForgePlace(named, repository_url(project.url, _hosts_of(named)), project)


def served_repository(provider: Forge, url: str) -> RepositoryUrl:
    """Return the repository of an address on a connection's own hosts; raise ``UserError`` when it is elsewhere."""
    found = repository_url(url, _hosts_of(provider))
    if found.provider != provider.connector or not _serves(provider, found):
        raise UserError(
            t("{url} is not served by {name}.", url=found.web_url, name=provider.title or provider.key),
            t("Correct the address of the project, or choose another connection."),
        )
    return found


def repository_mark(estate: Estate, url: str) -> str:
    """Return what all addresses of one repository have in common: by https, by ssh, and in any case, as forges do."""
    try:
        found = repository_url(url, _hosts(estate))
    except UserError:
        return url.lower().removesuffix("/").removesuffix(".git")
    serving = (one for one in _providers(estate) if one.connector == found.provider and _serves(one, found))
    name = next((_hosts_of(one)[0].name for one in serving), found.host.name)
    return "/".join((_usual(name), found.organization, found.path)).lower()


def _providers(estate: Estate) -> tuple[Forge, ...]:
    return (*estate.github, *estate.gitlab, *estate.bitbucket, *estate.azure_devops)


def _hosts(estate: Estate) -> tuple[ForgeHost, ...]:
    return tuple(host for provider in _providers(estate) for host in _hosts_of(provider))


def _hosts_of(provider: Forge) -> tuple[ForgeHost, ...]:
    """Return the hosts of a connection's repositories: its address's own one, and those it names."""
    address = urlsplit(provider.url)
    path = address.path.rstrip("/")
    for ending in _API_ENDINGS:
        path = path.removesuffix(ending)
    if isinstance(provider, AzureDevOps):
        path = _above(path, provider.organization)
    name = (address.hostname or "").removeprefix("api.")
    if address.port is not None and address.port != _DEFAULT_PORTS.get(address.scheme):
        name = f"{name}:{address.port}"
    own = ForgeHost(name, provider.connector, address.scheme, path.strip("/"))
    return (own, *(replace(own, name=one.lower()) for one in provider.hosts))


def _above(path: str, organization: str) -> str:
    """Return the path without the organization, which an address of Azure DevOps may end in."""
    before, _, last = path.rpartition("/")
    return before if unquote(last).lower() == organization.lower() else path


def _provider_of(estate: Estate, repository: RepositoryUrl) -> Forge:
    for provider in _providers(estate):
        if provider.connector == repository.provider and _serves(provider, repository):
            return provider
    raise UserError(
        t("The estate has no connection for {url}.", url=repository.web_url),
        t("Add one for {host} to the estate file.", host=repository.host.name),
    )


def _serves(provider: Forge, repository: RepositoryUrl) -> bool:
    if isinstance(provider, AzureDevOps) and provider.organization.lower() != repository.organization.lower():
        return False
    names = {_usual(host.name) for host in _hosts_of(provider)}
    return bool({_usual(repository.host.name), repository.host.name.partition(":")[0]} & names)


def _usual(name: str) -> str:
    public = public_host(name)
    return public.name if public is not None else name
