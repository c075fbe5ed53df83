"""Dismissals as SARIF tells them (2.1.0 §3.35): who answers for a finding, why, and until when."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from console.domain.audit.dismissal import DismissalState
from console.domain.audit.fingerprint import KEY
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.json_fault import json_fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from console.domain.audit.dismissal import Dismissal

MOST_BYTES = 64 << 20
_MOST_TAKEN = 1000
_MOST_REASON = 500
_STATUS = {DismissalState.ACTIVE: "accepted", DismissalState.WAITS: "underReview"}


class ToldSuppression(NamedTuple):
    """A suppression that a file tells; ``until_s`` is its end in unix seconds, 0 when it names none."""

    rule: str
    fingerprint: str
    reason: str
    until_s: float


def suppressions(dismissal: Dismissal | None) -> list[dict[str, Any]]:
    """Return the ``suppressions`` of a result: one that stands, or waits for a second person (not accepted)."""
    if dismissal is None or dismissal.state not in _STATUS:
        return []
    decision = dismissal.decision
    return [
        {
            "kind": "external",
            "status": _STATUS[dismissal.state],
            "justification": decision.reason,
            "properties": {
                "persons": list(dismissal.persons),
                "atUtc": _utc(decision.at_s),
                "expiresUtc": _utc(decision.until_s),
                "expiresS": decision.until_s,
            },
        }
    ]


def is_suppressed(result: Mapping[str, Any]) -> bool:
    """Return whether a result is suppressed as the standard means it: every suppression of it is accepted."""
    told = result.get("suppressions") or ()
    return bool(told) and all(one.get("status", "accepted") == "accepted" for one in told)


def told_suppressions(raw: bytes) -> tuple[ToldSuppression, ...]:
    """Return what a SARIF file suppresses, of any tool that keeps our fingerprints; raise ``UserError``.

    What is under review or rejected is left out, as is what has no reason: nobody answers for it.
    """
    if len(raw) > MOST_BYTES:
        raise _unreadable(t("it is larger than {size} MB", size=MOST_BYTES >> 20))
    try:
        document = json.loads(raw)
        found = {(one.rule, one.fingerprint): one for run in document["runs"] for one in _of_run(run)}
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise _unreadable(json_fault(error) or t("it does not have the form of SARIF")) from error
    if len(found) > _MOST_TAKEN:
        raise _unreadable(t("it suppresses more than {count} findings", count=_MOST_TAKEN))
    return tuple(found.values())


def _of_run(run: Mapping[str, Any]) -> Iterator[ToldSuppression]:
    for result in run.get("results") or ():
        fingerprint = (result.get("partialFingerprints") or {}).get(KEY, "")
        if fingerprint and is_suppressed(result):
            told = result["suppressions"][0]
            reason = str(told.get("justification") or "").strip()[:_MOST_REASON]
            until_s = float((told.get("properties") or {}).get("expiresS", 0.0))
            if reason and math.isfinite(until_s):
                yield ToldSuppression(str(result["ruleId"]), str(fingerprint), reason, until_s)


def _utc(at_s: float) -> str:
    return datetime.fromtimestamp(at_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _unreadable(why: str) -> UserError:
    return UserError(t("The file cannot be read as SARIF: {why}.", why=why), t("Export it again as SARIF 2.1.0."))
