"""What is said where a metric server is asked that the estate does not have."""

from collections.abc import Sequence

from console.kernel.errors import UserError
from console.kernel.i18n import t


def no_metric_server(wanted: str, known: Sequence[str]) -> UserError:
    """Return the error for a server by its key; without a key the first of the estate was wanted."""
    if not wanted and not known:
        return UserError(t("The estate has no metric server."), t("Add one to the estate file."))
    return UserError(
        t("The estate has no metric server {key}.", key=repr(wanted)),
        t("There are: {names}.", names=", ".join(known) or t("none")),
    )
