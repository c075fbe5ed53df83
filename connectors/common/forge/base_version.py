"""The version of what an operation touches, where the forge itself counts none."""

import hashlib

from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t


def version_of(*facts: object) -> str:
    """Return a short digest of what was read."""
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:20]


def refuse_if_moved(base: str, now: str, what: str, is_now: str) -> None:
    """Raise ``ChangeRefused`` when the target is no longer as it was; ``is_now`` says in words how it is."""
    if base != now:
        raise ChangeRefused(
            t("{what} has changed since it was read: it is now {state}.", what=what, state=is_now or t("absent")),
            t("Look at the new difference, then decide anew."),
        )
