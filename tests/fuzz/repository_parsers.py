"""The parsers of files in repositories that are audited: anybody may have written them, for us or against us."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from console.audits import python_tree
from console.audits.audit_rule import load_rules
from console.audits.block_depth import block_depth
from console.audits.changelog import told_versions
from console.audits.ci_job import ci_jobs
from console.audits.ci_target import called_commands
from console.audits.ci_testing import testing_jobs
from console.audits.claimed_command import is_unprovided, why_it_fails
from console.audits.corrections.parsing import still_parses
from console.audits.corrections.text_edit import edits_of
from console.audits.coverage_report import coverage_of
from console.audits.declared_stage import declared_stages
from console.audits.dependencies.declared_dependency import declares_dependencies
from console.audits.dependencies.lock_file import locked_packages
from console.audits.foresight.fix_title import is_fix_title, title_of
from console.audits.foresight.text_shape import text_shape
from console.audits.known_word import known_words
from console.audits.licence import families_of, named_licences
from console.audits.project_settings import has_section, json_settings
from console.audits.release_title import is_release_title
from console.audits.repository.added_lines import defined_name
from console.audits.repository.history import HistoryCommit
from console.audits.shown_command import shown_commands
from console.audits.suppression import told_suppressions
from console.audits.tools.format_call import format_call
from console.audits.tools.format_profile import format_profiles, hook_names
from console.audits.tools.word_list import listed_words
from tests.fuzz.given_checkout import GivenCheckout
from tests.fuzz.parser import Parser

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from console.audits.repository.checkout import Checkout

_YEAR = 2026
_MOST_BYTES = 1_800_000  # of all files together that hold the same, so that a bound of time means one reading
_ANN = ("Ann", "ann@shop.example", 1_789_000_000)
_BESIDE = {
    "src/shop/main.py": b"x = 1\n", "tests/test_main.py": b"x = 1\n", "a" * 60: b"", "README.md": b"97 % coverage\n",
}  # fmt: skip
_PYTHON = ("src/shop/look.py", "tests/test_look.py")
_CODE = tuple(f"src/shop/look.{one}" for one in ("js", "ts", "go", "rs", "java", "sh", "c"))
_LOCKS = (
    "requirements.txt", "Pipfile.lock", "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock",
    "gradle.lockfile", "pom.xml", "uv.lock", "Cargo.lock", "go.mod",
    "Gemfile.lock", "composer.lock", "packages.lock.json", "packages.config",
)  # fmt: skip


def _placed(*paths: str, look: Callable[[Checkout], object]) -> Callable[[Path], object]:
    """Put a file where a repository has one of that kind, or several, and look at it as rules do."""

    def parse(file: Path) -> object:
        files = {**_BESIDE, **dict.fromkeys(paths, file.read_bytes()[: _MOST_BYTES // len(paths)])}
        return look(GivenCheckout(files, file.parent))

    return parse


def _judged(checkout: Checkout, *rules: str) -> object:
    return [one.check(checkout) for one in load_rules() if one.key in rules]


def _lock(name: str) -> Parser:
    look = partial(locked_packages, path=name)
    return Parser(f"lock-{name.replace('.', '-').lower()}", _placed(name, look=look))


def _sums(checkout: Checkout) -> object:
    return locked_packages(checkout, "go.sum")


def _settings(checkout: Checkout) -> object:
    """Look at the settings of tools as the rules about them do."""
    declared = [declares_dependencies(checkout, one) for one in sorted(checkout.paths)]
    licences, profiles = named_licences(checkout), format_profiles(checkout, _YEAR)
    words = known_words(checkout)
    chosen = [one.choice.has(path) for one in profiles.values() for path in ("a" * 255, "docs/a/b/c.py")]
    return (
        declared, licences, profiles, chosen, words, words.cover("docs/a.md", "teh"), hook_names(checkout),
        has_section(checkout, "setup.cfg", "flake8"), json_settings(checkout, "package.json"),
        is_unprovided(checkout, "shop-x"), called_commands(checkout, "npm run build\nmake\nyarn a"),
        _judged(checkout, "STR06", "STR10", "SAG02"),
    )  # fmt: skip


def _pipeline(checkout: Checkout) -> object:
    return (
        ci_jobs(checkout), testing_jobs(checkout), declared_stages(checkout), format_call(checkout, "black"),
        _judged(checkout, "SRV01", "SRV02", "SRV04", "SRV05", "SRV08"),
    )  # fmt: skip


def _makefile(checkout: Checkout) -> object:
    commands = shown_commands(checkout, "```\nmake build\nmake -C docs html\njust build\ntox -e lint\n```\n")
    return called_commands(checkout, "make\nmake build test"), [why_it_fails(checkout, one) for one in commands]


def _readme(checkout: Checkout) -> object:
    return _judged(checkout, "SAG01", "SAG03", "SAG06", "SAG09", "INT10", "INT11")


def _licence(checkout: Checkout) -> object:
    return families_of(checkout.text("LICENSE")), _judged(checkout, "SAG02")


def _changelog(checkout: Checkout) -> object:
    return told_versions(checkout), _judged(checkout, "SAG05")


def _coverage(checkout: Checkout) -> object:
    return coverage_of(checkout), _judged(checkout, "INT10")


def _owners(checkout: Checkout) -> object:
    return _judged(checkout, "SAG04")


def _looks(checkout: Checkout) -> object:
    """Take every look at Python; one with a fault would be taken at no other file either."""
    load_rules()
    return [rows for one in python_tree._LOOKS for rows in one.files(checkout)]


def _code(checkout: Checkout) -> object:
    """Look at what is no Python, whose structure programs read, and its lines the rules."""
    text = checkout.text(_CODE[0])
    names = [defined_name(one) for one in text.split("\n")[:1000]]
    return names, block_depth(text), text_shape(text), _judged(checkout, "SAG08", "INT02", "INT05", "INT11", "TDD08")


def _message(file: Path) -> object:
    """Take a file for the message of some commits."""
    subject, _, body = file.read_bytes().decode("utf-8", "surrogateescape").partition("\n")
    title = title_of(subject, body)
    history = tuple(
        HistoryCommit(f"{one:040x}", (f"{one + 1:040x}",), *_ANN, *_ANN, "N", subject, body, ()) for one in range(3)
    )
    checkout = GivenCheckout(_BESIDE, file.parent, history)
    found = _judged(checkout, "GIT01", "GIT02", "GIT05", "GIT08", "FLO04", "FLO09")
    return is_release_title(subject), is_fix_title(title), found


def _patch(file: Path) -> object:
    """Read the edits of a difference; one that does not fit is refused without a sentence for people."""
    with suppress(ValueError):
        return edits_of(file.read_bytes().decode("utf-8", "surrogateescape"), {"a.py": "x = 1\ny = 2\n"})
    return None


def _parsed(file: Path) -> object:
    text = file.read_bytes().decode("utf-8", "replace")
    return [still_parses(f"a.{one}", text, text) for one in ("py", "json", "toml", "yaml")]


REPOSITORY_PARSERS = (
    *map(_lock, _LOCKS),
    Parser("lock-go-sum", _placed("go.sum", "go.mod", look=_sums)),
    Parser("repo-toml", _placed("pyproject.toml", "Cargo.toml", "packages/a/ruff.toml", look=_settings)),
    Parser("repo-ini", _placed("setup.cfg", "tox.ini", ".codespellrc", ".flake8", "mypy.ini", look=_settings)),
    Parser("repo-json", _placed("package.json", "composer.json", "tsconfig.json", look=_settings)),
    Parser("repo-hooks", _placed(".pre-commit-config.yaml", look=_settings)),
    Parser("repo-manifest", _placed("pom.xml", "setup.py", "a.gemspec", "Gemfile", "Dockerfile", look=_settings)),
    Parser("repo-workflow", _placed(".github/workflows/ci.yml", ".github/dependabot.yml", look=_pipeline)),
    Parser("repo-gitlab", _placed(".gitlab-ci.yml", look=_pipeline)),
    Parser("repo-bitbucket", _placed("bitbucket-pipelines.yml", look=_pipeline)),
    Parser("repo-azure", _placed("azure-pipelines.yml", look=_pipeline)),
    Parser("repo-jenkins", _placed("Jenkinsfile", "Makefile", look=_pipeline)),
    Parser("repo-makefile", _placed("Makefile", "Justfile", "tox.ini", look=_makefile)),
    Parser("repo-coverage", _placed("coverage.xml", "jacoco.xml", "lcov.info", look=_coverage)),
    Parser("repo-readme", _placed("README.md", "docs/index.adoc", look=_readme)),
    Parser("repo-page", _placed("README.rst", "docs/page.rst", look=_readme)),
    Parser("repo-changelog", _placed("CHANGELOG.md", look=_changelog)),
    Parser("repo-licence", _placed("LICENSE", look=_licence)),
    Parser("repo-owners", _placed("CODEOWNERS", look=_owners)),
    Parser("repo-decision", _placed("docs/adr/0001-choose.md", look=_readme)),
    Parser("repo-python", _placed(*_PYTHON, look=_looks)),
    Parser("repo-code", _placed(*_CODE, "config/app.yaml", "deploy/a.env", look=_code)),
    Parser("repo-message", _message),
    Parser("repo-words", lambda file: listed_words(file.read_bytes())),
    Parser("repo-patch", _patch),
    Parser("repo-parsed", _parsed),
    Parser("suppressions", lambda file: told_suppressions(file.read_bytes())),
)
