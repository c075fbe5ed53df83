"""What a command says on stderr about the data it shows: what could not be reached, and how old the rest is."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from console.cli.invocation import Invocation
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.cli.known_state import KnownState


def tell_known(invocation: Invocation, known: "KnownState", topics: Iterable[str]) -> bool:
    """Say all that on stderr; return whether a connection could not be reached."""
    for one in known.failed:
        invocation.note(t("{connection}: {error} {hint}", connection=one.key, error=one.error, hint=one.hint))
    for key in known.slow:
        invocation.note(t("{connection}: no answer in time; use --wait to wait longer.", connection=key))
    for sentence in age_notes(known, topics):
        invocation.note(sentence)
    return bool(known.failed or known.slow)


def age_notes(known: "KnownState", wanted: Iterable[str]) -> tuple[str, ...]:
    """Return one sentence per connection with the age of the oldest that is from the history.

    Forecasts are computed here, courses of objectives are asked for one by one, and both are kept; where others were
    asked, their age is none of the connection's data.
    """
    from console.domain.forecast.outlook import TOPIC as OUTLOOKS  # noqa: PLC0415 - only with what commands read
    from console.presenters.format import ago, local_time  # noqa: PLC0415 - only where there is something to say
    from console.presenters.slo_detail import TOPIC as COURSES  # noqa: PLC0415 - only with what commands read

    topics = frozenset(wanted) - (frozenset() if known.cached else {OUTLOOKS, COURSES})
    tables = [(key, table) for (key, topic), table in known.state.objects.items() if topic in topics]
    remembered: dict[str, float] = {}
    for key, table in tables:
        if table.from_history:
            remembered[key] = min(table.at_s, remembered.get(key, table.at_s))
    if known.cached and topics and not tables:  # asked for no ages, it has told them before
        return (t("Nothing is known of this yet; read it once without --cached."),)
    return tuple(
        t("{connection}: last known data, read {when} ({time}).", connection=key, when=ago(at_s, known.now_s),
          time=local_time(at_s))
        for key, at_s in remembered.items()
    )  # fmt: skip
