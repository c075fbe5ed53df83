"""The one way in which a secret fails: a ``ConnectorError`` (auth) that never holds the secret."""

from console.kernel.errors import ConnectorError, ErrorKind


def secret_fault(message: str, hint: str) -> ConnectorError:
    """Return the fault that says why a secret cannot be had."""
    return ConnectorError(ErrorKind.AUTH, message, hint)
