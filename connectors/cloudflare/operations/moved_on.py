"""The refusal of a change whose target is no longer as it was when the change was planned."""

from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t


def refuse_moved(target: object, now: str) -> ChangeRefused:
    """Return the refusal; ``now`` says what the target is now."""
    return ChangeRefused(
        t("{target} has changed since this was planned: it is now {now}.", target=target, now=now),
        t("Plan it again from what is there now."),
    )
