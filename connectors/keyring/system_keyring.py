"""The operating system's keyring, through the ``keyring`` package."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from connectors.keyring.fault import secret_fault
from console.kernel.errors import ConnectorError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

Result = TypeVar("Result")

_NOT_SAFE_MODULES = ("keyring.backends.fail", "keyring.backends.null")
_NOT_SAFE_WORDS = ("plaintext", "uncrypted", "unencrypted")


class SystemKeyring:
    """Passwords by service and user name. Calls may block on the system's unlock prompt: never in the GUI thread."""

    def get(self, service: str, user: str) -> str | None:
        """Return the password, ``None`` when there is none; raise ``ConnectorError`` (auth)."""
        return self._call(lambda backend: backend.get_password(service, user))

    def set(self, service: str, user: str, password: str) -> None:
        """Store a password; raise ``ConnectorError`` (auth)."""
        self._call(lambda backend: backend.set_password(service, user, password))

    def delete(self, service: str, user: str) -> None:
        """Remove a password, if it is there; raise ``ConnectorError`` (auth)."""

        def remove(backend: "KeyringBackend") -> None:
            if backend.get_password(service, user) is not None:
                backend.delete_password(service, user)

        self._call(remove)

    def _call(self, work: "Callable[[KeyringBackend], Result]") -> Result:
        backend = _safe_backend()
        try:
            return work(backend)
        except ConnectorError:
            raise
        except Exception as error:  # noqa: BLE001 - every platform's backend raises its own kinds
            raise _fault(error) from None


def _safe_backend() -> "KeyringBackend":
    """Return the first backend that keeps secrets; look again when there was none, e.g. before D-Bus ran."""
    import keyring.core  # noqa: PLC0415 - its backends load D-Bus and cryptography

    for look_again in (False, True):
        if look_again:
            keyring.core.init_backend()
        backend = keyring.core.get_keyring()
        for one in getattr(backend, "backends", (backend,)):
            if not is_unsafe(one):
                return one
    raise _no_keyring()


def is_unsafe(backend: object) -> bool:
    """Return whether a backend keeps nothing, or keeps it readable for everybody."""
    kind = type(backend)
    name = f"{kind.__module__}.{kind.__qualname__}".lower()
    return kind.__module__.startswith(_NOT_SAFE_MODULES) or any(word in name for word in _NOT_SAFE_WORDS)


def _no_keyring() -> ConnectorError:
    return secret_fault(
        t("This session has no safe keyring."),
        t("Start a Secret Service (GNOME Keyring, KWallet), or refer to the secret as env:NAME or file:/path."),
    )


def _fault(error: Exception) -> ConnectorError:
    """Return what a backend's exception means; its text is not repeated, it may hold anything."""
    names = {kind.__name__ for kind in type(error).__mro__}
    if names & {"KeyringLocked", "LockedException", "PromptDismissedException"}:
        return secret_fault(t("The keyring is locked."), t("Unlock it, then try again."))
    if "NoKeyringError" in names:
        return _no_keyring()
    if names & {"InitError", "SecretServiceNotAvailableException", "OSError"}:
        return secret_fault(
            t("The keyring cannot be opened: it is locked, or its service does not run."),
            t("Unlock it or start it, then try again."),
        )
    return secret_fault(
        t("The keyring refused ({kind}).", kind=type(error).__name__), t("Check it with the system's password program.")
    )


def service_and_user(name: str) -> tuple[str, str]:
    """Split ``service/name`` at the last slash; a name alone belongs to the service ``cell-console``."""
    service, slash, user = name.rpartition("/")
    return (service, user) if slash else ("cell-console", name)
