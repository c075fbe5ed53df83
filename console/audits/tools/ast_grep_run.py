"""ast-grep over a checkout: all structural rules of ``resources/audits/structure.yml`` at once."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import msgspec

from console.audits.repository.file_book import file_book
from console.audits.repository.path_class import Language, PathClass
from console.audits.tools.told_number import ToldNumber
from console.audits.tools.tool_reading import ToolReading
from console.audits.tools.tool_run import RunningTool, ToolAnswer, begin_tool, tool_failed
from console.kernel.prepared import prepared
from console.kernel.resource import resource_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from console.audits.repository.checkout import Checkout

_LANGUAGES = frozenset(Language) - {Language.PYTHON, Language.SHELL, Language.YAML}
_SCRIPT = "language: Script"
_SCRIPTS = (("js", "JavaScript"), ("ts", "TypeScript"), ("tsx", "Tsx"))
_MOST_ARGUMENTS = 300


class _Place(msgspec.Struct, frozen=True):
    line: ToldNumber = 0


class _Range(msgspec.Struct, frozen=True):
    start: _Place = _Place()
    end: _Place = _Place()


class _Row(msgspec.Struct, frozen=True, rename={"rule": "ruleId", "span": "range"}):
    rule: str
    file: str
    text: str
    span: _Range


class StructureMatch(msgspec.Struct, frozen=True):
    """Lines count from 1; ``text`` is the source that matched."""

    path: str
    line: int
    end_line: int
    text: str


_DECODER = msgspec.json.Decoder(prepared(_Row))
Matches = dict[str, tuple[StructureMatch, ...]]


def structure_matches(checkout: Checkout) -> Mapping[str, tuple[StructureMatch, ...]]:
    """Return the matches of source and tests by the rule's id; raise ``ConnectorError`` when ast-grep fails."""
    return AST_GREP.read(checkout)


def matches_of(checkout: Checkout, what: str) -> tuple[StructureMatch, ...]:
    """Return the matches of ``what`` in all languages (ids are ``<language>-<what>``), in the order of the files."""
    known = structure_matches(checkout)
    found = {one for key, rows in known.items() if key.partition("-")[2] == what for one in rows}
    return tuple(sorted(found, key=lambda one: (one.path, one.line, one.text)))


def _begin(checkout: Checkout) -> Callable[[], Matches]:
    paths = checkout.of(PathClass.SOURCE, PathClass.TEST, languages=_LANGUAGES)
    book = file_book(checkout, "ast-grep", paths, Matches)
    running = _started(checkout, book.missing) if book.missing else None

    def matches() -> Matches:
        found: dict[str, list[StructureMatch]] = {}
        for rules in book.whole(matches_by_file(running.answer()) if running is not None else {}, {}).values():
            for key, rows in rules.items():
                found.setdefault(key, []).extend(rows)
        return {key: tuple(rows) for key, rows in found.items()}

    return matches


AST_GREP = ToolReading("ast-grep", _begin)


def _started(checkout: Checkout, paths: tuple[str, ...]) -> RunningTool:
    named = [f"./{one}" for one in paths] if len(paths) <= _MOST_ARGUMENTS else ["."]
    return begin_tool(
        "ast-grep",
        ["scan", "--inline-rules", _rules(), "--json=stream", "--no-ignore=hidden", "--no-ignore=vcs",
         "--threads=1", "--", *named],
        checkout.folder_with(paths),
    )  # fmt: skip


@cache
def _rules() -> str:
    """Return the rules; one for scripts is written once and is one for each of their three languages."""
    found = []
    for rule in resource_text("audits", "structure.yml").split("\n---\n"):
        if _SCRIPT in rule:
            found += [
                rule.replace("id: script-", f"id: {key}-", 1).replace(_SCRIPT, f"language: {name}", 1)
                for key, name in _SCRIPTS
            ]
        else:
            found.append(rule)
    return "\n---\n".join(found)


def rule_of(key: str) -> str:
    """Return one rule by its id, to ask it about a text alone."""
    return next(one for one in _rules().split("\n---\n") if one.startswith(f"id: {key}\n"))


def matches_by_file(answer: ToolAnswer) -> dict[str, Matches]:
    """Return the matches of each file by the rule's id; raise ``ConnectorError`` when it failed."""
    if answer.code not in {0, 1}:
        raise tool_failed("ast-grep", answer)
    found: dict[str, dict[str, list[StructureMatch]]] = {}
    for line in answer.output.splitlines():
        try:
            row = _DECODER.decode(line)
        except (ValueError, RecursionError) as error:
            raise tool_failed("ast-grep", answer) from error
        path = row.file.removeprefix("./")
        match = StructureMatch(path, row.span.start.line + 1, row.span.end.line + 1, row.text[:20_000])
        found.setdefault(path, {}).setdefault(row.rule, []).append(match)
    return {path: {key: tuple(rows) for key, rows in rules.items()} for path, rules in found.items()}
