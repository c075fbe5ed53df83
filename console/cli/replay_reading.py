"""The state with the recorded traffic in it: asked for now, or as the local history keeps it."""

from dataclasses import replace
from typing import TYPE_CHECKING

from console.cli.known_note import tell_known
from console.cli.known_state import read_state
from console.cli.opened import opened
from console.domain.event import ObjectsListed
from console.domain.replay.traffic_course import TOPIC
from console.kernel.errors import ConsoleError
from console.kernel.i18n import t
from console.ports.metric import MetricReader
from console.presenters.routing.router_row import ROUTING_TOPICS
from console.services.traffic_history import traffic_history
from console.store.state import ObjectTable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.cli.invocation import Invocation
    from console.services.session import Session
    from console.store.state import State

_LEFT_OUT = frozenset({"signals", "traffic-policies", "edge-stores"})


def read_traffic(
    invocation: "Invocation", *, wait_s: float, cached: bool, also: "Iterable[str]" = ()
) -> tuple["State", bool]:
    """Return what is known of routers and limits, with the recorded traffic, and whether somebody could not be reached.

    That and the age of what is from the history are told; ``also`` are more topics. Raises ``UserError`` without an
    estate.
    """
    topics = frozenset(ROUTING_TOPICS) - _LEFT_OUT | frozenset(also)
    known = read_state(invocation, topics, wait_s=wait_s, cached=cached)
    if not known.cached:
        with opened(invocation) as session:
            known = replace(known, state=with_traffic(invocation, session, known.state, wait_s))
    return known.state, tell_known(invocation, known, topics | {TOPIC})


def with_traffic(invocation: "Invocation", session: "Session", state: "State", wait_s: float) -> "State":
    """Return a state with the recorded traffic, asked for now; it goes into the store, too."""
    estate = state.estate
    objects = dict(state.objects)
    for server in estate.prometheus if estate is not None else ():
        reader = session.offered(server.key, MetricReader)
        if reader is None or estate is None:
            continue
        now_s = session.clock.now().timestamp()
        try:
            rows = session.runtime.run(traffic_history(reader, server, estate, now_s), wait_s)
        except ConsoleError as error:
            invocation.note(str(error))
            continue
        except TimeoutError:
            invocation.note(
                t("{connection}: no answer in time, so what it has recorded is left out.", connection=server.key)
            )
            continue
        session.store.dispatch(ObjectsListed(server.key, TOPIC, rows, now_s))  # for the history
        objects[server.key, TOPIC] = ObjectTable({one.ref: one for one in rows}, now_s)
    session.store.drain(wait_s)
    return replace(state, objects=objects)
