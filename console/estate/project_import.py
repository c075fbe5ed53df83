"""Proposing projects for the estate from what a forge lists."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from console.domain.forge.repository import Repository
from console.estate.discovery import slug
from console.estate.forge_place import repository_mark
from console.estate.schema.estate import Estate
from console.estate.schema.project import Project
from console.estate.section_edit import estate_document, with_section
from console.kernel.i18n import t

_SECTION = "projects"
_MOST_KEY = 58


@dataclass(frozen=True, slots=True)
class ProjectProposal:
    """``project`` is what would be added, ``None`` when ``why_not`` says why nothing is; ``reason`` explains it.

    ``is_known``: it is there already, so nothing is amiss.
    """

    repository: str
    project: Project | None
    reason: str = ""
    why_not: str = ""
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A repository that may become a project; an empty ``connection``: no forge of the estate reads it.

    ``team``, ``branch`` and ``key`` are what somebody asked for; empty: what is usual.
    """

    connection: str
    repository: Repository
    team: str = ""
    branch: str = ""
    key: str = ""


def propose_projects(estate: Estate, candidates: Iterable[Candidate]) -> tuple[ProjectProposal, ...]:
    """Return a proposal per candidate: what is there already, archived or closed is left out."""
    known = {repository_mark(estate, one.url) for one in estate.projects}
    keys = {one.key for one in estate.projects}
    found: list[ProjectProposal] = []
    for one in candidates:
        name = one.repository.ref.name
        mark = repository_mark(estate, one.repository.clone_url)
        is_known = mark in known
        why_not = _objection(one.repository, is_known=is_known)
        if why_not:
            found.append(ProjectProposal(name, None, why_not=why_not, is_known=is_known))
            continue
        key = one.key if one.key and one.key not in keys else _free_key(name, keys)
        keys.add(key)
        known.add(mark)
        project = Project(
            key=key, url=one.repository.clone_url, provider=one.connection or None,
            branch=one.branch or one.repository.default_branch, team=one.team or None,
        )  # fmt: skip
        found.append(ProjectProposal(name, project, _reason(one.repository)))
    return tuple(found)


def with_projects(text: str, added: Sequence[Project]) -> str:
    """Return the estate's text with more projects; raise ``UserError`` when it is no YAML mapping."""
    entries: list[dict[str, Any]] = [dict(one) for one in estate_document(text).value.get(_SECTION) or ()]
    entries += [one.model_dump(mode="json", exclude_defaults=True) for one in added]
    return with_section(text, _SECTION, entries)


def _objection(one: Repository, *, is_known: bool) -> str:
    if one.trouble:
        return one.trouble
    if is_known:
        return t("a project of the estate already")
    if one.archived:
        return t("archived")
    if one.rights and "read" not in one.rights:
        return t("the token may not read it")
    if not one.default_branch:
        return t("empty: it has no branch")
    return "" if one.clone_url else t("the forge tells no address to clone it from")


def _reason(one: Repository) -> str:
    visibility = one.visibility or t("visibility not told")
    return ", ".join(part for part in (visibility, one.language, one.default_branch) if part)


def _free_key(path: str, taken: set[str]) -> str:
    """Return a key from the last part of a path, with its owner when that is taken, and a number after that."""
    short, long = slug(path.rpartition("/")[2]), slug(path)
    for key in (short, long):
        if key not in taken:
            return key
    number = 2
    while f"{long[:_MOST_KEY].strip('-')}-{number}" in taken:
        number += 1
    return f"{long[:_MOST_KEY].strip('-')}-{number}"
