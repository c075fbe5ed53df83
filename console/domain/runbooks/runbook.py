"""A runbook: what to do when something has happened, as it is written."""

from __future__ import annotations

from hashlib import sha256

import msgspec

from console.domain.runbooks.runbook_parameter import RunbookParameter
from console.domain.runbooks.runbook_step import RunbookStep
from console.domain.runbooks.section import Section
from console.domain.runbooks.symptom import Symptom
from console.domain.severity import Severity


class Runbook(msgspec.Struct, frozen=True):
    """``text`` is the whole Markdown, ``summary`` what stands before the first section; ``time_s`` is an estimate.

    ``requires`` are kinds of connections; ``origin`` says whose it is (``shipped``, ``estate``, ``user``) and ``file``
    where it stands; its scripts run in ``cwd``, relative to the file's folder.
    """

    id: str
    title: str
    text: str
    steps: tuple[RunbookStep, ...]
    language: str = "en"
    severity: Severity = Severity.WARNING
    symptoms: tuple[Symptom, ...] = ()
    parameters: tuple[RunbookParameter, ...] = ()
    requires: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    time_s: float = 0.0
    summary: str = ""
    origin: str = ""
    file: str = ""
    cwd: str = ""

    def section(self, section: Section) -> tuple[RunbookStep, ...]:
        """Return the steps of a section."""
        return tuple(one for one in self.steps if one.section is section)

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the text, in hexadecimal."""
        return sha256(self.text.encode("utf-8", "replace")).hexdigest()
