"""Checking changes against all policies: fails closed, and says which rule refuses and how to comply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.policy.policy_answer import read_answer
from console.domain.policy.policy_input import policy_input
from console.domain.policy_verdict import PolicyFinding, PolicyVerdict
from console.kernel.errors import ConsoleError
from console.kernel.i18n import t
from console.services.policy.misspelt_rule import misspelt
from console.services.policy.policy_module import estate_modules, shipped_modules
from console.services.policy.rego_run import run_policies

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from console.domain.change import Change
    from console.domain.policy.policy_facts import PolicyFacts
    from console.estate.schema.estate import Estate
    from console.services.policy.policy_module import PolicyModule
    from console.services.policy.rego_run import RegoRun

_AT_ONCE = 100


class PolicyCheck:
    """One per open estate; ``folder`` is that of its file. Files are read anew each time: they may be edited."""

    def __init__(self, estate: Estate, folder: Path) -> None:
        self._estate, self._folder = estate, folder

    def modules(self) -> tuple[PolicyModule, ...]:
        """Return the policies that every change is checked against; raise ``UserError`` for what cannot be read."""
        return (*shipped_modules(), *estate_modules(self._estate, self._folder))

    def judge(self, changes: Sequence[Change], facts: Sequence[PolicyFacts]) -> tuple[PolicyVerdict, ...]:
        """Return what the policies say to each change. Blocks for some hundred milliseconds.

        What cannot be asked refuses.
        """
        inputs = [policy_input(change, known) for change, known in zip(changes, facts, strict=True)]
        try:
            modules = self.modules()
            parts = [inputs[first : first + _AT_ONCE] for first in range(0, len(inputs), _AT_ONCE)]
            runs = [(run_policies(modules, part), len(part)) for part in parts]
        except ConsoleError as error:
            refused = PolicyVerdict(0, (PolicyFinding(t("evaluation"), error.message, error.hint),))
            return (refused,) * len(inputs)
        return tuple(verdict_of(modules, run, place) for run, count in runs for place in range(count))


def verdict_of(modules: Sequence[PolicyModule], runs: Sequence[RegoRun], place: int = 0) -> PolicyVerdict:
    """Return what policies say to the input at ``place``; those that are broken refuse."""
    found = [one for module, run in zip(modules, runs, strict=True) for one in findings_of(module, run, place)]
    return PolicyVerdict(len(modules), tuple(sorted(found, key=lambda one: (not one.refuses, one.policy))))


def findings_of(module: PolicyModule, run: RegoRun, place: int) -> tuple[PolicyFinding, ...]:
    """Return what one policy says to the input at ``place``."""
    if run.broken or (unread := misspelt(module)):
        return (_broken(module, run.broken or unread),)
    try:
        return read_answer(module.name, run.answers[place])
    except ValueError as error:
        why = t("The policy {place}, line {line}, is broken: {why}.", place=module.place, line=1, why=error)
        return (_broken(module, why),)


def _broken(module: PolicyModule, why: str) -> PolicyFinding:
    return PolicyFinding(
        module.name, why, t("Correct it and try it: cell-console policy test {name}", name=module.name)
    )
