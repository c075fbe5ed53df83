"""When jobs run: for requests to merge, for the default branch, or for other things alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from console.audits.ci_yaml import words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

_MAIN = frozenset(["main", "master", "trunk", "develop"])
_USUAL = frozenset(["main", "master"])
_BEFORE = frozenset(["develop", "development", "dev"])  # what is merged to another branch later
_ASIDE = re.compile(
    r"^(gh-pages|pages|docs?|staging|production|prod|preview|beta|alpha|next|canary|nightly)$"
    r"|^(release|releases|hotfix|support|maint|maintenance|feature|deploy|dependabot|renovate)s?([-/].*)?$|^v?\d",
    re.I,
)
_REQUEST = re.compile(r"merge_request|external_pull_request", re.I)
_ANY_BRANCH = re.compile(
    r"CI_COMMIT_BRANCH\s*($|&&|\|\||\))|CI_PIPELINE_SOURCE\s*==\s*[\"']push|CI_COMMIT_TAG\s*==\s*null"
)
_OTHER_BRANCH = re.compile(r"(CI_COMMIT_BRANCH|CI_COMMIT_REF_NAME)\s*!=\s*(\$CI_DEFAULT_BRANCH|[\"'](main|master))")
_DEFAULT_BRANCH = re.compile(
    r"(==|=~)\s*\$?\{?CI_DEFAULT_BRANCH|CI_DEFAULT_BRANCH\s*==|CI_COMMIT_REF_PROTECTED|\b(main|master|trunk|develop)\b"
    r"|CI_COMMIT_BRANCH\s*=~"
)
_OF_TAGS = re.compile(r"startsWith\(\s*github\.ref\s*,\s*'refs/tags|\bgithub\.ref_type\s*==\s*'tag'")
_OF_PUSHES = re.compile(r"\bgithub\.(event_name\s*==\s*'push'|ref\s*==\s*'refs/heads/|ref_name\s*==\s*'(main|master)')")
_OF_REQUESTS = re.compile(r"\bgithub\.event_name\s*==\s*'pull_request")
_MAIN_PATTERN = re.compile(r"(?<![\w-])(main|master|trunk|develop)(?![\w-])|^/\.\*/")


class RunsFor(NamedTuple):
    """What starts something: requests to merge, changes of the default branch."""

    requests: bool
    main: bool


ALWAYS = RunsFor(requests=True, main=True)


def is_main(branches: Iterable[str], default: str = "") -> bool:
    """Return whether the default branch is among the names or patterns: whatever is not plainly another one may be.

    What it is known to be called is none, even ``next``. Where it is known to be called ``main`` or ``master``, that of
    development is another one.
    """
    known = [str(one) for one in branches if not str(one).startswith("!")]
    if default and default in known:
        return True
    if default in _USUAL:
        known = [one for one in known if one not in _BEFORE]
    return any(one in _MAIN or one in {"*", "**"} or "default" in one or "$" in one for one in known) or any(
        not _ASIDE.search(one) for one in known
    )


def bitbucket_runs_for(kind: str, name: str, branches: object) -> RunsFor:
    """Return what starts a pipeline of Bitbucket: the usual one for all branches that have none of their own."""
    has_own = isinstance(branches, dict) and not _USUAL.isdisjoint(map(str, branches))
    main = (kind == "default" and not has_own) or (kind == "branches" and is_main([name]))
    return RunsFor(requests=kind in {"default", "pull-requests"}, main=main)


def is_switched_off(condition: object) -> bool:
    """Return whether the ``if`` of a job or a step of GitHub is never met."""
    return _github_words(condition).casefold() == "false"


def _github_words(condition: object) -> str:
    return str(condition).strip().removeprefix("${{").removesuffix("}}").strip()


def github_runs_for(condition: object) -> RunsFor:
    """Return what starts a job of GitHub by its ``if``; one that can be met in several ways is not judged."""
    words = _github_words(condition)
    if is_switched_off(condition):
        return RunsFor(requests=False, main=False)
    if "||" in words or "!" in words:
        return ALWAYS
    of_tags = _OF_TAGS.search(words) is not None
    of_pushes = of_tags or _OF_PUSHES.search(words) is not None
    return RunsFor(requests=not of_pushes, main=not (of_tags or _OF_REQUESTS.search(words)))


def github_pushes(push: object, default: str = "") -> bool:
    """Return whether a push to the default branch is among those that start a workflow."""
    if not isinstance(push, dict):
        return True
    if push.get("branches") is not None:
        return is_main(words_of(push["branches"]), default)
    if "branches-ignore" in push:
        return not words_of(push["branches-ignore"]) & (_MAIN | {"*", "**"})
    return "tags" not in push


def github_requests(events: object, default: str = "") -> frozenset[str]:
    """Return the events of requests to merge that start a workflow; one that is closed is looked at no more."""
    known = frozenset({"pull_request", "pull_request_target", "merge_group"}) & words_of(events)
    told = {one: events.get(one) for one in known} if isinstance(events, dict) else {}
    return frozenset(one for one in known if _asks_to_merge(told.get(one), default))


def _asks_to_merge(event: object, default: str) -> bool:
    """Return whether an event means requests that are open, and not only those to branches of releases."""
    if not isinstance(event, dict):
        return True
    branches = event.get("branches")
    is_open = words_of(event.get("types")) != {"closed"}
    return is_open and (branches is None or _may_be_merged(words_of(branches), default))


def _may_be_merged(branches: Collection[str], default: str) -> bool:
    return default in branches or is_main(branches)  # to that of development, too


def gitlab_runs_for(job: Mapping[str, object]) -> RunsFor:
    """Return what starts a job of GitLab, or with the rules of ``workflow`` all of them."""
    rules, only = job.get("rules"), job.get("only")
    if isinstance(rules, list):
        known = [_by_rule(one, job.get("when")) for one in _flat(rules)]
    elif job.get("when") == "manual":
        known = []
    elif only is not None:
        known = [_by_reference(str(one)) for one in _references(only)]
    else:
        known = [ALWAYS]
    without = {str(one) for one in words_of(job.get("except"))}
    requests, main = any(one.requests for one in known), any(one.main for one in known)
    return RunsFor(requests, main and not without & (_MAIN | {"branches"}))


def _flat(rules: list[object]) -> list[object]:
    """Return rules without the lists that anchors and references put among them."""
    return [each for one in rules[:200] for each in (one if isinstance(one, list) else [one])]


def _by_rule(rule: object, usual: object) -> RunsFor:
    if not isinstance(rule, dict) or rule.get("when", usual) in ("never", "manual"):
        return RunsFor(requests=False, main=False)
    if "if" not in rule:
        return ALWAYS
    words = str(rule["if"])
    of_branches = _ANY_BRANCH.search(words) is not None
    other = _OTHER_BRANCH.search(words) is not None
    return RunsFor(
        requests=of_branches or other or _REQUEST.search(words) is not None,
        main=of_branches or (not other and _DEFAULT_BRANCH.search(words) is not None),
    )


def _references(only: object) -> Iterable[object]:
    if isinstance(only, dict):
        return words_of(only["refs"]) if "refs" in only else ("branches",)
    return words_of(only)


def _by_reference(name: str) -> RunsFor:
    if name in {"branches", "pushes"}:
        return ALWAYS
    is_pattern = name.startswith("/") and _MAIN_PATTERN.search(name) is not None
    return RunsFor("merge_request" in name, main=name in _MAIN or is_pattern or "CI_DEFAULT_BRANCH" in name)


def azure_runs_for_main(trigger: object, default: str = "") -> bool:
    """Return whether Azure Pipelines starts for the default branch: it does unless told otherwise."""
    if isinstance(trigger, dict):
        branches = trigger.get("branches")
        if isinstance(branches, dict):
            included = branches.get("include")
            return is_main(words_of(included), default) if included else not words_of(branches.get("exclude")) & _MAIN
        return is_main(words_of(branches), default) if branches else "tags" not in trigger
    return "none" not in words_of(trigger) and is_main(words_of(trigger), default)
