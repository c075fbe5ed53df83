"""An address must answer as it should."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from console.domain.runbooks.runbook_parameter import ParameterType
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.ports.http_probe import HttpQuestion
from console.runbooks.awaited import EVERY_S, SLACK_S, Finding, awaited
from console.runbooks.document_fault import StepFault
from console.runbooks.placeholder import PLACEHOLDER
from console.runbooks.step_kind import STEP_KINDS, Resolved, StepKind

if TYPE_CHECKING:
    from console.domain.runbooks.runbook_step import RunbookStep
    from console.domain.runbooks.step_result import StepResult
    from console.runbooks.scope import Scope
    from console.runbooks.step_context import StepContext

_REQUEST = re.compile(r"(GET|HEAD)\s+(\S.*)")
_ADDRESS = re.compile(r"https?://[^\s/][^\s]*")
_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{0,63}):\s*(\S.*)")
_STATUS = re.compile(r"[1-5](?:\d\d|xx)(?:\s*,\s*[1-5](?:\d\d|xx))*")
_ASK_S = 15.0
_SHOWN = 2000


def _resolve(step: RunbookStep, scope: Scope) -> Resolved:
    lines = [one.strip() for one in step.body.strip().split("\n") if one.strip()]
    request = _REQUEST.fullmatch(lines[0]) if lines else None
    if request is None:
        raise StepFault(t("Write GET or HEAD and an address: GET https://example.com/health"), 1)
    url = _address(request[2], scope)
    secrets = {one.name for one in scope.parameters if one.type is ParameterType.REFERENCE}
    headers: dict[str, str] = {}
    hidden: dict[str, str] = {}
    for place, line in enumerate(lines[1:], 2):
        name, value, is_hidden = _header(line, place, scope, secrets)
        (hidden if is_hidden else headers)[name] = value
    status = step.attributes.get("status", "2xx")
    if not _STATUS.fullmatch(status):
        raise StepFault(t("`status` is a number like 200, a class like 2xx, or several with commas."))
    within_s = scope.seconds(step, "within", 0.0)
    spec = {
        "method": request[1],
        "url": url,
        "headers": headers,
        "hidden": hidden,
        "references": {name: str(scope.names.get(name, "")) for name in secrets},
        "status": status,
        "contains": scope.text(step.attributes.get("contains", "")),
        "within_s": within_s,
        "every_s": scope.seconds(step, "every", EVERY_S),
    }
    sentence = t("{method} {url} must answer {status}.", method=request[1], url=url, status=status)
    shown = "\n".join([f"{request[1]} {url}", *(f"{key}: {value}" for key, value in headers.items()), *hidden])
    return Resolved(spec, sentence, shown, network=True, timeout_s=within_s + SLACK_S)


def _address(template: str, scope: Scope) -> str:
    """Fill an address in: a parameter at its beginning is (a part of) an address, any other stays one part of it."""
    whole = PLACEHOLDER.match(template)
    begin = scope.text(whole[0]) if whole else ""
    rest = template[whole.end() :] if whole else template
    url = begin + PLACEHOLDER.sub(lambda found: quote(scope.text(found[0]), safe=""), rest)
    if not (whole and scope.is_trial) and (not _ADDRESS.fullmatch(url) or not url.isprintable()):
        raise StepFault(t("This is no address: {url}", url=repr(url[:80])), 1)
    return url


def _header(line: str, place: int, scope: Scope, secrets: set[str]) -> tuple[str, str, bool]:
    """Return a header's name and value; hidden ones hold a secret and are filled in when they are sent."""
    found = _HEADER.fullmatch(line)
    if found is None:
        raise StepFault(t("This is no header; write `Name: value`."), place)
    if any(one[1] in secrets for one in PLACEHOLDER.finditer(found[2])):
        return found[1], found[2], True
    value = scope.text(found[2])
    if not value.isprintable():
        raise StepFault(t("A parameter does not fit into a header."), place)
    return found[1], value, False


async def _run(context: StepContext) -> StepResult:
    spec = context.step.spec

    async def look() -> Finding:
        headers = spec["headers"] | {key: await _revealed(context, one) for key, one in spec["hidden"].items()}
        answer = await context.outside.fetch(HttpQuestion(spec["method"], spec["url"], headers, _ASK_S))
        context.write(f"{answer.status} ({answer.seconds:.2f} s)\n{answer.body[:_SHOWN]}\n")
        if not _matches(answer.status, spec["status"]):
            return Finding(holds=False, sentence=t("It answers {status}.", status=answer.status))
        if spec["contains"] and spec["contains"] not in answer.body:
            return Finding(holds=False, sentence=t("The answer lacks {text}.", text=repr(spec["contains"])))
        return Finding(holds=True, sentence=t("It answers {status}.", status=answer.status))

    return await awaited(look, context.outside, 0.0 if context.is_dry else spec["within_s"], spec["every_s"])


async def _revealed(context: StepContext, template: str) -> str:
    """Fill the secrets of one header in, for this one request."""
    found = template
    for one in PLACEHOLDER.finditer(template):
        reference = context.step.spec["references"].get(one[1], "")
        secret = await context.outside.secret(reference) if reference else None
        found = found.replace(one[0], secret.reveal().strip() if secret is not None else "")
    if not (found.isascii() and found.isprintable()):
        raise UserError(
            t("The secret for {option} of {name} cannot be sent as a header.", option=template, name=context.step.name),
            t("Store it again without line breaks, and check the header's name."),
        )
    return found


def _matches(status: int, wanted: str) -> bool:
    return any(one.strip() in {str(status), f"{status // 100}xx"} for one in wanted.split(","))


STEP_KINDS.add(
    StepKind(
        "http",
        frozenset({"http"}),
        frozenset({"status", "contains", "within", "every"}),
        _resolve,
        _run,
    )
)
