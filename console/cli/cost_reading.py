"""Reading everything that tells costs, for the commands that show it."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from console.cli.exit_code import ExitCode
from console.cli.number_range import NumberRange
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.cli.invocation import Invocation
    from console.cli.known_state import KnownState
    from console.presenters.cost_view import CostView

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
_BY = ("cell", "service", "segment")


class ReadCosts(NamedTuple):
    """What is shown, and what is known of who told it."""

    view: "CostView"
    known: "KnownState"


def by_option() -> Callable[[Decorated], Decorated]:
    """Return the ``--by`` option of a command."""
    return click.option("--by", type=click.Choice(_BY), default=_BY[0], show_default=True, help=t("Add up by this."))


def wait_option() -> Callable[[Decorated], Decorated]:
    """Return the ``--wait`` option of a command."""
    return click.option(
        "--wait", type=NumberRange(0.1, 600), default=60.0, show_default=True, help=t("Seconds to wait.")
    )


def cached_option() -> Callable[[Decorated], Decorated]:
    """Return the ``--cached`` option of a command."""
    return click.option("--cached", is_flag=True, help=t("Show the last known data without reading anew."))


def read_costs(invocation: "Invocation", topics: Iterable[str], *, wait_s: float, cached: bool) -> ReadCosts:
    """Return the costs that some topics tell."""
    from console.cli.known_note import age_notes  # noqa: PLC0415 - heavy: store
    from console.cli.known_state import read_state  # noqa: PLC0415 - heavy: pydantic, connectors
    from console.presenters.cost_gaps import cost_gaps  # noqa: PLC0415
    from console.presenters.cost_view import CostView  # noqa: PLC0415

    wanted = frozenset(topics)
    known = read_state(invocation, wanted, wait_s=wait_s, cached=cached)
    for sentence in age_notes(known, wanted):
        invocation.note(sentence)
    view = CostView(known.state, known.now_s)
    for sentence in cost_gaps(view.book, view.month_begin_s, view.month_end_s):
        invocation.note(sentence)
    return ReadCosts(view, known)


def tell_unread(invocation: "Invocation", known: "KnownState") -> None:
    """Say who could not be read, and end with exit code 3 when somebody could not."""
    from console.cli.known_note import tell_known  # noqa: PLC0415 - heavy: store

    if tell_known(invocation, known, ()):
        raise click.exceptions.Exit(ExitCode.UNREACHABLE)
