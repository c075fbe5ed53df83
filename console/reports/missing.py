"""What a section says where its data is missing: that, why, and what would bring it."""

from __future__ import annotations

from console.domain.report.callout import Callout, Tone
from console.kernel.i18n import t


def missing(why: str, hint: str = "") -> Callout:
    """Return the callout."""
    return Callout(f"{why} {hint}".strip(), Tone.MISSING, t("No data"))


def unread() -> Callout:
    """Return the same where the data lies on this computer and could not be read."""
    return missing(t("This could not be read, so it is not known; the appendix says why."))
