"""A step of a runbook as it is written, before its parameters are known."""

from __future__ import annotations

import msgspec

from console.domain.runbooks.section import Section


class RunbookStep(msgspec.Struct, frozen=True):
    """``kind`` is the key of a step kind, ``language`` the word behind the fence, ``line`` where it begins (from 1).

    ``prose`` is the Markdown between the heading and the block.
    """

    name: str
    kind: str
    section: Section
    title: str
    body: str
    line: int
    language: str = ""
    prose: str = ""
    attributes: dict[str, str] = {}
