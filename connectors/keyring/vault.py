"""The vault: one place that turns a reference into a secret."""

import os
import re
from pathlib import Path

from connectors.keyring.fault import Unanswered, secret_fault
from connectors.keyring.name_index import NameIndex
from connectors.keyring.secret_file import read_secret_file
from connectors.keyring.system_keyring import SystemKeyring, service_and_user
from console.kernel.errors import ConnectorError, UserError
from console.kernel.i18n import t
from console.kernel.paths import Paths
from console.kernel.secret import Secret

_NAME = re.compile(r"[\w./@-]{1,80}")


class Vault:
    """Implements ``console.ports.vault.SecretVault``."""

    def __init__(self, paths: Paths, folder: Path | None = None, keyring: SystemKeyring | None = None) -> None:
        self._folder = folder
        self._keyring = keyring or SystemKeyring()
        self._index = NameIndex(paths.data / "secret-names")

    def resolve(self, reference: str) -> Secret:
        """Return the secret of a reference; raise ``ConnectorError`` (auth) in one sentence. May block."""
        scheme, _, rest = reference.partition(":")
        if scheme == "keyring" and _NAME.fullmatch(rest):
            return Secret(self._from_keyring(rest))
        if scheme == "env" and rest:
            return Secret(_from_environment(rest))
        if scheme == "file" and rest:
            return Secret(read_secret_file(self._place(rest)))
        # The reference is not repeated: somebody may have put the secret itself in its place.
        raise secret_fault(
            t("A secret reference is not understood."), t("Write keyring:service/name, env:NAME or file:/path.")
        )

    def store(self, name: str, value: Secret) -> None:
        """Keep a secret in the keyring under ``keyring:<name>``; raise ``ConnectorError`` or ``UserError``. May block.

        What another program keeps under that name is not overwritten.
        """
        service, user = self._entry(name)
        if name not in self._index and self._keyring.get(service, user) is not None:
            raise UserError(
                t("Another program keeps a secret under {name}.", name=name), t("Choose another name, or refer to it.")
            )
        # Noted first: a name without a secret shows, a secret without a name would be forgotten.
        self._index.add(name)
        try:
            self._keyring.set(service, user, value.reveal())
        except Unanswered:
            raise
        except ConnectorError:
            if self._is_gone(service, user):
                self._index.remove(name)
            raise

    def remove(self, name: str) -> None:
        """Remove a secret that this program stored; raise ``ConnectorError`` or ``UserError``. May block."""
        service, user = self._entry(name)
        if name not in self._index:
            raise UserError(
                t("Cell Console has stored no secret under {name}.", name=name),
                t("cell-console secret list shows the names."),
            )
        self._keyring.delete(service, user)
        self._index.remove(name)

    def names(self) -> tuple[str, ...]:
        """Return the names of the secrets that this program has stored."""
        return self._index.names()

    def _from_keyring(self, name: str) -> str:
        value = self._keyring.get(*service_and_user(name))
        if not value:
            raise secret_fault(
                t("The keyring has no secret {name}.", name=name),
                t("Store it with: cell-console secret set {name}", name=name),
            )
        return value

    def _place(self, name: str) -> Path:
        path = Path(os.path.expanduser(name))
        if path.is_absolute():
            return path
        if self._folder is None:
            raise secret_fault(
                t("The secret file {file} is named relative to an estate file, and there is none.", file=name),
                t("Write the whole path."),
            )
        return self._folder / path

    def _is_gone(self, service: str, user: str) -> bool:
        try:
            return self._keyring.get(service, user) is None
        except ConnectorError:
            return True

    def _entry(self, name: str) -> tuple[str, str]:
        service, user = service_and_user(name)
        if not _NAME.fullmatch(name) or not service or not user:
            raise UserError(
                t("{name} is not a name for a secret.", name=repr(name)),
                t("Use letters, digits, . _ @ - and /, at most 80, e.g. prod/prometheus."),
            )
        return service, user


def _from_environment(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise secret_fault(
            t("The environment variable {name} is not set.", name=name), t("Set it before you start Cell Console.")
        )
    return value
