"""The preferences: the settings of the profile as the window uses and changes them."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console.kernel.errors import UserError
from console.settings.window_look import WindowLook, look_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.settings.settings import Settings

_log = logging.getLogger(__name__)


class Preferences(QObject):
    """Holds the settings; ``changed`` carries the name of the section that changed.

    ``settings`` may be a function that reads them, called when a whole section is first wanted; until then ``look`` is
    what the window goes by; ``was_read`` tells of it. ``save`` keeps them (``settings_file.save_settings``) and may
    raise ``UserError``.
    """

    changed = Signal(str)
    was_read = Signal()

    def __init__(
        self,
        settings: Settings | Callable[[], Settings],
        save: Callable[[Settings], None],
        parent: QObject | None = None,
        look: WindowLook | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings, self._save = settings, save
        self._look = look

    @property
    def settings(self) -> Settings:
        """Return the settings in force, read on first use."""
        if callable(self._settings):
            self._settings = self._settings()
            seen, self._look = self._look, None
            self.was_read.emit()
            if seen is not None and seen != self.look:
                for section in ("appearance", "shortcuts", "window"):
                    self.changed.emit(section)  # the schema refused what the first window went by
        return self._settings

    @property
    def look(self) -> WindowLook:
        """Return what the window looks like; reading it loads no schema while the settings are unread."""
        return self._look if self._look is not None else look_of(self.settings)

    def change(self, section: str, **values: object) -> None:
        """Validate, announce and keep new values of a section; raise ``ValidationError`` or ``UserError``."""
        settings = self.settings
        old = getattr(settings, section)
        new = type(old).model_validate({**old.model_dump(), **values})
        if new == old:
            return
        settings = self._settings = settings.model_copy(update={section: new})
        self.changed.emit(section)
        self._save(settings)

    def keep(self, section: str, **values: object) -> None:
        """Change what the program itself remembers: a disk that refuses is told in the log, and holds nothing up."""
        try:
            self.change(section, **values)
        except UserError as error:
            _log.warning("%s", error)
