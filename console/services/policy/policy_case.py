"""Cases of a policy: changes that it must allow, warn of or refuse, in a file beside it."""

from __future__ import annotations

import json
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.prepared import prepared
from console.kernel.regular_file import read_regular
from console.services.policy.policy_check import findings_of
from console.services.policy.rego_run import run_policies

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from console.services.policy.policy_module import PolicyModule

_MOST_BYTES, _MOST_CASES = 1 << 20, 500


class PolicyOutcome(StrEnum):
    """What a policy says to a change."""

    ALLOWED = "allowed"
    WARNED = "warned"
    REFUSED = "refused"


class PolicyCase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``input`` is laid over a change that every shipped policy allows; ``says`` is a part of what it must say."""

    name: str
    expect: PolicyOutcome
    input: dict[str, Any] = {}
    says: str = ""


class CaseResult(NamedTuple):
    """``said`` are the policy's sentences; ``case`` is empty for what is wrong with the policy as a whole."""

    policy: str
    case: str
    passed: bool
    said: str


def run_cases(modules: Sequence[PolicyModule]) -> tuple[CaseResult, ...]:
    """Try policies on their cases. Blocks; raise ``UserError`` for a file of cases that cannot be read.

    A policy that never refuses in any of its cases fails: a rule with a typing error allows everything.
    """
    return tuple(result for module in modules for result in _results(module))


def _results(module: PolicyModule) -> list[CaseResult]:
    cases = _read(module)
    (run,) = run_policies([module], [merged(agreed_input(), case.input) for case in cases] or [agreed_input()])
    found = []
    for place, case in enumerate(cases):
        findings = findings_of(module, run, place)
        said = " ".join(one.text for one in findings)
        passed = _outcome(findings) is case.expect and case.says in said and not run.broken
        found.append(CaseResult(module.name, case.name, passed, said))
    if run.broken:
        return found or [CaseResult(module.name, "", False, run.broken)]
    if not any(one.expect is not PolicyOutcome.ALLOWED for one in cases):
        why = t("No case in {file} shows it refusing or warning.", file=module.cases.name)
        found.append(CaseResult(module.name, "", False, why))
    return found


def _outcome(findings: Sequence[Any]) -> PolicyOutcome:
    if any(one.refuses for one in findings):
        return PolicyOutcome.REFUSED
    return PolicyOutcome.WARNED if findings else PolicyOutcome.ALLOWED


def _read(module: PolicyModule) -> tuple[PolicyCase, ...]:
    file = module.cases
    if not file.is_file():
        return ()
    try:
        cases = msgspec.json.decode(read_regular(file, _MOST_BYTES), type=prepared(tuple[PolicyCase, ...]))
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UserError(
            t("The cases {file} cannot be read: {why}.", file=file, why=error),
            t("It is a JSON list of objects with name, expect (allowed, warned, refused), input and says."),
        ) from error
    return cases[:_MOST_CASES]


def merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``base`` with the values of ``over``; objects are merged, everything else is replaced."""
    result = dict(base)
    for key, value in over.items():
        known = result.get(key)
        result[key] = merged(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return result


@cache
def agreed_input() -> dict[str, Any]:
    """Return what is told of a change that every shipped policy allows."""
    return dict(json.loads((files("resources.policies") / "agreed.json").read_text(encoding="utf-8")))
