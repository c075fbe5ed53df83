"""Telling people through channels of the estate."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from console.domain.notification import Message
from console.domain.runbooks.step_result import StepEnd, StepResult
from console.domain.severity import Severity
from console.kernel.i18n import t
from console.runbooks.document_fault import StepFault
from console.runbooks.step_kind import STEP_KINDS, Resolved, StepKind

if TYPE_CHECKING:
    from console.domain.runbooks.runbook_step import RunbookStep
    from console.runbooks.scope import Scope
    from console.runbooks.step_context import StepContext

_FIELDS = frozenset({"channel", "severity", "title", "text"})
_MOST_TITLE, _MOST_TEXT = 200, 4000


def _resolve(step: RunbookStep, scope: Scope) -> Resolved:
    body = scope.yaml(step.body)
    if not isinstance(body, dict) or not body.get("title"):
        raise StepFault(t("A message needs `title:`; `channel:`, `text:` and `severity:` are possible."), 1)
    if foreign := sorted(body.keys() - _FIELDS):
        raise StepFault(t("A message has no {name}.", name=repr(foreign[0])), 1)
    severity = str(body.get("severity", Severity.INFO))
    if severity not in set(Severity):
        raise StepFault(t("`severity` is one of: {names}.", names=", ".join(Severity)), 1)
    channels = _channels(body.get("channel"), scope)
    title, text = str(body["title"])[:_MOST_TITLE], str(body.get("text", ""))[:_MOST_TEXT]
    spec = {"channels": channels, "severity": severity, "title": title, "text": text}
    whom = ", ".join(channels) or t("all channels for {severity}", severity=severity)
    sentence = t("Tell {whom}: {title}", whom=whom, title=title)
    return Resolved(spec, sentence, f"{title}\n{text}".strip(), writes=True, network=True, repeatable=False)


def _channels(named: object, scope: Scope) -> list[str]:
    wanted = [str(one) for one in (named if isinstance(named, list) else [named] if named else [])]
    known = {one.key for one in scope.world.connections if one.connector == "notify"}
    for one in wanted if not scope.is_trial else ():
        if one not in known:
            raise StepFault(t("The estate has no channel {key}.", key=repr(one)), 1)
    return wanted


async def _run(context: StepContext) -> StepResult:
    spec = context.step.spec
    if context.is_dry:
        return StepResult(StepEnd.PASSED, t("Dry run: nobody was told."))
    message = Message(
        f"msg_{secrets.token_hex(12)}",
        f"runbook/{context.plan.runbook}",
        spec["title"],
        spec["text"],
        Severity(spec["severity"]),
        context.outside.now_s(),
    )
    return StepResult(StepEnd.PASSED, await context.outside.tell(message, tuple(spec["channels"])))


STEP_KINDS.add(StepKind("notify", frozenset({"notify"}), frozenset(), _resolve, _run))
