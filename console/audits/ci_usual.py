"""What continuous integration runs by a name alone: the usual script of a language, jobs of orbs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from console.audits.ci_yaml import read_yaml, text_of, words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_TRAVIS, _CIRCLE = re.compile(r"^\.travis\.ya?ml$"), re.compile(r"^\.circleci/config\.ya?ml$")
# Only languages whose usual script runs tests; that of Python is an error.
_TESTS = {
    "node_js": "npm test", "go": "go test ./...", "ruby": "rake test", "java": "mvn test", "groovy": "mvn test",
    "android": "gradle connectedCheck test", "scala": "sbt test", "clojure": "lein test", "rust": "cargo test",
    "php": "phpunit", "perl": "make test", "elixir": "mix test", "haskell": "cabal test", "c": "make test",
    "cpp": "make test",
}  # fmt: skip
_GO_MAKEFILES = frozenset({"GNUmakefile", "Makefile", "makefile", "BSDmakefile"})
_ORB_TEST = re.compile(r"^(?P<orb>[\w.-]+)/(?:[\w.]+-)*tests?(?:-[\w.]+)*$", re.I)
_MOST_ROWS = 500
_ZUUL = re.compile(r"^\.?zuul(\.ya?ml|\.d/.+)$")
_LIBRARY = re.compile(r"@Library\(|^[ \t]*library[ (]|^buildPlugin\(", re.M)


def usual_commands(path: str, text: str, paths: Collection[str]) -> str:
    """Return the commands that a system runs for a language where its file names none."""
    if _TRAVIS.match(path) is None:
        return ""
    known = read_yaml(text)
    languages = {language for row in _travis_rows(known) for language in _untold(known | row)}
    made = languages & {"go"} if _GO_MAKEFILES.intersection(paths) else frozenset[str]()
    found = [_TESTS[one] for one in sorted(languages - made) if one in _TESTS]
    return "\n".join([*found, *("make" for _ in made)])


def _travis_rows(known: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the jobs that are listed one by one, each over the settings of all; without any: one that adds nothing."""
    listed = known.get("jobs", known.get("matrix"))
    rows = listed.get("include") if isinstance(listed, dict) else None
    told = rows[:_MOST_ROWS] if isinstance(rows, list) else []
    return [one for one in told if isinstance(one, dict)] or [dict[str, Any]()]


def _untold(job: dict[str, Any]) -> Iterator[str]:
    if "script" not in job:
        yield from (one.lower() for one in words_of(job.get("language")))


def orb_tests(path: str, text: str) -> str:
    """Return the jobs and commands of CircleCI's orbs that run tests by their names, in one line."""
    if _CIRCLE.match(path) is None:
        return ""
    known = read_yaml(text)
    orbs = words_of(known.get("orbs"))
    used = text_of([known.get(one) for one in ("jobs", "commands", "workflows")]).splitlines()
    found = (one for one in used if (match := _ORB_TEST.match(one)) is not None and match["orb"] in orbs)
    return " ".join(dict.fromkeys(found))


def called_elsewhere(path: str, text: str) -> str:
    """Return what describes the work in another repository: a library of Jenkins, the templates of Zuul."""
    if "Jenkinsfile" in path and _LIBRARY.search(text):
        return "a library of Jenkins"
    return "templates of Zuul" if _ZUUL.match(path) else ""
