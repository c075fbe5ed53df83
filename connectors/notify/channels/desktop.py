"""The desktop's own notifications."""

import subprocess
import sys

from connectors.common.http import HttpClient
from connectors.notify.place import Place
from connectors.notify.session_bus import server_name, show
from connectors.notify.wording import body_of, title_of
from console.domain.notification import Message, Receipt
from console.domain.severity import Severity
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t

_MOST_TITLE, _MOST_TEXT = 120, 400
_WAIT_S = 10.0
_URGENCY = {Severity.INFO: 0, Severity.WARNING: 1, Severity.CRITICAL: 2}
_SCRIPT = "on run argv\ndisplay notification (item 2 of argv) with title (item 1 of argv)\nend run"


class Desktop:
    """Linux: the notification service of the session bus. macOS: ``osascript``. Elsewhere it says that it cannot."""

    def __init__(self, place: Place) -> None:
        self._place = place

    @property
    def clients(self) -> tuple[HttpClient, ...]:
        """Return nothing: no HTTP is spoken."""
        return ()

    async def send(self, message: Message) -> Receipt:
        """Show a message; on Linux critical ones stay until they are dismissed."""
        identity = await self._place.context.runtime.in_thread(self._show, message)
        return Receipt(t("shown on this desktop"), identity)

    async def check(self) -> str:
        """Make sure that something shows notifications."""
        return await self._place.context.runtime.in_thread(self._who)

    def _show(self, message: Message) -> str:
        title, text = title_of(message, _MOST_TITLE), body_of(message, _MOST_TEXT)
        try:
            if sys.platform == "darwin":
                command = ["/usr/bin/osascript", "-", title, text]
                subprocess.run(command, input=_SCRIPT.encode(), check=True, capture_output=True, timeout=_WAIT_S)
                return ""
            return str(show(title, escaped(text), _URGENCY[message.severity], _WAIT_S))
        except (OSError, subprocess.SubprocessError) as error:
            raise self._silent() from error

    def _who(self) -> str:
        try:
            return server_name(_WAIT_S) if sys.platform != "darwin" else t("this desktop's notifications")
        except OSError as error:
            raise self._silent() from error

    def _silent(self) -> ConnectorError:
        return ConnectorError(
            ErrorKind.UNREACHABLE,
            t("The desktop shows no notifications for the channel {name}.", name=self._place.title),
            t("Allow them in the system's settings; on Linux a notification service must run in your session."),
        )


def escaped(text: str) -> str:
    """Return text in which Linux desktops, which read a little markup, find none."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
