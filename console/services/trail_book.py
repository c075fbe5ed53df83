"""The trail book: events are stamped, scrubbed, written, signed and copied here; window and command line alike."""

from __future__ import annotations

import logging
import secrets
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from console.domain.change_form import written_time
from console.domain.trail_record import TrailForm
from console.kernel.clock import SystemClock
from console.kernel.errors import ConsoleError, UserError
from console.kernel.i18n import t
from console.kernel.operator import operator
from console.kernel.redact import scrub
from console.services.change_book import scrubbed
from console.services.trail_copy import TrailCopy
from console.services.trail_key import TrailKey
from console.settings.trail import Trail as TrailSettings
from console.store.trail.file_trail import FileTrail

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from console.domain.checkpoint_note import NoteSigner
    from console.domain.trail_event import TrailEvent
    from console.domain.trail_status import TrailStatus
    from console.kernel.paths import Paths
    from console.ports.vault import SecretVault

MOST_OPEN = 64
_log = logging.getLogger(__name__)


class Noted(NamedTuple):
    """An event with the time (unix seconds) and the open estate's name at which it was noted."""

    event: TrailEvent
    at_s: float
    estate: str = ""


class TrailBook:
    """One per program. Blocks; any thread. Without a ``vault`` (or its key) the trail is written, and not signed."""

    def __init__(
        self,
        paths: Paths,
        vault: Callable[[], SecretVault] | None = None,
        settings: Callable[[], TrailSettings] = TrailSettings,
    ) -> None:
        self.folder, self.seen = paths.state / "trail", paths.data / "trail" / "seen"
        self._vault, self._settings = vault, settings
        self._keys = paths.data / "trail" / "keys"
        self._file = FileTrail(self.folder, self.seen)
        self._actor, self._trace, self._clock = operator(), secrets.token_hex(16), SystemClock()
        self._key: TrailKey | None = None

    @property
    def key(self) -> TrailKey:
        """Return the signing key and the public keys that are trusted."""
        if self._key is None:
            self._key = TrailKey(self._vault() if self._vault else None, self._settings().key, self._keys)
        return self._key

    @property
    def origin(self) -> str:
        """Return the name of the trail; empty before its first record."""
        return self._file.origin

    @property
    def copy_folder(self) -> Path | None:
        """Return where the second copy is; ``None``: nowhere. Raises ``UserError`` for the home of nobody."""
        named = self._settings().second_copy.strip()
        try:
            return Path(named).expanduser() if named else None
        except RuntimeError as error:
            why = t("there is no such user")
            raise UserError(
                t("The second copy of the trail, {folder}, cannot be written: {why}.", folder=named, why=why),
                t("Correct its rights, or name another folder in the settings."),
            ) from error

    def write(self, noted: Sequence[Noted], *, sign: bool = False) -> TrailStatus:
        """Write events and wait until they are on disk; raise ``UserError`` when they cannot be.

        With ``sign``, or when one of them is weighty, all that was ever written is signed for.
        What hinders the signature or the second copy is told by the status, and tried again with the next events.
        """
        due = self._file.open_records + len(noted) >= MOST_OPEN
        seal = sign or due or any(one.event.is_weighty for one in noted)
        signer, why = self._signer() if seal else (None, "")
        forms = [self._form(one) for one in noted]
        mark = forms[0] if forms else TrailForm(written_time(self._clock.now().timestamp()), "", "", self._actor)
        status = self._file.append(forms, signer, seal=seal, mark=mark)
        return replace(status, unsigned_why=why, trouble=status.trouble or self._follow_up(signer, status.size))

    def _signer(self) -> tuple[NoteSigner | None, str]:
        try:
            return self.key.signer(), ""
        except ConsoleError as error:
            return None, str(error)

    def _follow_up(self, signer: NoteSigner | None, size: int) -> str:
        """Trust this console's own key, and bring the second copy up; return what hinders it."""
        try:
            key = signer.key(self.origin) if signer is not None else None
            if key is not None:
                self.key.trust(key)
            target = self.copy_folder
            if target is not None:
                TrailCopy(self.folder, target, push=self._settings().push).bring(key, size)
        except ConsoleError as error:
            return str(error)
        except Exception:  # noqa: BLE001 - the events are on disk: raised from here they would be written again
            _log.exception("the second copy of the trail")
            return t("A fault of Cell Console interrupted it.")
        return ""

    def _form(self, noted: Noted) -> TrailForm:
        event = noted.event
        return TrailForm(
            at=written_time(noted.at_s),
            kind=event.kind,
            subject=scrub(event.subject),
            actor=event.actor or self._actor,
            reason=scrub(event.reason),
            estate=noted.estate,
            connection=event.connection,
            cell=event.cell,
            trace_id=event.trace_id or self._trace,
            body=scrubbed(dict(event.body)),
            once=event.once,
        )
