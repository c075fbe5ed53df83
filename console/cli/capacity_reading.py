"""Reading what the capacity of the cells is judged by, for one command."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from console.cli.invocation import Invocation
from console.cli.number_range import NumberRange
from console.kernel.errors import ConsoleError, UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.cli.known_state import KnownState
    from console.domain.capacity.load_test import LoadTest
    from console.domain.capacity.question import Question
    from console.presenters.capacity.capacity_view import CapacityView
    from console.services.session import Session

_SCENARIOS = ("expected", "level", "growth")
_WAIT_S = 600.0


class Supposed(NamedTuple):
    """What is supposed of the demand, and how long to wait for what is read."""

    scenario: str
    growth: float | None
    cached: bool
    wait_s: float


def supposed_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that every command on capacity has."""
    options = (
        click.option("--scenario", type=click.Choice(_SCENARIOS), default="expected", show_default=True,
                     help=t("What is supposed of the level.")),
        click.option("--growth", type=NumberRange(-99, 10_000), metavar="PERCENT",
                     help=t("Your own growth in a year.")),
        click.option("--cached", is_flag=True, help=t("Show the last known data without reading anew.")),
        click.option("--wait", type=NumberRange(0.1, 600), default=60.0, show_default=True, help=t("Seconds to wait.")),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def read_capacity(
    invocation: Invocation, supposed: Supposed, question: "Question | None" = None, more: tuple[str, ...] = ()
) -> "tuple[CapacityView, KnownState]":
    """Return the capacity of the cells, and the state it is from with ``more`` topics.

    Forecasts that are not known yet are computed first, unless only known data is wanted. Raises ``UserError``.
    """
    from console.cli.known_state import read_state  # noqa: PLC0415 - heavy: connectors
    from console.presenters.capacity.capacity_plan import CapacityPlan  # noqa: PLC0415
    from console.presenters.capacity.capacity_view import CAPACITY_TOPICS, CapacityView  # noqa: PLC0415

    if not supposed.cached:
        _forecast(invocation)
    topics = tuple(one for one in (*CAPACITY_TOPICS, *more) if one != "outlooks")  # nobody observes these
    known = read_state(invocation, topics, wait_s=supposed.wait_s, cached=supposed.cached)
    plan = CapacityPlan(*_wish(supposed))
    view = CapacityView(known.state, known.now_s, plan, kept_tests(invocation))
    return (view if question is None else view.asked(question)), known


def checked_cell(invocation: Invocation, key: str) -> None:
    """Raise ``UserError`` for a cell that the estate does not have; an empty key is all of them."""
    cells = [one.key for one in invocation.load_estate().estate.cells]
    if key and key not in cells:
        raise UserError(
            t("The estate has no cell {key}.", key=repr(key)),
            t("There are: {names}.", names=", ".join(cells) or t("none")),
        )


def kept_tests(invocation: Invocation) -> "tuple[LoadTest, ...]":
    """Return the load tests of the estate that were kept."""
    from console.services.load_tests.load_test_shelf import LoadTestShelf  # noqa: PLC0415

    return LoadTestShelf(invocation.paths, invocation.load_estate().estate.name).tests()


def _wish(supposed: Supposed) -> "tuple[Any, float]":
    from console.domain.forecast.scenario import Scenario  # noqa: PLC0415

    if supposed.growth is not None:
        return Scenario.OWN, supposed.growth / 100.0
    return Scenario(supposed.scenario), 0.0


def _forecast(invocation: Invocation) -> None:
    """Compute the forecasts of requests that nobody has computed yet."""
    from console.cli.opened import opened  # noqa: PLC0415 - heavy: connectors
    from console.domain.forecast.measure import Measure  # noqa: PLC0415
    from console.presenters.forecast_rows import outlooks  # noqa: PLC0415

    with opened(invocation) as session:
        session.store.drain(1.0)
        cells = (
            {one.key for one in session.store.state.estate.cells} if session.store.state.estate is not None else set()
        )
        known = {one.key.cell for one in outlooks(session.store.state) if one.key.measure is Measure.RPS}
        if cells - known:
            invocation.note(t("Computing forecasts of {count} cells …", count=len(cells - known)))
            _compute(invocation, session, tuple(sorted(cells - known)))


def _compute(invocation: Invocation, session: "Session", cells: tuple[str, ...]) -> None:
    from console.domain.forecast.measure import Measure  # noqa: PLC0415
    from console.services.forecasting.forecast_desk import ForecastDesk  # noqa: PLC0415 - numpy, worker processes

    desk = ForecastDesk(session)
    try:
        session.runtime.run(desk.refresh(measures=(Measure.RPS,), cells=cells), _WAIT_S)
    except ConsoleError as error:
        invocation.note(f"{error.message} {error.hint}")
    for sentence in desk.troubles:
        invocation.note(sentence)
    session.store.drain(1.0)
