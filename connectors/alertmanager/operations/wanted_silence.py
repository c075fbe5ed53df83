"""What a silence is asked to be, checked; and finding one that already is so."""

from collections.abc import Iterable

from console.domain.alert import Alert
from console.domain.label_matcher import LabelMatcher, matches_all, matches_anything
from console.domain.operations.create_silence import CreateSilence
from console.domain.resource import ResourceRef
from console.domain.silence import Silence, SilenceState
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

_SAME_S = 1.0
_HERE = (SilenceState.ACTIVE, SilenceState.PENDING)


def wanted_silence(operation: CreateSilence, now_s: float) -> Silence:
    """Return the silence that an operation asks for; raise ``ChangeRefused`` for one that makes no sense."""
    try:
        matchers = tuple(LabelMatcher.parse(text) for text in operation.matchers)
    except ValueError as error:
        raise ChangeRefused(
            t("A condition of the silence cannot be read: {why}.", why=str(error)),
            t('Write conditions like cell="tokyo" or alertname=~"Cell.*".'),
        ) from None
    starts_s = max(operation.starts_s, now_s)
    if operation.ends_s <= starts_s:
        raise ChangeRefused(t("The silence would end before it begins."), t("Give it a later end."))
    if not operation.comment.strip() or not operation.created_by.strip():
        raise ChangeRefused(
            t("A silence needs a comment and a name."), t("Say why the alerts are muted, and who does it.")
        )
    if matches_anything(matchers) and not operation.everything:
        raise ChangeRefused(
            t("This silence would mute every alert: {matchers}.", matchers=" ".join(operation.matchers) or "{}"),
            t("Add a condition, or say that everything is wanted: --everything on the command line."),
        )
    ref = ResourceRef(operation.connection, "Silence", "", "")
    return Silence(
        ref, SilenceState.ACTIVE, matchers, starts_s, operation.ends_s, operation.created_by, operation.comment
    )


def of_same_condition(wanted: Silence, silences: Iterable[Silence]) -> tuple[Silence, ...]:
    """Return the silences that have not ended and mute exactly the same alerts."""
    condition = frozenset(wanted.matchers)
    same = (one for one in silences if one.state in _HERE and frozenset(one.matchers) == condition)
    return tuple(sorted(same, key=lambda one: one.ref.name))


def equal_silence(wanted: Silence, same: Iterable[Silence]) -> Silence | None:
    """Return one that is in effect as wanted, whoever made it: same end, author and reason, begun in time."""
    return next(
        (
            one
            for one in same
            if abs(one.ends_s - wanted.ends_s) <= _SAME_S
            and one.starts_s <= wanted.starts_s + _SAME_S
            and (one.created_by, one.comment) == (wanted.created_by, wanted.comment)
        ),
        None,
    )


def muted_alerts(wanted: Silence, alerts: Iterable[Alert]) -> tuple[Alert, ...]:
    """Return the alerts that it mutes, the worst first."""
    found = (one for one in alerts if matches_all(wanted.matchers, one.labels))
    return tuple(sorted(found, key=lambda one: one.rank))
