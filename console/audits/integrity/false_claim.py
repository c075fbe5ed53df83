"""INT10: the README names something that is not there."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.claimed_badge import named_badges
from console.audits.claimed_command import is_unprovided, why_it_fails_in
from console.audits.claimed_export import missing_exports
from console.audits.claimed_name import missing_calls, missing_imports
from console.audits.outcome import not_applicable
from console.audits.page_link import PAGES, PageLink, page_links
from console.audits.page_place import is_elsewhere, is_page, leads_from_above
from console.audits.project_settings import json_settings, toml_settings
from console.audits.repository.path_class import PathClass, path_class
from console.audits.shown_command import ShownCommand, shown_commands, without_comments
from console.audits.sub_project import is_within
from console.audits.tracked_folder import tracked_folders
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_outcome import RuleOutcome, RuleState
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout


_KEY = "INT10"
_README = re.compile(r"(^|/)readme(\.\w+)?$", re.I)
# Pages of what is made anew from them, or only looked at by tests, tell of another project.
_APART = re.compile(
    r"(^|/)(tests?|__tests__|specs?|testdata|fixtures?|__fixtures__|templates?|_templates|skeletons?"
    r"|scaffold\w*|examples?|samples?)/|cookiecutter",
    re.I,
)
_MOST_READMES, _MOST_ABOVE = 60, 4
_LINK = re.compile(
    r"!?\[[^\]\n]{0,400}\]\(\s*<?([^)\s>#?]{1,400}+)[^)]{0,400}\)|^\.\. image:: (\S+)|<img[^<>]+src=[\"']([^\"'#?]+)"
    r"|^ {0,3}\[(?!\^)[^\]\n]+\]:\s+<?([^\s>#?]+)",
    re.M,
)
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.M | re.S)
_COVERAGE = re.compile(
    r"(\d{1,3}(?:\.\d+)?)\s*%\s*(?:of )?(?:test |code |line |branch |statement )?(?:coverage|covered)"
    r"|coverage(?: of| is|:)?\s*\**(\d{1,3}(?:\.\d+)?)\s*%|badge/coverage-(\d{1,3})%25",
    re.I,
)
_RATE = re.compile(r'<coverage[^<>]*\bline-rate="(\d{1,9}(?:\.\d+)?)"')
_REPORT = re.compile(r"(^|/)(coverage|cobertura(-coverage)?)\.xml$")
_SLACK = 1.0
_WORKFLOW = re.compile(
    r"(?:github\.com/([\w.-]+/[\w.-]+)/(?:actions/)?workflows"
    r"|img\.shields\.io/github/actions/workflow/status/([\w.-]+/[\w.-]+))/([\w.%-]+\.ya?ml)",
    re.I,
)
_SCRIPT = re.compile(
    r"(?:^|`|&& )[^\S\n]*(?:\$ )?(?:(?:(?:ba|z)?sh|source|python3?|node|ruby|bash) )?(\./[\w./-]+\.\w+|"
    r"(?<=sh )[\w./-]+\.sh|(?<=python )[\w./-]+\.py|(?<=python3 )[\w./-]+\.py|(?<=node )[\w./-]+\.[cm]?js)\b",
    re.M,
)
_PROGRAM = re.compile(r"^[^\S\n]*(?:\$ )?([a-z][a-z0-9-]+)(?= [\w./-]|$)", re.M)
_MADE = re.compile(r"(^|/)(dist|build|out|target|node_modules|\.venv|venv|_build)(/|$)")
_EXAMPLE = re.compile(
    r"(^|[/_.-])(my|your|some|foo|bar|path|example|local|secret|override|new|custom)([/_.-]|\d|$)", re.I
)
_FILE = re.compile(
    r"`((?:[\w.-]+/)+[\w-]+\.(?:py|[cm]?[jt]sx?|go|java|rs|sh|ya?ml|toml|json|md|ini|cfg|sql|proto|tf))`"
)
_WRITTEN = re.compile(
    r"creat|\badd|writ|generat|output|\bsav|cop(y|ied)|\bnew\b|\bput|ignor|\bif\b|optional|e\.g|default|your|作成|生成|追加",
    re.I,
)
_WISH = re.compile(
    r"\b(goals?|targets?|aim|want|at least|minimum|min\.|requires?d?|threshold|should|must|need|below|under)\b", re.I
)
# From there on a page is about a project that the reader has just made.
_MADE_ANEW = re.compile(
    r"\b(?:npm (?:init|create) (?!-)[\w@]|(?:yarn|pnpm|bun) create [\w@]|np[mx] (?:-y |--yes |exec )?create-\w"
    r"|npx degit )"
)
_PACKAGED = frozenset({"npm", "pnpm", "yarn", "bun"})
_SLUG = re.compile(r"github(?:\.com)?[/:]([\w.-]+/[\w.-]+)")
_CODE = re.compile(r"^(```|~~~)([^\n]*)\n(.*?)^\1", re.M | re.S)
_PYTHON = re.compile(r"\W*(?:py\w*|ipython\w*|doctest|console|shell|sh|bash|text)?(?!\w)", re.I)
_INLINE = re.compile(r"`([^`\n]+)`")


def _check(checkout: Checkout) -> RuleOutcome:
    readmes = [one for one in checkout.paths if _README.search(one) and _is_of_product(one)]
    if not readmes:
        return not_applicable(_KEY, t("There is no README."))
    looked_at = _nearest(readmes)
    checkout.folder_with(looked_at)
    found = list(dict.fromkeys(one for readme in looked_at for one in _findings(checkout, readme)))
    return RuleOutcome(_KEY, RuleState.MEASURED, 1.0 / (1.0 + len(found)), tuple(found))


def _is_of_product(readme: str) -> bool:
    kept_apart = path_class(readme) in {PathClass.VENDORED, PathClass.GENERATED} or _APART.search(readme)
    return "/" not in readme or not kept_apart


def _nearest(readmes: list[str]) -> list[str]:
    """Return the pages of the repository and of its sub-projects, those nearest to the root first."""
    return sorted(readmes, key=lambda one: (one.count("/"), one))[:_MOST_READMES]


def _findings(checkout: Checkout, readme: str) -> Iterator[Finding]:
    text = without_comments(checkout.text(readme))
    prose = _FENCE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)  # places stay as they are
    yield from _linked(checkout, readme, prose)
    made = _MADE_ANEW.search(text)
    for one, lack in _failing(checkout, posixpath.dirname(readme), text):
        is_elsewhere = made is not None and one.place > made.start() and one.words[0] in _PACKAGED
        if not is_elsewhere:
            yield _finding(readme, text, one.place, lack)
    for match in _WORKFLOW.finditer(text):
        path = f".github/workflows/{unquote(match[3])}"
        if path not in checkout.paths and _is_own(checkout, match[1] or match[2]):
            yield _finding(readme, text, match.start(), t("{target} does not exist", target=path[:120]))
    for place, repository, name in named_badges(checkout, text):
        if _is_own(checkout, repository):
            yield _finding(readme, text, place, t("{target} does not exist", target=name[:120]))
    yield from _coverage(checkout, readme, text)
    yield from _programs(checkout, readme, text)
    yield from _mentioned(checkout, readme, prose)


def _failing(checkout: Checkout, folder: str, text: str) -> Iterator[tuple[ShownCommand, str]]:
    """Yield the commands that cannot work, with what they lack."""
    above = [folder[:place] for place, sign in enumerate(folder) if sign == "/"]
    folders = dict.fromkeys((folder, *above[: -_MOST_ABOVE - 1 : -1], ""))
    for ways in zip(*(shown_commands(checkout, text, one) for one in folders), strict=True):
        lack = why_it_fails_in(checkout, ways)
        if lack:
            yield ways[0], lack


def _linked(checkout: Checkout, readme: str, prose: str) -> Iterator[Finding]:
    """Yield the links and pictures that lead nowhere."""
    links = page_links(readme, checkout.text(readme)) if readme.lower().endswith(PAGES) else _plain_links(prose)
    endings = ("", ".rst") if readme.lower().endswith(".rst") else ("",)  # :doc: names a page without its ending
    for line, told in links:
        target = re.split("[#?]", told, maxsplit=1)[0]
        if not any(_is_there(checkout, target + one, readme) for one in endings):
            yield _finding_at(readme, line, t("{target} does not exist", target=target[:120]))


def _plain_links(prose: str) -> Iterator[PageLink]:
    """Yield what a page of no known language points to."""
    for match in _LINK.finditer(prose):
        target = next(one for one in match.groups() if one is not None)
        yield PageLink(prose.count("\n", 0, match.start()) + 1, target)


def _coverage(checkout: Checkout, readme: str, text: str) -> Iterator[Finding]:
    """Yield the claims of more coverage than the report in the repository has."""
    folder = posixpath.dirname(readme)
    reports = checkout.once("coverage-reports", lambda: sorted(filter(_REPORT.search, checkout.paths)))
    path = next((one for one in reports if is_within(one, folder)), "")
    rate = _RATE.search(checkout.text(path)) if path else None
    for match in _COVERAGE.finditer(text) if rate is not None else ():
        if _WISH.search(_line_of(text, match.start())):
            continue
        claimed, real = float(next(one for one in match.groups() if one)), 100 * float(rate[1]) if rate else 0.0
        if claimed > real + _SLACK:
            words = t("{claimed} % coverage is claimed; {path} says {percent} %", claimed=f"{claimed:g}", path=path,
                      percent=f"{real:.0f}")  # fmt: skip
            yield _finding(readme, text, match.start(), words)


def _programs(checkout: Checkout, readme: str, text: str) -> Iterator[Finding]:
    """Yield the scripts that are to be run, and the names that are to be imported, which are not there."""
    folder = posixpath.dirname(readme)
    shown = [(one.start(3), one[3]) for one in _CODE.finditer(text)]
    said = [(one.start(1), one[1]) for one in _INLINE.finditer(text)]
    for start, part in (*shown, *said):
        for match in _SCRIPT.finditer(part):
            path = posixpath.normpath(match[1])
            places = _places(path, folder)
            is_there = places & checkout.paths or any(is_elsewhere(checkout, one) for one in places)
            if not is_there and not _is_the_readers(checkout, path, text):
                yield _finding(readme, text, start + match.start(1), t("{target} does not exist", target=path[:120]))
        for match in _PROGRAM.finditer(part):
            if match[1] != part and is_unprovided(checkout, match[1], folder):  # a word alone is a name
                yield _finding(readme, text, start + match.start(1), t("no program is called {name}", name=match[1]))
    python = [(one.start(3), one[3]) for one in _CODE.finditer(text) if _PYTHON.match(one[2])]
    for start, part in (*python, *said):
        for at, lack in missing_calls(checkout, part, folder):
            yield _finding(readme, text, start + at, lack)
    for start, part in shown:
        for at, lack in (*missing_imports(checkout, part, folder), *missing_exports(checkout, part, folder)):
            yield _finding(readme, text, start + at, lack)


def _places(path: str, folder: str) -> frozenset[str]:
    """Return what a page may mean by a path: from its own folder, or from the root."""
    return frozenset({path, posixpath.normpath(posixpath.join(folder, path))})


def _is_the_readers(checkout: Checkout, path: str, text: str) -> bool:
    """Return whether a script is one that is built, written by the reader, or of the folder that was entered before."""
    is_elsewhere = "/" not in path and any(one.endswith(f"/{path}") for one in checkout.paths)
    is_written = "/" not in path and text.count(path) > 1
    is_other = path.startswith("..") or _MADE.search(path) is not None or is_elsewhere or is_written
    return is_other or path == "manage.py" or _EXAMPLE.search(path) is not None


def _is_own(checkout: Checkout, name: str) -> bool:
    """Return whether owner and name are those of this repository, as far as its settings say which they are."""
    package = json_settings(checkout, "package.json") or {}
    python = toml_settings(checkout, "pyproject.toml", "project") or {}
    rust = toml_settings(checkout, "Cargo.toml", "package") or {}
    said = str([package.get("repository"), python.get("urls"), rust.get("repository")])
    told = {one.removesuffix(".git").lower() for one in _SLUG.findall(f"{said} {checkout.text('go.mod')[:200]}")}
    return not told or name.lower() in told


def _mentioned(checkout: Checkout, readme: str, text: str) -> Iterator[Finding]:
    """Yield the files that a sentence names in a folder that is there, and which are not there."""
    for match in _FILE.finditer(text):
        path, before = posixpath.normpath(match[1]), text[max(0, match.start() - 80) : match.start()]
        places = _places(path, posixpath.dirname(readme))
        is_here = not places & checkout.paths and {posixpath.dirname(one) for one in places} & _file_folders(checkout)
        is_told = _WRITTEN.search(before.rpartition("\n\n")[2]) or _EXAMPLE.search(path) or _MADE.search(path)
        if is_here and not is_told and posixpath.basename(path) not in checkout.text(".gitignore"):
            yield _finding(readme, text, match.start(1), t("{target} does not exist", target=path[:120]))


def _file_folders(checkout: Checkout) -> frozenset[str]:
    """Return the folders that have files of their own."""
    return checkout.once("file-folders", lambda: frozenset(posixpath.dirname(one) for one in checkout.paths))


def _is_there(checkout: Checkout, target: str, readme: str) -> bool:
    """Only relative paths can be looked up; a page below the root may also be one of a site that is made of it."""
    if not target or re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|<", target) or re.search(r"[{$]", target):
        return True
    name, folder = unquote(target), posixpath.dirname(readme)
    if folder and name.startswith("/"):
        return leads_from_above(checkout, readme, name.strip("/"))
    path = posixpath.normpath(posixpath.join(folder, name.lstrip("/")))
    if path.startswith("..") or path == ".":
        return True  # a place on the forge, as ../../issues is
    is_known = path in checkout.paths or path in tracked_folders(checkout) or is_elsewhere(checkout, path)
    return is_known or (bool(folder) and is_page(checkout, path))


def _line_of(text: str, place: int) -> str:
    return text[text.rfind("\n", 0, place) + 1 :].partition("\n")[0]


def _finding(readme: str, text: str, place: int, evidence: str) -> Finding:
    return _finding_at(readme, text.count("\n", 0, place) + 1, evidence)


def _finding_at(readme: str, line: int, evidence: str) -> Finding:
    return Finding(_KEY, RuleSeverity.MEDIUM, readme, line, evidence=evidence, tool="console-audit")


RULES.add(
    AuditRule(
        _KEY,
        AuditName.INTEGRITY,
        RuleSeverity.MEDIUM,
        title=lambda: t("What the README says is there, is there"),
        why=lambda: t("Somebody who begins follows the README, and stops where it is wrong."),
        mend=lambda: t("Correct the README, or add what it promises."),
        check=_check,
        mending=Mending.PROPOSAL,
        scope="tree",
    )
)
