"""``cell-console gate``: may a cell be released to? Objectives, cost and carbon together."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from console.cli.emit import Sheet, emit_sheet, emit_value, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.cli.number_range import NumberRange
from console.cli.plain_text import say
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.release_gate import GateCheck, ReleaseGate
    from console.presenters.slo_proposals import SloProposal


@click.command(name="gate", help=t("Say whether a cell may be released to: objectives, cost, carbon."))
@click.argument("cell")
@click.option(
    "--without",
    type=click.Choice(["slo", "cost", "carbon"]),
    multiple=True,
    help=t("Leave this out of the decision; may be given several times."),
)
@click.option("--propose", is_flag=True, help=t("Also say what could be done for the objectives of the cell."))
@click.option("--cached", is_flag=True, help=t("Show the last known data without reading anew."))
@click.option("--wait", type=NumberRange(0.1, 600), default=30.0, show_default=True, help=t("Seconds to wait."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def command(
    invocation: Invocation,
    *,
    cell: str,
    without: tuple[str, ...],
    propose: bool,
    cached: bool,
    wait: float,
    output: str,
) -> None:
    """Print the decision; exit code 0 for go, 1 for no-go, 3 for a go by data of which some could not be read anew."""
    from console.cli.gate_proposals import TOPICS as PROPOSAL_TOPICS  # noqa: PLC0415
    from console.cli.gate_proposals import gate_proposals  # noqa: PLC0415
    from console.cli.known_note import tell_known  # noqa: PLC0415
    from console.cli.known_state import read_state  # noqa: PLC0415 - heavy: pydantic, connectors
    from console.domain.release_gate import GateTopic  # noqa: PLC0415
    from console.presenters.cell_gate import GATE_TOPICS, cell_gate  # noqa: PLC0415

    if propose and output == "csv":
        raise click.UsageError(t("A CSV file is one table; take the proposals as a table, JSON or YAML."))
    estate = invocation.load_estate().estate
    found = estate.cell(cell)
    if found is None:
        raise UserError(
            t("The estate has no cell {key}.", key=repr(cell)),
            t("There are: {names}.", names=", ".join(one.key for one in estate.cells) or t("none")),
        )
    topics = (*GATE_TOPICS, *PROPOSAL_TOPICS) if propose else GATE_TOPICS
    known = read_state(invocation, topics, wait_s=wait, cached=cached)
    gate = cell_gate(known.state, found, known.now_s, without=frozenset(map(GateTopic, without)))
    _emit(gate, cell, gate_proposals(invocation, known, found, gate) if propose else None, output)
    unreached = tell_known(invocation, known, topics)
    if not gate.is_go:
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)
    if unreached:  # a "go" from what was last known must not let a pipeline through
        raise click.exceptions.Exit(ExitCode.UNREACHABLE)


def _emit(gate: "ReleaseGate", cell: str, proposals: "tuple[SloProposal, ...] | None", output: str) -> None:
    from console.cli.gate_proposals import proposal_record, proposal_sheet  # noqa: PLC0415
    from console.presenters.gate_text import check_sentence, gate_sentence, topic_word  # noqa: PLC0415

    records = [_record(one) for one in gate.checks]
    if output in {"json", "yaml"}:
        decision = "go" if gate.is_go else "no-go"
        whole = {"cell": cell, "decision": decision, "reason": gate_sentence(gate), "checks": records}
        more = {"proposals": [proposal_record(one) for one in proposals]} if proposals is not None else {}
        emit_value({**whole, **more}, output)
        return
    if output == "table":
        say(gate_sentence(gate))
        click.echo()
    cells = [[topic_word(one.topic), _word(one), check_sentence(one)] for one in gate.checks]
    emit_sheet(
        Sheet(
            (t("TOPIC"), t("DECISION"), t("FOUND")),
            cells,
            records,
            widest=110,
            names=("topic", "ground", "open", "found", "facts", "query"),
        ),
        output,
    )
    if proposals:
        click.echo()
        emit_sheet(proposal_sheet(proposals), output)
    elif proposals is not None:
        say(t("Nothing is proposed: no canary and no objective calls for it."))


def _word(check: "GateCheck") -> str:
    from console.domain.release_gate import GateGround  # noqa: PLC0415
    from console.presenters.format import UNKNOWN  # noqa: PLC0415

    if check.ground is GateGround.ABSENT:
        return UNKNOWN
    return t("go") if check.is_open else t("no-go")


def _record(check: "GateCheck") -> dict[str, Any]:
    from console.presenters.gate_text import check_sentence  # noqa: PLC0415

    facts = asdict(check.fact) if check.fact is not None else {}
    return {
        "topic": check.topic.value,
        "ground": check.ground.value,
        "open": check.is_open,
        "found": check_sentence(check),
        "facts": " ".join(f"{key}={value}" for key, value in facts.items() if value is not None and key != "query"),
        "query": facts.get("query", ""),
    }
