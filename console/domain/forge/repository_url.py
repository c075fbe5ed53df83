"""Recognising a forge's repository from the addresses that people have: https, ssh and scp-like ones."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from console.domain.forge.forge_host import AZURE_DEVOPS, BITBUCKET, GITHUB, GITLAB, ForgeHost, public_host
from console.domain.forge.url_part import UrlPart, split_url
from console.kernel.errors import UserError
from console.kernel.i18n import t

_PLAIN = re.compile(r"[A-Za-z0-9_.][A-Za-z0-9_.-]*")
_AZURE = re.compile(r"[^\s\\/:*?\"<>|#;{}+=\[\]-][^\\/:*?\"<>|#;{}+=\[\]]{0,255}")
_OF_ADDRESSES = frozenset("%&")  # of names on Azure DevOps, e.g. "R&D"
_PAGES = {
    GITHUB: frozenset(
        {
            *("tree", "blob", "blame", "raw", "commit", "commits", "compare", "branches", "tags", "releases"),
            *("pull", "pulls", "issues", "actions", "discussions", "projects", "wiki", "security", "settings"),
        }
    ),
    BITBUCKET: frozenset(
        {"src", "raw", "commits", "branch", "branches", "pull-requests", "pipelines", "wiki", "issues"}
    ),
}
"""What a browser shows of a repository has such a word behind its name; Bitbucket's first page is ``src/main``."""
_MOST_GROUPS = 21  # of GitLab: twenty groups and the project


@dataclass(frozen=True, slots=True)
class RepositoryUrl:
    """A repository; ``path`` is whole (``owner/name``, ``group/sub/name``, ``project/name`` on Azure DevOps).

    ``organization`` is Azure DevOps' organization (a server's collection), else empty.
    """

    host: ForgeHost
    path: str
    organization: str = ""

    @property
    def provider(self) -> str:
        """Return the connector kind's key: ``github``, ``gitlab``, ``bitbucket`` or ``azure_devops``."""
        return self.host.provider

    @property
    def web_url(self) -> str:
        """Return where a browser shows it."""
        return f"{self._root}/{_escaped(self._azure('_git') if self._is_azure else self.path)}"

    @property
    def https_url(self) -> str:
        """Return what git clones without a key; it holds no credentials."""
        return self.web_url if self._is_azure else f"{self.web_url}.git"

    @property
    def ssh_url(self) -> str:
        """Return what git clones with a key."""
        name = self.host.name.partition(":")[0]
        if not self._is_azure:
            return f"git@{name}:{self.path}.git"
        if name == "dev.azure.com":
            return f"git@ssh.dev.azure.com:v3/{_escaped(f'{self.organization}/{self.path}')}"
        return f"ssh://{name}:22/{_escaped(self._with_prefix(self._azure('_git')))}"

    @property
    def _is_azure(self) -> bool:
        return self.provider == AZURE_DEVOPS

    @property
    def _root(self) -> str:
        return f"{self.host.scheme}://{self._with_prefix(self.host.name, before=False)}"

    def _with_prefix(self, text: str, *, before: bool = True) -> str:
        parts = (self.host.prefix, text) if before else (text, self.host.prefix)
        return "/".join(part for part in parts if part)

    def _azure(self, mark: str) -> str:
        project, _, name = self.path.partition("/")
        return f"{self.organization}/{project}/{mark}/{name}"


def repository_url(text: str, known: Sequence[ForgeHost] = ()) -> RepositoryUrl:
    """Return what ``text`` names; ``known`` are the hosts of self-hosted forges. Raise ``UserError`` with the reason.

    Hosts that are known go before public ones, and those with the address's own port before those without.
    """
    parts = split_url(text)
    host = _host(parts, known)
    if host.provider == AZURE_DEVOPS:
        return _azure_repository(parts, host)
    segments = _below(parts.segments, host.prefix) if parts.is_web else parts.segments  # ssh knows no prefix
    if host.provider == GITLAB and "-" in segments:
        segments = segments[: segments.index("-")]  # /group/project/-/tree/main
    if parts.is_web and len(segments) > 2 and segments[2] in _PAGES.get(host.provider, ()):
        segments = segments[:2]
    segments = (*segments[:-1], segments[-1].removesuffix(".git")) if segments else ()
    most = _MOST_GROUPS if host.provider == GITLAB else 2
    if not 2 <= len(segments) <= most or not all(_is_name(one) for one in segments):
        raise _no_repository(parts)
    return RepositoryUrl(host, "/".join(segments))


