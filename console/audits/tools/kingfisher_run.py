"""Kingfisher over the whole history: secrets by their format, never tried out, their text replaced by a hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from console.audits.tools.tool_run import run_tool, tool_failed
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout

_FOUND_CODES = frozenset({0, 200, 205})


class _Rule(msgspec.Struct, frozen=True):
    name: str = ""
    id: str = ""


class _Commit(msgspec.Struct, frozen=True):
    id: str = ""


class _Git(msgspec.Struct, frozen=True):
    commit: _Commit = _Commit()


class _Place(msgspec.Struct, frozen=True):
    path: str = ""
    line: int = 0
    confidence: str = ""
    fingerprint: str = ""
    git_metadata: _Git | None = None


class _Row(msgspec.Struct, frozen=True):
    rule: _Rule | None = None
    finding: _Place | None = None


class FoundSecret(msgspec.Struct, frozen=True):
    """``kind`` is the format's name; ``commit`` where it was first seen in the history."""

    kind: str
    path: str
    line: int
    commit: str


_DECODER = msgspec.json.Decoder(_Row)


def found_secrets(checkout: Checkout) -> tuple[FoundSecret, ...]:
    """Return the secrets of the tree and its history; raise ``ConnectorError`` when kingfisher fails."""
    return checkout.once("kingfisher", lambda: _run(checkout))


def _run(checkout: Checkout) -> tuple[FoundSecret, ...]:
    answer = run_tool(
        "kingfisher",
        ["scan", "--no-validate", "--no-update-check", "--format=jsonl", "--quiet", "--redact", "--no-extract-archives",
         "--no-binary", "--max-file-size=5", *_cache(checkout), "--jobs=1", str(checkout.repository)],
        checkout.folder,
    )  # fmt: skip
    if answer.code not in _FOUND_CODES:
        raise tool_failed("kingfisher", answer)
    rows = []
    for line in answer.output.splitlines():
        try:
            rows.append(_DECODER.decode(line))
        except msgspec.MsgspecError as error:
            text = t("The answer of {name} could not be read.", name="kingfisher")
            raise ConnectorError(ErrorKind.PROTOCOL, text) from error
    return tuple(
        FoundSecret(one.rule.name or one.rule.id, one.finding.path, one.finding.line, _commit(one.finding))
        for one in rows
        if one.rule is not None and one.finding is not None
    )


def _cache(checkout: Checkout) -> tuple[str, ...]:
    return ("--no-rule-cache",) if checkout.cache is None else (f"--rule-cache-dir={checkout.cache / 'kingfisher'}",)


def _commit(place: _Place) -> str:
    return place.git_metadata.commit.id if place.git_metadata is not None else ""
