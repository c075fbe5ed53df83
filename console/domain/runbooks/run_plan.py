"""The plan of a run: every step with its parameters resolved, before anything runs."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import msgspec

from console.domain.canonical_json import canonical_json
from console.domain.runbooks.section import Section
from console.domain.severity import Severity


class PlanStep(msgspec.Struct, frozen=True):
    """``spec`` is what the step's kind made of its body (JSON values); ``sentence`` says it, ``input`` shows it whole.

    ``writes`` changes something outside (``None``: nobody knows, a script); ``network`` needs a connection, ``person``
    somebody to answer; ``repeatable`` may be done again without harm. ``optional`` steps may fail; ``by_hand`` ones
    are passed over in automatic runs. ``gate`` are the topics of the release gate of ``cell`` that must be open.
    """

    name: str
    kind: str
    section: Section
    title: str
    sentence: str
    input: str
    spec: Any
    line: int = 0
    prose: str = ""
    connection: str = ""
    writes: bool | None = False
    network: bool = False
    person: bool = False
    repeatable: bool = True
    timeout_s: float = 60.0
    retries: int = 0
    optional: bool = False
    by_hand: bool = False
    gate: tuple[str, ...] = ()
    cell: str = ""


class RunPlan(msgspec.Struct, frozen=True):
    """``values`` are the parameters (references instead of secrets), ``problems`` what keeps it from running here."""

    runbook: str
    title: str
    steps: tuple[PlanStep, ...]
    values: dict[str, Any]
    estate: str
    made_s: float
    text_digest: str
    language: str = "en"
    severity: Severity = Severity.WARNING
    time_s: float = 0.0
    problems: tuple[str, ...] = ()

    def place(self, name: str) -> int | None:
        """Return where a step stands; ``None`` when there is none of that name."""
        return next((place for place, one in enumerate(self.steps) if one.name == name), None)

    @property
    def digest(self) -> str:
        """Return the SHA-256 of what will be done, in hexadecimal."""
        return sha256(canonical_json(msgspec.to_builtins(self)).encode("utf-8", "replace")).hexdigest()