def _host(parts: UrlPart, known: Sequence[ForgeHost]) -> ForgeHost:
    public = public_host(parts.host)
    found = _known_host(parts, known) or public
    if public is not None and public.provider == AZURE_DEVOPS:
        found = public  # it alone knows that the old hosts name the organization
    if found is None and "_git" in parts.segments:
        found = ForgeHost(parts.authority if parts.is_web else parts.host, AZURE_DEVOPS)
    if found is None:
        raise UserError(
            t("No forge is known at {host}.", host=parts.host),
            t("Add the host to “hosts” of the GitHub, GitLab, Bitbucket or Azure DevOps connection it belongs to."),
        )
    if parts.scheme == "http" and found.scheme != "http":
        raise UserError(t("The address begins with http, which protects nothing."), t("Write https instead."))
    return found


def _known_host(parts: UrlPart, known: Sequence[ForgeHost]) -> ForgeHost | None:
    for one in known:
        if parts.is_web and one.name == parts.authority:
            return one
    for one in known:
        if one.name.partition(":")[0] != parts.host:
            continue
        if parts.is_ssh:
            return one
        if ":" not in one.name:
            return replace(one, name=parts.authority)
    return None


def _azure_repository(parts: UrlPart, host: ForgeHost) -> RepositoryUrl:
    """Read ``[prefix/]organization/[project/]_git/name`` and its ssh forms; the organization may be the host's."""
    segments = _below(parts.segments, host.prefix)
    if segments[:1] == ("v3",) and len(segments) == 4:
        segments = (segments[1], segments[2], "_git", segments[3])
    mark = next((one for one in ("_git", "_ssh") if one in segments), "")
    before = segments[: segments.index(mark)] if mark else ()
    after = segments[len(before) + 1 :] if mark else ()
    is_old = bool(host.organization) or parts.host.startswith("vs-ssh.")
    if is_old and before and before[0].lower() == "defaultcollection":
        before = before[1:]
    organization = _organization(parts, host)
    if organization and before[:1] != (organization,):
        before = (organization, *before)
    if len(after) != 1 or not 1 <= len(before) <= 3 or not all(_AZURE.fullmatch(one) for one in (*before, *after)):
        raise _no_repository(parts)
    if len(before) == 3:  # a server's virtual folder that nobody told: host/tfs/collection/project
        host = replace(host, prefix=before[0])
        before = before[1:]
    name = after[0]
    project = before[1] if len(before) == 2 else name  # without a project it is named as the repository is
    return RepositoryUrl(host, f"{project}/{name}", before[0])


def _organization(parts: UrlPart, host: ForgeHost) -> str:
    """Return the organization that the host (or, on the old ssh host, the user) already names."""
    if parts.host == "vs-ssh.visualstudio.com" and parts.segments[:1] != ("v3",):
        return parts.user
    public = public_host(parts.host)
    return public.organization if public is not None else ""


def _below(segments: tuple[str, ...], prefix: str) -> tuple[str, ...]:
    first = tuple(prefix.split("/")) if prefix else ()
    return segments[len(first) :] if segments[: len(first)] == first else segments


def _is_name(segment: str) -> bool:
    return bool(_PLAIN.fullmatch(segment)) and len(segment) <= 255


def _escaped(path: str) -> str:
    return "".join(letter if _stays(letter) else "".join(f"%{one:02X}" for one in letter.encode()) for letter in path)


def _stays(letter: str) -> bool:
    return letter.isascii() and not letter.isspace() and letter not in _OF_ADDRESSES


def _no_repository(parts: UrlPart) -> UserError:
    return UserError(
        t("The address does not name a repository of {host}.", host=parts.host),
        t("Copy it from the forge's “Clone” button."),
    )
