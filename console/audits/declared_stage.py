"""The stages that files of continuous integration declare for a release, and which of them waits for which."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from console.audits.ci_gitlab import gitlab_settings
from console.audits.ci_job import ci_kind
from console.audits.ci_yaml import read_yaml, text_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout

_GITLAB_USUAL = (".pre", "build", "test", "deploy", ".post")
_FOR_RELEASES = re.compile(r"\btags?\b|CI_COMMIT_TAG|release|always\(\)|success\(\)|!\s*cancelled\(\)", re.I)
_MOST = 200
_LONGEST_NAME, _MOST_PARTS = 200, 4
_EXPRESSION = re.compile(r"(?:\$\{\{[^{}]{0,200}(?:\}\}|$)[^\w$]*)+")


class DeclaredStage(NamedTuple):
    """``names`` are what a run may call it; ``step`` is its place: what has a higher one of its file comes later."""

    names: frozenset[str]
    step: int

    def is_called(self, name: str) -> bool:
        """Return whether a run may call it so: what an expression stands for in its name can be anything."""
        if name in self.names:
            return True
        return any("${{" in one and _shape(one).fullmatch(name[:_LONGEST_NAME]) is not None for one in self.names)


@lru_cache(maxsize=1 << 10)
def _shape(name: str) -> re.Pattern[str]:
    parts = _EXPRESSION.split(name[:_LONGEST_NAME])[:_MOST_PARTS]
    return re.compile(".*".join(re.escape(one) for one in parts))


def plain_stage(name: str) -> str:
    """Return the name of a stage without what a matrix or a called workflow adds to it."""
    return re.split(r" \(| / ", name, maxsplit=1)[0].strip().casefold()


def declared_stages(checkout: Checkout) -> tuple[tuple[DeclaredStage, ...], ...]:
    """Return the stages of each pipeline; what runs by hand or for other things than releases is left out."""
    return checkout.once("declared-stages", lambda: tuple(one for one in _pipelines(checkout) if one))


def _pipelines(checkout: Checkout) -> Iterator[tuple[DeclaredStage, ...]]:
    for path in sorted(checkout.paths):
        kind = ci_kind(path)
        if kind in {"", "other"}:
            continue
        text = checkout.text(path)
        known = gitlab_settings(text) if kind == "gitlab" else read_yaml(text)
        if kind == "github":
            yield tuple(_github(known))
        elif kind == "gitlab":
            yield tuple(_gitlab(known))
        elif kind == "azure_devops":
            yield tuple(_azure(known))
        else:
            pipelines = known.get("pipelines")
            tags = pipelines.get("tags") if isinstance(pipelines, dict) else None
            for steps in tags.values() if isinstance(tags, dict) else ():
                yield tuple(_bitbucket(steps))


def _stage(step: int, *names: object) -> DeclaredStage:
    return DeclaredStage(frozenset(plain_stage(str(one)) for one in names if one), step)


def _rows(part: object) -> list[dict[str, Any]]:
    return [one for one in part if isinstance(one, dict)][:_MOST] if isinstance(part, list) else []


def _github(known: dict[str, Any]) -> Iterator[DeclaredStage]:
    jobs = known.get("jobs")
    if not isinstance(jobs, dict):
        return
    steps: dict[str, int] = {}
    waiting = {str(name): one for name, one in list(jobs.items())[:_MOST] if isinstance(one, dict)}
    for _ in range(len(waiting)):  # each pass sets the steps of those whose needs are set
        for name, job in waiting.items():
            needs = [one for one in words_of(job.get("needs")) if one in waiting]
            if name not in steps and all(one in steps for one in needs):
                steps[name] = 1 + max((steps[one] for one in needs), default=-1)
    for name, job in waiting.items():
        if name in steps and ("if" not in job or _FOR_RELEASES.search(str(job["if"]))):
            yield _stage(steps[name], name, job.get("name"))


def _gitlab(known: dict[str, Any]) -> Iterator[DeclaredStage]:
    told = known.get("stages")
    order = [str(one) for one in told] if isinstance(told, list) else list(_GITLAB_USUAL)
    jobs = [one for one in known.values() if isinstance(one, dict) and _is_for_tags(one)]
    ran = dict.fromkeys(str(one.get("stage", "test")) for one in jobs)
    for step, name in enumerate(dict.fromkeys([*order, *ran])):
        if name in ran:
            yield _stage(step, name)


def _is_for_tags(job: dict[str, Any]) -> bool:
    if not {"script", "extends", "trigger", "run"} & set(job) or job.get("when") == "manual":
        return False
    narrow = text_of([job.get("rules"), job.get("only")])
    without = words_of(job.get("except"))
    return "tags" not in without and (not narrow.strip() or _FOR_RELEASES.search(narrow) is not None)


def _azure(known: dict[str, Any]) -> Iterator[DeclaredStage]:
    steps: dict[str, int] = {}
    before = -1
    for one in _rows(known.get("stages")):
        name = str(one.get("stage", ""))
        needs = [steps[each] for each in words_of(one.get("dependsOn")) if each in steps]
        steps[name] = before = 1 + (max(needs, default=-1) if "dependsOn" in one else before)
        if "condition" not in one or _FOR_RELEASES.search(str(one["condition"])):
            yield _stage(before, name, one.get("displayName"))


def _bitbucket(steps: object) -> Iterator[DeclaredStage]:
    for place, one in enumerate(_rows(steps)):
        beside = one.get("parallel")
        inner = _rows(beside.get("steps") if isinstance(beside, dict) else beside) or [one]
        for each in inner:
            step = each.get("step")
            if isinstance(step, dict) and step.get("name") and step.get("trigger") != "manual":
                yield _stage(place, step["name"])
