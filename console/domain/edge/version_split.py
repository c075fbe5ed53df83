"""How calls are spread over versions by percentages: what is possible at all."""

from collections.abc import Sequence

from console.kernel.errors import UserError
from console.kernel.i18n import t

LEAST_PERCENT = 0.01
MOST_VERSIONS = 2
_EXACT = 1e-6


def check_split(shares: Sequence[tuple[str, float]]) -> None:
    """Raise ``UserError`` unless (version, percent) are one or two versions whose percentages total 100."""
    if not 1 <= len(shares) <= MOST_VERSIONS:
        raise UserError(
            t("A gradual deployment has one or two versions, not {count}.", count=len(shares)),
            t("Finish the running one first: give one version 100 percent."),
        )
    names = [version for version, _percent in shares]
    if len(set(names)) != len(names) or not all(names):
        raise UserError(t("Each version must be named once."), t("Name two different versions."))
    for version, percent in shares:
        if not LEAST_PERCENT <= percent <= 100:
            raise UserError(
                t("{percent} is not a percentage for the version {version}.", percent=percent, version=version),
                t("Use a number from 0.01 to 100; leave a version out instead of giving it 0."),
            )
    total = sum(percent for _version, percent in shares)
    if abs(total - 100) > _EXACT:
        raise UserError(
            t("The percentages total {total}, not 100.", total=round(total, 4)),
            t("Let both versions together have 100 percent."),
        )
