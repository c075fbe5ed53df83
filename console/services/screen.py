"""Whether a window can be shown at all: Qt aborts the program where there is no screen."""

from __future__ import annotations

import os
import sys

from console.kernel.errors import UserError
from console.kernel.i18n import t

_SIGNS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def require_screen() -> None:
    """Raise ``UserError`` where no window can be shown (a login over the network, a container)."""
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in _SIGNS):
        raise UserError(
            t("There is no screen to show a window on: neither DISPLAY nor WAYLAND_DISPLAY is set."),
            t("Start it in a desktop session, or use the commands without a window: cell-console --help."),
        )
