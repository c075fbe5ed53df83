"""Kinds of steps: what a fenced block can mean, declared once each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from console.kernel.registry import Registry, load_all

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from console.domain.runbooks.runbook_step import RunbookStep
    from console.domain.runbooks.step_result import StepResult
    from console.runbooks.scope import Scope
    from console.runbooks.step_context import StepContext


class Resolved(NamedTuple):
    """What a step will do once its parameters are known; the fields are those of ``PlanStep``.

    ``spec`` is whatever the kind needs to run, as JSON values.
    """

    spec: Any
    sentence: str
    input: str
    connection: str = ""
    writes: bool | None = False
    network: bool = False
    person: bool = False
    repeatable: bool = True
    timeout_s: float | None = None
    gate: tuple[str, ...] = ()
    cell: str = ""


class Resolve(Protocol):
    """How a kind understands a step."""

    def __call__(self, step: RunbookStep, scope: Scope) -> Resolved:
        """Return what a step will do; pure. Raises ``StepFault``, or ``UserError`` for values that do not fit."""


@dataclass(frozen=True, slots=True)
class StepKind:
    """``languages`` are the words behind a fence that mean it, ``attributes`` its own beside those of every step.

    ``run`` carries a resolved step out on the I/O loop: it returns what came of it, and raises ``ConsoleError`` where
    that says why it failed. It is cancelled to stop it.
    """

    key: str
    languages: frozenset[str]
    attributes: frozenset[str]
    resolve: Resolve
    run: Callable[[StepContext], Awaitable[StepResult]]


STEP_KINDS: Registry[StepKind] = Registry("step kind")


@cache
def known_kinds() -> Registry[StepKind]:
    """Return all kinds; their modules are loaded with the first call."""
    load_all("console.runbooks.steps")
    return STEP_KINDS


def kind_of(language: str) -> StepKind | None:
    """Return the kind that a fence's language means; ``None``: the block is only shown."""
    return next((one for one in known_kinds() if language in one.languages), None)
