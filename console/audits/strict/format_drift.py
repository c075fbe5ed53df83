"""STR07: files that are not as the project's own formatter would write them."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.outcome import by_share, not_applicable
from console.audits.project_settings import json_settings, toml_settings
from console.audits.repository.path_class import Language, PathClass
from console.audits.sub_project import holder_of, in_repository, is_within, settings_folders, topmost
from console.audits.tools.format_call import format_call
from console.audits.tools.format_profile import FormatProfile, format_profiles
from console.audits.tools.own_tool_run import has_program, run_own_tool
from console.audits.tools.tool_run import run_tool, tool_failed
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from console.audits.repository.checkout import Checkout
    from console.audits.tools.tool_run import ToolAnswer
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "STR07"
_STYLE = 2026  # of the ruff that we bring
_MOST_PATCH = 200
_CODE = (PathClass.SOURCE, PathClass.TEST)
_SCRIPTS = frozenset({Language.JAVASCRIPT, Language.TYPESCRIPT})
_EDITIONS = ("2015", "2018", "2021", "2024")
_PART = re.compile(r"^(?=--- )", re.M)
_HUNK = re.compile(r"^@@ -([0-9]{1,9})\b", re.M)
_RUSTFMT = re.compile(r"\.?rustfmt\.toml\Z")
_PRETTIER_FILES = re.compile(r"(\.prettierrc|package\.json\Z)")
_PRETTIER = re.compile(r"^\.prettierrc(\.(json|ya?ml|toml))?$")


def _check(checkout: Checkout) -> RuleOutcome:
    outcomes = [
        one for one in (_python(checkout), _go(checkout), _rust(checkout), _script(checkout)) if one is not None
    ]
    tried = [one for one in outcomes if not isinstance(one, str)]
    if not tried:
        return not_applicable(_KEY, " ".join(map(str, outcomes)) or t("No formatter is configured."))
    found = [each for _, drifted in tried for each in drifted]
    total = sum(count for count, _ in tried)
    return by_share(_KEY, total - len(found), total, found)


def _python(checkout: Checkout) -> tuple[int, list[Finding]] | str | None:
    paths = checkout.of(*_CODE, languages=frozenset({Language.PYTHON}))
    profiles = format_profiles(checkout, _STYLE) if paths else {}
    if not profiles:
        return None
    known = {folder: one for folder, one in profiles.items() if not one.why_not}
    if not known:
        why = next(iter(profiles.values())).why_not
        return t("The project pins {version}, whose style is another one.", version=why)
    holders = {one: holder_of(one, profiles) for one in paths}
    count, found = 0, list[Finding]()
    for folder, profile in known.items():
        judged = tuple(one for one in paths if holders[one] == folder and _is_chosen(profiles, folder, one))
        count += len(judged)
        found += _reformatted(checkout, folder, judged, profile) if judged else ()
    return count, found


def _is_chosen(profiles: Mapping[str, FormatProfile], folder: str, path: str) -> bool:
    """Return whether a path is formatted: a package leaves out what is below it, the project what is below the root."""
    inside = path[len(folder) + 1 :] if folder else path
    return profiles[folder].choice.has(inside) and (not folder or "" not in profiles or profiles[""].choice.has(path))


def _reformatted(checkout: Checkout, folder: str, paths: tuple[str, ...], profile: FormatProfile) -> Iterator[Finding]:
    inside = [one[len(folder) + 1 :] if folder else one for one in paths]
    answer = run_tool(
        "ruff",
        ["format", "--isolated", "--diff", "--no-cache", "--quiet", "--force-exclude", "--no-respect-gitignore",
         *(f"--config={one}" for one in profile.settings), "--", *(inside if len(paths) <= 200 else (".",))],
        checkout.folder_with(paths) / folder,
    )  # fmt: skip
    yield from drifts(answer, folder, frozenset(paths), profile.name)


def drifts(answer: ToolAnswer, folder: str, paths: frozenset[str], name: str) -> Iterator[Finding]:
    """Yield the files among ``paths`` that ruff would write otherwise, called in ``folder``; raise ``ConnectorError``.

    ``name`` is the formatter whose style it is.
    """
    if answer.code not in {0, 1, 2} or (answer.code == 2 and not answer.output):
        raise tool_failed("ruff", answer)
    for part in _PART.split(answer.output.decode("utf-8", "replace"))[1:]:
        path = part.partition("\n")[0].removeprefix("--- ").partition("\t")[0].strip()
        if (place := f"{folder}/{path}" if folder else path) in paths:
            yield _drift(place, part, name)


def _drift(path: str, difference: str, name: str) -> Finding:
    head, _, body = difference.partition("\n")
    del head
    hunks = body.partition("\n")[2].removesuffix("\n\n")
    patch = f"--- a/{path}\n+++ b/{path}\n{hunks}".rstrip("\n") + "\n"
    first = _HUNK.search(difference)
    changed = sum(line[:1] in "+-" and line[:3] not in {"+++", "---"} for line in difference.splitlines() if line)
    words = t("{name} would change {count} lines", name=name, count=changed)
    is_small = changed <= _MOST_PATCH
    return Finding(
        _KEY, RuleSeverity.LOW, path, int(first[1]) if first is not None else 0, evidence=words,
        patch=patch if is_small else "", tool=name,
    )  # fmt: skip


def _go(checkout: Checkout) -> tuple[int, list[Finding]] | str | None:
    return _listed(checkout, frozenset({Language.GO}), "gofmt", ("-l",))


def _rust(checkout: Checkout) -> tuple[int, list[Finding]] | str | None:
    folders = settings_folders(checkout, _RUSTFMT, lambda folder, names: _has_rustfmt(checkout, folder, names))
    if not folders:
        return None
    told = [toml_settings(checkout, "Cargo.toml", *one) or {} for one in (("package",), ("workspace", "package"))]
    edition = next((one["edition"] for one in told if one.get("edition") in _EDITIONS), "2021")
    arguments = ("--check", "-l", f"--edition={edition}")
    return _listed(checkout, frozenset({Language.RUST}), "rustfmt", arguments, folders)


def _has_rustfmt(checkout: Checkout, folder: str, names: frozenset[str]) -> bool:
    return bool(names) or (not folder and format_call(checkout, "cargo fmt") is not None)


def _script(checkout: Checkout) -> tuple[int, list[Finding]] | str | None:
    folders = settings_folders(checkout, _PRETTIER_FILES, lambda folder, names: _has_prettier(checkout, folder, names))
    code = checkout.of(*_CODE, languages=_SCRIPTS)
    if not any(holder_of(one, folders) is not None for one in code):
        return None
    if not checkout.runs_own_tools:
        return t("{names}: runs_own_tools is off for this project, because plug-ins are code.", names="prettier")
    return _listed(checkout, _SCRIPTS, "prettier", ("--list-different",), folders)


def _has_prettier(checkout: Checkout, folder: str, names: frozenset[str]) -> bool:
    is_named = any(_PRETTIER.match(one) for one in names)
    return is_named or "prettier" in (json_settings(checkout, posixpath.join(folder, "package.json")) or {})


def _listed(
    checkout: Checkout,
    languages: frozenset[Language],
    program: str,
    arguments: tuple[str, ...],
    folders: tuple[str, ...] = ("",),
) -> tuple[int, list[Finding]] | str | None:
    """Return the files that a program lists; a sentence when it is not on this machine.

    It finds the settings that are nearest to a file by itself, so it is called in the topmost folders alone.
    """
    code = checkout.of(*_CODE, languages=languages)
    paths = {folder: [one for one in code if is_within(one, folder)] for folder in topmost(folders)}
    if not any(paths.values()):
        return None
    if not has_program(program):
        return t("{names} is not on this machine.", names=program)
    named: set[str] = set()
    for folder, inside in paths.items():
        called = [f"./{posixpath.relpath(one, folder or '.')}" for one in inside]
        answer = run_own_tool(checkout, program, [*arguments, *called], folder) if inside else None
        if answer is not None and answer.code not in {0, 1}:
            raise tool_failed(program, answer)
        lines = answer.output.decode("utf-8", "replace").splitlines() if answer is not None else []
        named |= {in_repository(line.strip(), folder) for line in lines if line.strip()}
    words = t("{name} would change it", name=program)
    known = [one for inside in paths.values() for one in inside]
    found = [Finding(_KEY, RuleSeverity.LOW, one, evidence=words, tool=program) for one in known if one in named]
    return len(known), found


RULES.add(
    AuditRule(
        _KEY,
        AuditName.STRICT,
        RuleSeverity.LOW,
        title=lambda: t("Files are as the project's formatter writes them"),
        why=lambda: t("The next change of such a file carries lines that it does not mean to change."),
        mend=lambda: t("Run the formatter over the file, in a commit of its own."),
        check=_check,
        mending=Mending.SAFE,
        scope="tree",
    )
)
