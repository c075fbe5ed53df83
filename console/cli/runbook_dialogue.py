"""Asking the person at the terminal what a run shall do next."""

from typing import TYPE_CHECKING, Any

import click

from console.cli.plain_text import one_line, visible
from console.kernel.errors import ConsoleError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from console.domain.runbooks.runbook_run import RunbookRun
    from console.services.session import Session

_KEYS = {"go": "n", "auto": "a", "answer": "y", "retry": "r", "skip": "s", "defer": "d", "back": "b", "recover": "v",
         "abort": "e"}  # fmt: skip


def asked(session: "Session", run: "RunbookRun") -> bool:
    """Ask, say it to the run, and return whether it is to be driven on; false: the person leaves it as it is."""
    from console.domain.runbooks.run_command import allowed  # noqa: PLC0415 - heavy: msgspec

    offered = {_KEYS[one]: one for one in _KEYS if one in allowed(run)}
    _show(run)
    words = _words()
    prompt = "  ".join(f"[{key}] {words[one]}" for key, one in offered.items())
    click.echo(f"{prompt}  [q] {t('Leave it as it is')}")
    key = click.prompt("", type=click.Choice([*offered, "q"]), show_choices=False, prompt_suffix="> ")
    if key == "q":
        return False
    try:
        session.runtime.run(_said(session, run, offered[key]))
    except ConsoleError as error:
        click.echo(one_line(str(error)), err=True)
    return True


def _words() -> dict[str, str]:
    return {
        "go": t("Next step"),
        "auto": t("Run to the end"),
        "answer": t("Answer the question"),
        "retry": t("Try again"),
        "skip": t("Skip …"),
        "defer": t("Put off …"),
        "back": t("Back …"),
        "recover": t("Recover …"),
        "abort": t("End the run …"),
    }


def _show(run: "RunbookRun") -> None:
    now = run.present
    if now is None:
        return
    question = now.question
    what = question.text if question is not None else run.why
    told = "\n".join(map(visible, f"{now.name}: {what}".rstrip(": ").split("\n")))
    click.echo(f"\n{run.at + 1}/{run.end} {told}")
    for number, one in enumerate(question.choices if question is not None else (), 1):
        click.echo(f"  {number}. {one_line(one.label)}")


def _said(session: "Session", run: "RunbookRun", what: str) -> "Coroutine[Any, Any, RunbookRun]":
    command = session.changes.runbooks.command
    says: dict[str, Callable[[], Coroutine[Any, Any, RunbookRun]]] = {
        "go": lambda: command.go(run.id),
        "auto": lambda: command.auto(run.id),
        "answer": lambda: _answer(session, run),
        "retry": lambda: command.retry(run.id),
        "skip": lambda: command.skip(run.id, click.prompt(t("Why"))),
        "defer": lambda: command.defer(run.id, click.prompt(t("Why"), default="")),
        "back": lambda: command.back(run.id, click.prompt(t("To which step"))),
        "recover": lambda: command.recover(run.id, automatic=True),
        "abort": lambda: command.abort(run.id, click.prompt(t("Why"), default="")),
    }
    return says[what]()


def _answer(session: "Session", run: "RunbookRun") -> "Coroutine[Any, Any, RunbookRun]":
    from console.domain.runbooks.question import Asks  # noqa: PLC0415 - heavy: msgspec

    command = session.changes.runbooks.command
    question = run.present.question if run.present is not None else None
    if question is not None and question.asks is Asks.APPROVE:
        return command.approve(run.id, click.prompt(t("Name of who approves")), click.prompt(t("Note"), default=""))
    choices = question.choices if question is not None else ()
    place = click.prompt(t("Which"), type=click.IntRange(1, len(choices))) - 1 if choices else 0
    needs = question is not None and question.needs_note
    return command.answer(run.id, place, click.prompt(t("Note"), default=None if needs else "", show_default=False))
