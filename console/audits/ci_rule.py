"""When jobs run: for requests to merge, for the default branch, or for other things alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from console.audits.ci_yaml import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MAIN = frozenset(["main", "master", "trunk", "develop"])
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


class RunsFor(NamedTuple):
    """What starts something: requests to merge, changes of the default branch."""

    requests: bool
    main: bool


ALWAYS = RunsFor(requests=True, main=True)


def is_main(branches: Iterable[str]) -> bool:
    """Return whether the default branch is among the names or patterns: whatever is not plainly another one may be."""
    known = [str(one) for one in branches if not str(one).startswith("!")]
    return any(one in _MAIN or one in {"*", "**"} or "default" in one or "$" in one for one in known) or any(
        not _ASIDE.search(one) for one in known
    )


def gitlab_runs_for(job: Mapping[str, object]) -> RunsFor:
    """Return what starts a job of GitLab, or with the rules of ``workflow`` all of them."""
    rules, only = job.get("rules"), job.get("only")
    if isinstance(rules, list):
        known = [_by_rule(one) for one in _flat(rules)]
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


def _by_rule(rule: object) -> RunsFor:
    if not isinstance(rule, dict) or rule.get("when") == "never":
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
    return RunsFor("merge_request" in name, main=name in _MAIN or "CI_DEFAULT_BRANCH" in name)


def azure_runs_for_main(trigger: object) -> bool:
    """Return whether Azure Pipelines starts for the default branch: it does unless told otherwise."""
    if isinstance(trigger, dict):
        branches = trigger.get("branches")
        if isinstance(branches, dict):
            included = branches.get("include")
            return is_main(words_of(included)) if included else not words_of(branches.get("exclude")) & _MAIN
        return is_main(words_of(branches)) if branches else "tags" not in trigger
    return "none" not in words_of(trigger) and is_main(words_of(trigger))
