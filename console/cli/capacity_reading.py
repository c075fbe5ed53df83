"""Reading what the capacity of the cells is judged by, for one command."""

from collections.abc import Callable
from dataclasses import replace
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
    from console.store.state import State

_SCENARIOS = ("expected", "level", "growth")
_WAIT_S, _HOUR_S = 600.0, 3600.0


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
    invocation: Invocation,
    supposed: Supposed,
    question: "Question | None" = None,
    more: tuple[str, ...] = (),
    *,
    edge: bool = False,
    journals: bool = False,
) -> "tuple[CapacityView, KnownState]":
    """Return the capacity of the cells, and the state it is from with ``more`` topics; ``edge``: with its limits, too.

    ``journals``: with what was done (changes, rollouts, runbooks, incidents).
    Forecasts that are not known, old or too short are computed first, unless only known data is wanted.
    Raises ``UserError``.
    """
    from console.cli.known_state import known_session  # noqa: PLC0415 - heavy: connectors
    from console.presenters.capacity.capacity_plan import CapacityPlan  # noqa: PLC0415
    from console.presenters.capacity.capacity_view import CAPACITY_TOPICS, CapacityView  # noqa: PLC0415

    limits = ("rate-limits",) if edge else ()
    topics = tuple(one for one in (*CAPACITY_TOPICS, *limits, *more) if one != "outlooks")  # nobody observes these
    if not supposed.cached:
        invocation.note(t("Reading what the services of the cells carried in the last weeks …"))
    with known_session(invocation, topics, wait_s=supposed.wait_s, cached=supposed.cached, fresh=_complete_loads) as (
        session,
        read,
    ):
        if not read.cached:
            _forecast(invocation, session)
            if edge:
                _forecast_edge(invocation, session, supposed.wait_s)
        if journals:
            _read_journals(invocation, session)
        known = replace(read, state=session.store.state)
    plan = CapacityPlan(*_wish(supposed))
    view = CapacityView(known.state, known.now_s, plan, kept_tests(invocation))
    return (view if question is None else view.asked(question)), known


def _complete_loads(state: "State", now_s: float) -> frozenset[str]:
    """Name the loads of services, which are of whole hours, while the hour that they were read in lasts."""
    from console.domain.capacity.service_load import TOPIC, ServiceLoad  # noqa: PLC0415

    servers = [one.key for one in state.estate.prometheus] if state.estate is not None else []
    ends = [one.until_s for key in servers for one in state.rows(key, TOPIC, ServiceLoad)[:1]]
    return frozenset({TOPIC}) if len(ends) == len(servers) and min(ends, default=0.0) + _HOUR_S > now_s else frozenset()


def checked_question(invocation: Invocation, question: "Question") -> "Question":
    """Return a question whose cells the estate has; raise ``UserError`` before anything is read."""
    added = {name for _, name in question.added}
    for key in (*question.lost, *(like for like, _ in question.added), *(cell for cell, _ in question.weights)):
        if key not in added:
            checked_cell(invocation, key)
    if {one.key for one in invocation.load_estate().estate.cells} <= set(question.lost):
        raise UserError(t("No cell would be left."), t("Keep at least one."))
    return question


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


def _forecast(invocation: Invocation, session: "Session") -> None:
    """Compute the forecasts of the cells' requests that are not known, old or too short."""
    from console.services.forecasting.stale_outlooks import stale_outlooks  # noqa: PLC0415 - numpy

    stale = stale_outlooks(session.store.state, session.clock.now().timestamp())
    if stale:
        invocation.note(t("Computing forecasts of {count} cells …", count=len(stale)))
        _compute(invocation, session, stale)


def _forecast_edge(invocation: Invocation, session: "Session", wait_s: float) -> None:
    """Ask for the recorded traffic, and compute the forecasts of segments that a rule at the edge limits."""
    from console.cli.replay_reading import with_traffic  # noqa: PLC0415 - heavy: connectors, numpy
    from console.presenters.capacity.edge_advice import limited_segments  # noqa: PLC0415
    from console.services.forecasting.stale_outlooks import stale_segments  # noqa: PLC0415 - numpy

    state = with_traffic(invocation, session, session.store.state, wait_s)
    stale = stale_segments(state, session.clock.now().timestamp(), limited_segments(state))
    if stale:
        invocation.note(t("Computing forecasts of the segments of {count} cells …", count=len(stale)))
        _compute(invocation, session, stale, segments=True)


def _read_journals(invocation: Invocation, session: "Session") -> None:
    from console.services.read_journals import read_journals  # noqa: PLC0415 - changes, rollouts, runbooks

    for problem in session.runtime.run(read_journals(session)):
        invocation.note(problem)
    session.store.drain(1.0)


def _compute(invocation: Invocation, session: "Session", cells: tuple[str, ...], *, segments: bool = False) -> None:
    from console.domain.forecast.measure import Measure  # noqa: PLC0415
    from console.services.forecasting.forecast_desk import ForecastDesk  # noqa: PLC0415 - numpy, worker processes

    desk = ForecastDesk(session)
    try:
        session.runtime.run(desk.refresh(measures=(Measure.RPS,), cells=cells, segments=segments), _WAIT_S)
    except ConsoleError as error:
        invocation.note(f"{error.message} {error.hint}")
    except TimeoutError:
        invocation.note(t("The forecasts were not ready within {seconds} s.", seconds=round(_WAIT_S)))
    for sentence in desk.troubles:
        invocation.note(sentence)
    session.store.drain(1.0)
