"""What continuous integration does, as its files say: those of four forges; others by their text."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple

from console.audits.ci_rule import ALWAYS, azure_runs_for_main, gitlab_runs_for, is_main
from console.audits.ci_yaml import read_yaml, text_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout

_GITHUB = re.compile(r"^\.github/workflows/[^/]+\.ya?ml$")
_OTHERS = re.compile(
    r"^(Jenkinsfile|\.circleci/config\.ya?ml|\.travis\.ya?ml|\.buildkite/[^/]+|\.drone\.ya?ml|"
    r"\.woodpecker(\.ya?ml|/.+)|"
    r"appveyor\.ya?ml|\.appveyor\.ya?ml|\.cirrus\.ya?ml|\.builds/.+|\.ci/[^/]+|cloudbuild\.ya?ml|\.semaphore/.+)$"
)
_NAMED = {".gitlab-ci.yml": "gitlab", "bitbucket-pipelines.yml": "bitbucket"}
_AZURE = re.compile(r"^(\.azure[-\w]*/|azure[-_]?pipelines/)?[\w.-]*azure[-_]?pipelines?[\w.-]*\.ya?ml$")
_GITLAB_WORDS = frozenset(
    [
        "stages",
        "variables",
        "default",
        "include",
        "workflow",
        "image",
        "services",
        "cache",
        "before_script",
        "after_script",
    ]
)
_OWN, _DEEPEST_CALL = "./", 4
_WHEN = frozenset({"rules", "only", "except"})


class CiJob(NamedTuple):
    """``commands`` is all that it runs, one string; ``is_timed`` also where the forge limits it by itself.

    ``calls`` is the workflow that does its work, where it only calls one.
    """

    path: str
    line: int
    name: str
    commands: str
    for_requests: bool
    for_main: bool
    is_timed: bool = True
    calls: str = ""


def ci_jobs(checkout: Checkout) -> tuple[CiJob, ...]:
    """Return the jobs of all files of continuous integration, in the order of the files."""
    return checkout.once("ci-jobs", lambda: _with_callers(tuple(_jobs(checkout))))


def _with_callers(jobs: tuple[CiJob, ...]) -> tuple[CiJob, ...]:
    """Return the jobs; those of a workflow that others of the repository call run whenever these do."""
    for _ in range(_DEEPEST_CALL):
        callers = [one for one in jobs if one.calls.startswith(_OWN)]
        requests = {posixpath.normpath(one.calls) for one in callers if one.for_requests}
        main = {posixpath.normpath(one.calls) for one in callers if one.for_main}
        jobs = tuple(
            one._replace(
                for_requests=one.for_requests or one.path in requests, for_main=one.for_main or one.path in main
            )
            for one in jobs
        )
    return jobs


def ci_kind(path: str) -> str:
    """Return which forge's continuous integration a path describes (``other``: another system's); else nothing."""
    if _GITHUB.match(path):
        return "github"
    if path in _NAMED:
        return _NAMED[path]
    if _AZURE.match(path):
        return "azure_devops"
    return "other" if _OTHERS.match(path) else ""


def _jobs(checkout: Checkout) -> Iterator[CiJob]:
    readers = {"github": _github, "gitlab": _gitlab, "bitbucket": _bitbucket, "azure_devops": _azure}
    for path in sorted(checkout.paths):
        kind = ci_kind(path)
        if kind in readers:
            yield from readers[kind](checkout, path)
        elif kind and checkout.text(path):
            yield CiJob(path, 1, posixpath.basename(path), checkout.text(path), for_requests=True, for_main=True)


def _line(text: str, name: str) -> int:
    match = re.search(rf"^[^\S\n]*[\"']?{re.escape(name)}[\"']?\s*:", text, re.M)
    return text.count("\n", 0, match.start()) + 1 + (match[0].count("\n")) if match is not None else 1


def _github(checkout: Checkout, path: str) -> Iterator[CiJob]:
    text = checkout.text(path)
    known = read_yaml(text)
    events = known.get("on", known.get("true"))
    requests = {"pull_request", "pull_request_target", "merge_group"} & words_of(events)
    jobs = known.get("jobs")
    for name, job in jobs.items() if isinstance(jobs, dict) else ():
        if isinstance(job, dict):
            steps = [one for one in job.get("steps") or () if isinstance(one, dict)]
            commands = "\n".join(str(one.get(key, "")) for one in steps for key in ("run", "uses", "with"))
            timed = (
                "timeout-minutes" in job
                or "uses" in job
                or (bool(steps) and all("timeout-minutes" in one for one in steps))
            )
            calls = str(job.get("uses", ""))
            yield CiJob(
                path, _line(text, name), name, commands, bool(requests), _is_pushed(events), timed, calls
            )  # fmt: skip


def _is_pushed(events: object) -> bool:
    """Return whether a push to the default branch starts it: not when only tags or other branches are named."""
    if "push" not in words_of(events):
        return False
    push = events.get("push") if isinstance(events, dict) else None
    if not isinstance(push, dict):
        return True
    branches = push.get("branches")
    if branches is None:
        return "tags" not in push or "branches-ignore" in push
    return is_main(words_of(branches))


def _gitlab(checkout: Checkout, path: str) -> Iterator[CiJob]:
    text = checkout.text(path)
    known = read_yaml(text)
    shared = text_of([known.get(key) for key in ("before_script", "default", "include")])
    workflow = known.get("workflow")
    pipeline = gitlab_runs_for(workflow) if isinstance(workflow, dict) else ALWAYS
    for name, job in known.items():
        if (
            name in _GITLAB_WORDS
            or name.startswith(".")
            or not isinstance(job, dict)
            or not {"script", "extends", "trigger", "run"} & set(job)
        ):
            continue
        base = job.get("extends")
        parts = [known.get(one) for one in words_of(base)] if base is not None else []
        commands = "\n".join((text_of(job.get("script")), text_of(job.get("before_script")), text_of(parts), shared))
        ruled = next((one for one in (job, *parts) if isinstance(one, dict) and _WHEN.intersection(one)), {})
        runs = gitlab_runs_for(ruled)
        requests, main = runs.requests and pipeline.requests, runs.main and pipeline.main
        yield CiJob(path, _line(text, name), name, commands, requests, main)


def _bitbucket(checkout: Checkout, path: str) -> Iterator[CiJob]:
    text = checkout.text(path)
    pipelines = read_yaml(text).get("pipelines")
    for kind, branches in pipelines.items() if isinstance(pipelines, dict) else ():
        named = branches if isinstance(branches, dict) else {kind: branches}
        for name, steps in named.items():
            main = kind == "default" or (kind == "branches" and is_main([name]))
            requests = kind in {"default", "pull-requests"}
            yield CiJob(path, _line(text, name), name, text_of(steps), requests, main)


def _azure(checkout: Checkout, path: str) -> Iterator[CiJob]:
    text = checkout.text(path)
    known = read_yaml(text)
    main = azure_runs_for_main(known.get("trigger", "main"))
    requests = "none" not in words_of(known.get("pr", ""))
    work = text_of([known.get(key) for key in ("stages", "jobs", "steps", "extends")])
    yield CiJob(path, 1, posixpath.basename(path), work, requests, main)
