"""The one way in which a secret fails: a ``ConnectorError`` (auth) that never holds the secret."""

from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t


def secret_fault(message: str, hint: str) -> ConnectorError:
    """Return the fault that says why a secret cannot be had."""
    return ConnectorError(ErrorKind.AUTH, message, hint)


class Unanswered(ConnectorError):  # noqa: N818 - what it is
    """The keyring has not answered in time; what it was asked for may still be done when it does."""

    def __init__(self) -> None:
        hint = t("Answer its prompt or start its service anew, then try again.")
        super().__init__(ErrorKind.AUTH, t("The keyring does not answer."), hint)
