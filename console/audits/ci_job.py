"""What continuous integration does, as its files say: those of four forges; others by their text."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple

from console.audits.ci_azure import azure_work, is_azure
from console.audits.ci_gitlab import called_pipeline, gitlab_pipeline, whole_job
from console.audits.ci_matrix import with_matrix
from console.audits.ci_rule import (
    ALWAYS,
    azure_runs_for_main,
    bitbucket_runs_for,
    github_pushes,
    github_requests,
    github_runs_for,
    gitlab_runs_for,
    is_switched_off,
)
from console.audits.ci_step import step_commands, steps_of
from console.audits.ci_usual import called_elsewhere, orb_tests, usual_commands
from console.audits.ci_yaml import key_lines, read_yaml, text_of, words_of
from console.audits.repository.default_branch import default_branch
from console.audits.workflow_part import workflow_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout

_GITHUB = re.compile(r"^\.(github|gitea|forgejo)/workflows/[^/]+\.ya?ml$")
_OTHERS = re.compile(
    r"^(((ci|\.ci|\.?jenkins|build|deploy|devops|pipelines?|tools)/)?([\w-]+\.)?Jenkinsfile[.\w-]*|\.circleci/config\.ya?ml|\.travis\.ya?ml|\.buildkite/[^/]+|\.drone\.ya?ml|"
    r"\.woodpecker(\.ya?ml|/.+)|"
    r"appveyor\.ya?ml|\.appveyor\.ya?ml|\.cirrus\.ya?ml|\.builds/.+|\.ci/[^/]+|cloudbuild\.ya?ml|\.semaphore/.+|"
    r"\.tekton/.+\.ya?ml|\.?zuul(\.ya?ml|\.d/.+)|buildspec[\w-]*\.ya?ml|\.prow(\.ya?ml|/.+)|\.teamcity/.+|"
    r"\.build\.ya?ml|\.ci-operator\.ya?ml|bamboo-specs/.+)$"
)
_NAMED = {".gitlab-ci.yml": "gitlab", "bitbucket-pipelines.yml": "bitbucket"}
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
_WORK_ORDER = ("script", "before_script", "run", "trigger")
_WORK = frozenset({"script", "extends", "trigger", "run"})
_OWN, _DEEPEST_CALL = "./", 4
_MOST_COMMANDS = 2 << 20


class CiJob(NamedTuple):
    """``commands`` is all that it runs, one string; ``is_timed`` also where the forge limits it by itself.

    ``calls`` names what does its work and is described elsewhere: a workflow, a template, a job of an orb.
    """

    path: str
    line: int
    name: str
    commands: str
    for_requests: bool
    for_main: bool
    is_timed: bool = True
    calls: str = ""

    @property
    def is_foreign(self) -> bool:
        """Return whether it calls something that is not in the repository, so that nobody can read what it does."""
        return bool(self.calls) and not self.calls.startswith(_OWN)


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
    if is_azure(path):
        return "azure_devops"
    return "other" if _OTHERS.match(path) else ""


def _jobs(checkout: Checkout) -> Iterator[CiJob]:
    """Yield the jobs; those of one file have no more commands than a file has letters that are read."""
    readers = {"github": _github, "gitlab": _gitlab, "bitbucket": _bitbucket, "azure_devops": _azure, "other": _other}
    for path in sorted(checkout.paths):
        kind, left = ci_kind(path), _MOST_COMMANDS
        for job in readers[kind](checkout, path) if kind else ():
            commands = job.commands[:left]
            left -= len(commands)
            yield job._replace(commands=commands)


def _other(checkout: Checkout, path: str) -> Iterator[CiJob]:
    text = checkout.text(path)
    if text:
        commands = f"{usual_commands(path, text, checkout.paths)}\n{text}".lstrip("\n")
        calls = orb_tests(path, text) or called_elsewhere(path, text)
        yield CiJob(path, 1, posixpath.basename(path), commands, for_requests=True, for_main=True, calls=calls)


def _github(checkout: Checkout, path: str) -> Iterator[CiJob]:
    text = checkout.text(path)
    known, lines = read_yaml(text), {one.name: one.line for one in workflow_parts(text)}
    events = known.get("on")
    branch = default_branch(checkout)
    requests = github_requests(events, branch)
    push = events.get("push") if isinstance(events, dict) else None
    pushed = "push" in words_of(events) and github_pushes(push, branch)
    main = pushed or "merge_group" in requests  # what a queue has tested is what is merged
    jobs = known.get("jobs")
    for name, job in jobs.items() if isinstance(jobs, dict) else ():
        if isinstance(job, dict):
            steps, is_off = steps_of(job), is_switched_off(job.get("if"))
            commands = "" if is_off else with_matrix(step_commands(checkout, steps), job)
            timed = (
                "timeout-minutes" in job
                or "uses" in job
                or (bool(steps) and all("timeout-minutes" in one for one in steps))
            )
            calls = "" if is_off else str(job.get("uses", ""))
            runs = github_runs_for(job.get("if", ""))
            for_requests, for_main = bool(requests) and runs.requests, main and runs.main
            yield CiJob(path, lines.get(name, 1), name, commands, for_requests, for_main, timed, calls)


def _gitlab(checkout: Checkout, path: str) -> Iterator[CiJob]:
    pipeline = gitlab_pipeline(checkout, path)
    known = pipeline.settings
    shared = text_of([known.get(key) for key in ("before_script", "default")])
    workflow = known.get("workflow")
    started = gitlab_runs_for(workflow) if isinstance(workflow, dict) else ALWAYS
    for name, job in known.items():
        if name in _GITLAB_WORDS or name.startswith(".") or not isinstance(job, dict) or not _WORK.intersection(job):
            continue
        parts, missing = whole_job(known, name)
        commands = "\n".join([*(text_of(parts.get(key)) for key in _WORK_ORDER), shared])
        calls = called_pipeline(parts.get("trigger")) or ("" if "script" in parts else " ".join(missing))
        runs = gitlab_runs_for(parts)
        requests, main = runs.requests and started.requests, runs.main and started.main
        yield CiJob(*pipeline.places[name], name, commands, requests, main, calls=calls)
    if pipeline.foreign:
        place = pipeline.places["include"]
        yield CiJob(*place, "include", "", started.requests, started.main, calls=" ".join(pipeline.foreign))


def _bitbucket(checkout: Checkout, path: str) -> Iterator[CiJob]:
    text = checkout.text(path)
    pipelines, lines = read_yaml(text).get("pipelines"), key_lines(text)
    pipelines = pipelines if isinstance(pipelines, dict) else {}
    for kind, branches in pipelines.items():
        named = branches if isinstance(branches, dict) and kind != "default" else {kind: branches}
        for name, steps in named.items():
            runs = bitbucket_runs_for(kind, name, pipelines.get("branches"))
            shared = str(steps.get("import", "")) if isinstance(steps, dict) else ""
            yield CiJob(path, lines.get(name, 1), name, text_of(steps), runs.requests, runs.main, calls=shared)


def _azure(checkout: Checkout, path: str) -> Iterator[CiJob]:
    text = checkout.text(path)
    known = read_yaml(text)
    main = azure_runs_for_main(known.get("trigger", "main"), default_branch(checkout))
    requests = "none" not in words_of(known.get("pr", ""))
    work = azure_work(checkout, path, known)
    yield CiJob(path, 1, posixpath.basename(path), work.commands, requests, main, calls=work.foreign)
