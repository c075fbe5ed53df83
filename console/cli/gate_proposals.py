"""What could be done for the objectives of a cell, as its page proposes it beside the gate."""

from typing import TYPE_CHECKING, Any

from console.cli.emit import Sheet
from console.kernel.errors import ConsoleError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.cli.invocation import Invocation
    from console.cli.known_state import KnownState
    from console.domain.judge.judged_canary import JudgedCanary
    from console.domain.release_gate import ReleaseGate
    from console.domain.resource import ResourceRef
    from console.estate.schema.cell import Cell
    from console.presenters.canary_rows import Canary
    from console.presenters.slo_proposals import SloProposal

TOPICS = ("rollouts", "autoscalers")
"""What must be observed beside the gate's own topics."""
_WAIT_S = 60.0


def gate_proposals(
    invocation: "Invocation", known: "KnownState", cell: "Cell", gate: "ReleaseGate"
) -> "tuple[SloProposal, ...]":
    """Return the proposals, those that take harm away first; canaries are judged by what is counted now."""
    from console.presenters.canary_rows import canaries_of  # noqa: PLC0415
    from console.presenters.slo_proposals import slo_proposals  # noqa: PLC0415

    canaries = canaries_of(known.state, cell)
    judged = _judged(invocation, known, cell, canaries) if canaries and not known.cached else {}
    return slo_proposals(known.state, cell, gate, canaries, judged, known.now_s)


def _judged(
    invocation: "Invocation", known: "KnownState", cell: "Cell", canaries: "tuple[Canary, ...]"
) -> "dict[ResourceRef, JudgedCanary]":
    from console.cli.opened import opened  # noqa: PLC0415 - heavy: connectors
    from console.domain.judge.judged_canary import judge_canary  # noqa: PLC0415
    from console.ports.metric import MetricReader  # noqa: PLC0415
    from console.services.judging import read_canary  # noqa: PLC0415

    servers = known.state.estate.prometheus if known.state.estate is not None else ()
    server = next((one for one in servers if one.key == cell.prometheus), None)
    found: dict[ResourceRef, JudgedCanary] = {}
    if server is None:
        return found
    with opened(invocation) as session:
        reader = session.required(server.key, MetricReader)
        for one in canaries:
            read = read_canary(reader, server, cell, one.service, one.rollout, known.now_s)
            try:
                found[one.rollout.ref] = judge_canary(session.runtime.run(read, _WAIT_S))
            except ConsoleError as error:
                invocation.note(str(error))
            except TimeoutError:
                invocation.note(t("{connection}: no answer in time; use --wait to wait longer.", connection=server.key))
    return found


def proposal_sheet(proposals: "Sequence[SloProposal]") -> Sheet:
    """Return a row per proposal."""
    cells = [(one.kind, one.title, one.reason) for one in proposals]
    records = [proposal_record(one) for one in proposals]
    names = ("title", "reason", "operation", "connection", "fields")
    return Sheet((t("ACTION"), t("PROPOSAL"), t("BECAUSE")), cells, records, widest=120, names=names)


def proposal_record(one: "SloProposal") -> dict[str, Any]:
    """Return a proposal with what ``change plan`` needs to make it."""
    from console.domain.operation_form import operation_form  # noqa: PLC0415 - loads the operations

    fields = dict(operation_form(one.operation)["fields"])
    connection = fields.pop("connection")
    plan = {"operation": one.operation.key, "connection": connection, "fields": fields}
    return {"title": one.title, "reason": one.reason, **plan}
