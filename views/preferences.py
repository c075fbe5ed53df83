"""The preferences: the settings of the profile as the window uses and changes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.settings.settings import Settings


class Preferences(QObject):
    """Holds the settings; ``changed`` carries the name of the section that changed.

    ``save`` keeps them (``settings_file.save_settings``) and may raise ``UserError``.
    """

    changed = Signal(str)

    def __init__(self, settings: Settings, save: Callable[[Settings], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings, self._save = settings, save

    @property
    def settings(self) -> Settings:
        """Return the settings in force."""
        return self._settings

    def change(self, section: str, **values: object) -> None:
        """Validate, announce and keep new values of a section; raise ``ValidationError`` or ``UserError``."""
        old = getattr(self._settings, section)
        new = type(old).model_validate({**old.model_dump(), **values})
        if new == old:
            return
        self._settings = self._settings.model_copy(update={section: new})
        self.changed.emit(section)
        self._save(self._settings)
