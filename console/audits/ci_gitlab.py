"""What a GitLab pipeline is made of: its file, the files of the repository that it includes, and what jobs extend."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, NamedTuple

from console.audits.ci_yaml import key_lines, read_yaml
from console.audits.own_path import own_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout

_MOST_FILES, _MOST_CHARACTERS, _MOST_PATTERNS = 40, 1_000_000, 10
_MOST_BASES, _LONGEST_PATTERN = 100, 200
_TAKEN = ("script", "before_script", "run", "trigger", "rules", "only", "except", "when")
_REMOTE = ("http://", "https://")
_FOREIGN = ("project", "remote", "component")
_OWN_NAME = ".gitlab-ci.yml"
_REFERRED = ("script", "before_script", "rules")
_MOST_REFERRED, _LONGEST_REFERENCE = 100, 10


class GitlabPipeline(NamedTuple):
    """``places`` are path and line of each setting; ``foreign`` what is included from elsewhere and cannot be read."""

    settings: dict[str, Any]
    places: dict[str, tuple[str, int]]
    foreign: tuple[str, ...]


class GitlabJob(NamedTuple):
    """``parts`` is a job with what it extends; ``missing`` what it extends and nobody here defines."""

    parts: dict[str, Any]
    missing: tuple[str, ...]


def gitlab_pipeline(checkout: Checkout, path: str) -> GitlabPipeline:
    """Return all settings of a pipeline: what includes wins over what is included."""
    found = GitlabPipeline({}, {}, ())
    for one, known in _Reading(checkout).files(path):
        lines = key_lines(checkout.text(one))
        for name, part in known.items():
            before = found.settings.get(name)
            found.settings[name] = before | part if isinstance(before, dict) and isinstance(part, dict) else part
            found.places[name] = (one, lines.get(name, 1))
        found = found._replace(foreign=(*found.foreign, *_foreign(known)))
    return found


def gitlab_settings(text: str) -> dict[str, Any]:
    """Return what a file says, without the document before it that names the inputs of a template."""
    head, mark, rest = text.removeprefix("---\n").partition("\n---")
    is_header = bool(mark) and any(one.startswith("spec:") for one in head.split("\n")[:_MOST_FILES])
    return read_yaml(rest.partition("\n")[2] if is_header else text)


class _Reading:
    """Reads files of one pipeline, each once, and in all no more than a pipeline has."""

    def __init__(self, checkout: Checkout) -> None:
        self._checkout = checkout
        self._seen: set[str] = set()
        self._characters = self._patterns = 0

    def files(self, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield a file after those that it includes."""
        self._seen.add(path)
        text = self._checkout.text(path)
        self._characters += len(text)
        known = gitlab_settings(text)
        for one in self._included(known):
            if one not in self._seen and len(self._seen) < _MOST_FILES and self._characters < _MOST_CHARACTERS:
                yield from self.files(one)
        yield path, known

    def _included(self, known: dict[str, Any]) -> Iterator[str]:
        for one in _includes(known):
            name = one.get("local")
            if isinstance(name, str) and "*" in name:
                yield from self._matched(name.lstrip("/"))
            elif isinstance(name, str) and (path := own_path(self._checkout.paths, name)):
                yield path

    def _matched(self, pattern: str) -> list[str]:
        """Return the files that a pattern means: one star stays in its folder, two go into those below it."""
        self._patterns += 1
        if self._patterns > _MOST_PATTERNS or len(pattern) > _LONGEST_PATTERN:
            return []
        plain, depth = pattern.replace("**/", "**"), pattern.count("/")
        known = (one for one in self._checkout.paths if one.endswith((".yml", ".yaml")))
        found = (one for one in known if ("**" in pattern or one.count("/") == depth) and fnmatchcase(one, plain))
        return [one for one in sorted(found)[:_MOST_FILES] if own_path(self._checkout.paths, one)]


def _includes(known: dict[str, Any]) -> list[dict[str, Any]]:
    told = known.get("include")
    rows = told[:_MOST_FILES] if isinstance(told, list) else [told]
    plain = [{"remote" if one.startswith(_REMOTE) else "local": one} if isinstance(one, str) else one for one in rows]
    return [one for one in plain if isinstance(one, dict)]


def _foreign(known: dict[str, Any]) -> Iterator[str]:
    """Yield what is included from elsewhere; of GitLab's own templates those in folders test nothing but one kind."""
    for one in _includes(known):
        told = [str(one[key]) for key in (*_FOREIGN, "file") if key in one]
        template = str(one.get("template", ""))
        if template and ("/" not in template or template.startswith("Jobs/Test")):
            told.append(template)
        if told:
            yield " ".join(told).replace(_OWN_NAME, "")


def called_pipeline(trigger: object) -> str:
    """Return the pipeline of another project, or included from elsewhere, that a job starts."""
    if not isinstance(trigger, dict):
        return str(trigger or "")
    return " ".join([str(trigger.get("project", "")), *_foreign(trigger)]).strip()


def whole_job(settings: dict[str, Any], name: str) -> GitlabJob:
    """Return a job with what it extends: its own parts win, then those of the last one that it names, and so on."""
    found, missing = dict[str, Any](), list[str]()
    waiting, seen = [name], set[str]()
    while waiting and len(seen) < _MOST_BASES:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        part = settings.get(one)
        if isinstance(part, dict):
            found = {key: part[key] for key in _TAKEN if key in part} | found
            waiting += _bases(part)
        else:
            missing.append(one)
    for key in _REFERRED:
        if isinstance(found.get(key), list):
            found[key] = [*found[key], *_referred(settings, found[key])]
    return GitlabJob(found, tuple(missing))


def _referred(settings: dict[str, Any], part: list[object]) -> list[object]:
    """Return what the references inside mean (``!reference [.job, script]``, read as a list of names), each once."""
    found, waiting, seen = list[object](), [part], set[tuple[object, ...]]()
    while waiting and len(seen) < _MOST_REFERRED:
        one = waiting.pop()
        path = tuple(one) if 1 < len(one) <= _LONGEST_REFERENCE and all(isinstance(each, str) for each in one) else ()
        if path and isinstance(settings.get(str(path[0])), dict):
            target = settings if path not in seen else None
            seen.add(path)
            for name in path:
                target = target.get(str(name)) if isinstance(target, dict) else None
            found.append(target)
            waiting += [target] if isinstance(target, list) else []
        else:
            waiting += [each for each in one if isinstance(each, list)]
    return found


def _bases(job: dict[str, Any]) -> list[str]:
    told = job.get("extends")
    return [str(one) for one in (told if isinstance(told, list) else [told])[:_MOST_BASES] if one is not None]
