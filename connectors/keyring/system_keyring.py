"""The operating system's keyring, through the ``keyring`` package."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from connectors.keyring.fault import Unanswered, secret_fault
from connectors.keyring.refusal_hold import RefusalHold, is_unlocked
from console.kernel.errors import ConnectorError, ConsoleError
from console.kernel.i18n import t
from console.kernel.patient_call import PatientCall

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

Result = TypeVar("Result")

_NOT_SAFE_MODULES = ("keyring.backends.fail", "keyring.backends.null")
_NOT_SAFE_WORDS = ("plaintext", "uncrypted", "unencrypted")
_LOCKED = frozenset({"KeyringLocked", "LockedException", "PromptDismissedException"})
_PROMPT_S = 100.0  # somebody may have to type the keyring's password
_CALLS = PatientCall("keyring", _PROMPT_S)
"""All vaults ask through it: a locked keyring shows one prompt, and one that nobody answers holds nothing else up."""


class SystemKeyring:
    """Passwords by service and user name.

    Calls may block on the system's unlock prompt, for a minute and a half: never in the GUI thread.
    """

    def __init__(self) -> None:
        self._hold = RefusalHold()

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
        try:
            return _CALLS.ask(lambda: self._carried_out(work))
        except TimeoutError:
            raise Unanswered from None

    def _carried_out(self, work: "Callable[[KeyringBackend], Result]") -> Result:
        """Ask the keyring in its turn, unless somebody has just dismissed its prompt and it is still locked."""
        backend = _safe_backend()
        refused = self._hold.fault
        if refused is not None and not is_unlocked(backend):
            raise refused
        try:
            result = work(backend)
        except ConsoleError:
            raise
        except Exception as error:  # noqa: BLE001 - every platform's backend raises its own kinds
            fault = _fault(error)
            if _is_refusal(error):
                self._hold.note(fault)
            raise fault from None
        self._hold.forget()
        return result


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


def _kinds(error: BaseException) -> set[str]:
    return {kind.__name__ for kind in type(error).__mro__}


def _is_refusal(error: Exception) -> bool:
    """Return whether somebody was asked, and did not let us in (the plain kind is how macOS tells it)."""
    cause = error.__cause__  # of an InitError: the password of a keyring that is to be made
    refusal = _kinds(error) | (_kinds(cause) if cause is not None else set())
    return bool(refusal & _LOCKED) or type(error).__name__ == "KeyringError"


def _fault(error: Exception) -> ConnectorError:
    """Return what a backend's exception means; its text is not repeated, it may hold anything."""
    names = _kinds(error)
    if names & _LOCKED:
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
