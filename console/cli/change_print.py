"""Printing one change: for people, or in the form that can be saved, sent and applied."""

from typing import TYPE_CHECKING

import click

from console.cli.emit import emit_value
from console.cli.exit_code import ExitCode
from console.cli.plain_text import one_line
from console.cli.table import render_table
from console.domain.change import ChangeState
from console.kernel.i18n import t
from console.kernel.redact import scrub

if TYPE_CHECKING:
    from console.domain.change import Change

_WIDEST = 100


def print_change(change: "Change", output: str, *, history: bool = False) -> None:
    """Print a change as a sheet, or with ``json`` or ``yaml`` in its own form."""
    if output != "table":
        from console.domain.change_form import change_form  # noqa: PLC0415 - heavy: msgspec

        emit_value(change_form(change), output)
        return
    from console.presenters.change_sheet import change_sheet  # noqa: PLC0415

    sheet = change_sheet(change)
    facts = tuple((name, value) for name, value in sheet.facts if value != sheet.estimate or not value)
    parts = [one_line(sheet.summary), "", *_facts(facts)]
    if sheet.differences:
        rows = [[one.path, one.before or "–", one.after or "–"] for one in sheet.differences]
        parts += ["", render_table((t("FIELD"), t("BEFORE"), t("AFTER")), rows, most=_WIDEST)]
    parts += ["", *(one_line(f"! {one}") for one in sheet.warnings), *([sheet.check] if sheet.check else [])]
    if sheet.estimate:
        parts.append(one_line(t("Estimated effect: {text}", text=sheet.estimate)))
    parts += [one_line(one.text) for one in sheet.policy]
    if history:
        parts += ["", render_table((t("TIME"), t("STATE"), t("NOTE")), sheet.history, most=_WIDEST)]
    click.echo(scrub("\n".join(parts)))


def _facts(facts: tuple[tuple[str, str], ...]) -> list[str]:
    return render_table(("", ""), facts, most=_WIDEST).splitlines()[1:]


def print_outcome(change: "Change") -> None:
    """Print in one line what came of a change."""
    from console.domain.change_word import state_word  # noqa: PLC0415

    word = state_word(change.state, was_applied=change.was_applied)
    click.echo(one_line(scrub(f"{change.id}: {word}. {change.note}")))


def outcome_code(change: "Change") -> ExitCode:
    """Return the exit code of a change that was carried out: refused by its target's state, not reached, or done."""
    if change.state is ChangeState.FAILED:
        at_once = len(change.moments) > 1 and change.moments[-2].state is ChangeState.APPLYING
        return ExitCode.REFUSED if at_once else ExitCode.CHECK_FAILED
    return ExitCode.UNREACHABLE if change.state is ChangeState.UNKNOWN else ExitCode.DONE
