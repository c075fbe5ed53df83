"""The signing key of this profile: kept in the keyring, made with the first record that is signed."""

from __future__ import annotations

import base64
import binascii
from functools import partial
from typing import TYPE_CHECKING

from console.domain.checkpoint_note import NoteSigner
from console.kernel.ed25519 import new_seed, public_half, sign
from console.kernel.errors import ConsoleError, UserError
from console.kernel.file_lock import held_lock
from console.kernel.i18n import t
from console.kernel.paths import private_folder, write_private
from console.kernel.secret import Secret
from resources.trail.signed_note import read_key

if TYPE_CHECKING:
    from pathlib import Path

    from console.ports.vault import SecretVault
    from resources.trail.signed_note import Key

KEYRING = "keyring:"


class TrailKey:
    """``reference`` names the private half, ``folder`` holds the public keys that are trusted. Blocks; any thread."""

    def __init__(self, vault: SecretVault | None, reference: str, folder: Path) -> None:
        self._given, self._reference, self._folder = vault, reference, folder
        self._known: NoteSigner | None = None

    @property
    def _vault(self) -> SecretVault:
        if self._given is None:
            raise ConsoleError(t("There is no vault, so the trail is not signed."))
        return self._given

    def signer(self) -> NoteSigner:
        """Return what signs; raise ``ConsoleError`` when there is no key, or the keyring is locked."""
        if self._known is None:
            name = self._reference.removeprefix(KEYRING)
            if name != self._reference and name not in self._vault.names():
                self._make_first(name)
            self._known = _signer(self._vault.resolve(self._reference))
        return self._known

    def _make_first(self, name: str) -> None:
        private_folder(self._folder)
        with held_lock(self._folder / "lock"):  # two consoles at once make one key
            if name not in self._vault.names():
                self._vault.store(name, _new_secret())

    def renew(self) -> NoteSigner:
        """Make a new key in the keyring in place of one that is lost; what was signed stays signed with the old."""
        name = self._reference.removeprefix(KEYRING)
        if name == self._reference:
            raise UserError(
                t("The key of the trail is a file, and this program does not overwrite it."),
                t("Write a new one with: cell-console trail key make FILE"),
            )
        self._vault.store(name, _new_secret())
        self._known = None
        return self.signer()

    def trust(self, key: Key) -> bool:
        """Take a public key for one whose signatures count; return whether that is new."""
        if key in self.trusted():
            return False
        write_private(self._folder / f"{key.mark.hex()}.vkey", key.text + "\n")
        return True

    def distrust(self, mark: str) -> None:
        """Forget a public key by its eight hexadecimal digits; raise ``UserError`` when there is none."""
        found = [one for one in self.trusted() if one.mark.hex() == mark]
        if not found:
            raise UserError(
                t("There is no trusted key {mark}.", mark=repr(mark)), t("List them: cell-console trail key")
            )
        (self._folder / f"{mark}.vkey").unlink(missing_ok=True)

    def trusted(self) -> tuple[Key, ...]:
        """Return the public keys whose signatures count; raise ``UserError`` for a file that holds none."""
        found = []
        for file in sorted(self._folder.glob("*.vkey")) if self._folder.is_dir() else ():
            try:
                found.append(read_key(file.read_text(encoding="utf-8")))
            except (OSError, ValueError) as error:
                raise UserError(
                    t("The file {file} holds no public key that can be read.", file=file),
                    t("Remove it, and trust the key anew: cell-console trail key trust KEY"),
                ) from error
        return tuple(found)


def write_key_file(file: Path) -> NoteSigner:
    """Write a new private key into a new file that only its owner can read (for machines without a keyring)."""
    if file.exists():
        raise UserError(t("The file {file} is there already.", file=file), t("Name a new one."))
    secret = _new_secret()
    write_private(file, secret.reveal() + "\n")
    return _signer(secret)


def _new_secret() -> Secret:
    return Secret(base64.b64encode(new_seed()).decode())


def _signer(secret: Secret) -> NoteSigner:
    try:
        seed = base64.b64decode(secret.reveal(), validate=True)
        return NoteSigner(public_half(seed), partial(sign, seed))
    except (ValueError, binascii.Error):
        raise UserError(
            t("The key of the trail is no Ed25519 key (32 bytes in Base64)."),
            t("Name another one in the settings, or make one: cell-console trail key make FILE"),
        ) from None
