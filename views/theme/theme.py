"""The theme: what everything that is painted asks for its colours, sizes and icons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPixmapCache

from console.domain.health import Health
from views.theme.icon import make_icon, make_pixmap
from views.theme.palette import make_palette
from views.theme.style_sheet import TYPE_SCALE_PT, style_sheet
from views.theme.tokens import PLOT_COLOURS, load_tokens

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtGui import QIcon, QPixmap
    from PySide6.QtWidgets import QApplication

    from views.theme.tokens import Tokens

GRID_PX = 8
FAMILIES = ["Noto Sans", "Noto Sans CJK JP"]
MONOSPACE = ["Noto Sans Mono", "DejaVu Sans Mono", "Noto Sans Mono CJK JP", "monospace"]
HEALTH_TOKENS = {Health.OK: "ok", Health.UNKNOWN: "unknown", Health.WARNING: "warning", Health.CRITICAL: "critical"}


class Theme(QObject):
    """The theme in force. ``choose`` takes ``system``, ``light``, ``dark``, ``high-contrast``; ``changed`` tells all.

    ``folder`` is a cache folder for the pictures of the style sheet; ``is_dark`` tells what the desktop wants.
    """

    changed = Signal()

    def __init__(
        self, application: QApplication, folder: Path | None = None, is_dark: Callable[[], bool] | None = None
    ) -> None:
        super().__init__(application)
        self._application, self._folder = application, folder
        self._is_dark = is_dark or (lambda: application.styleHints().colorScheme() is Qt.ColorScheme.Dark)
        self.chosen = "system"
        self.scale = 1.0
        self._dressed = False
        self.tokens: Tokens = load_tokens("light")
        self._colours: dict[str, QColor] = {}
        self._fonts: dict[tuple[str, bool, bool], QFont] = {}
        self._icons: dict[tuple[str, str], QIcon] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
        application.styleHints().colorSchemeChanged.connect(self._system_changed)

    def choose(self, chosen: str, scale: float | None = None, *, dress: bool = True) -> None:
        """Apply a theme, and a scale of text and spacing (1.0 is 10 pt), to everything.

        Without ``dress`` the style sheet waits for ``dress()``: widgets that are built before it are polished once,
        not at every step of their making (a quarter of the time that the first window takes).
        """
        self.chosen = chosen
        self.scale = scale or self.scale
        self.tokens = load_tokens(self._system() if chosen == "system" else chosen)
        self._colours.clear()
        self._icons.clear()
        self._pixmaps.clear()
        self._fonts.clear()
        QPixmapCache.clear()  # it fills up with the pictures of each theme
        self._application.setFont(self.font())
        self._application.setPalette(make_palette(self.tokens))
        self._dressed = False
        if dress:
            self.dress()
        self.changed.emit()

    def dress(self) -> None:
        """Apply the style sheet, unless that is done."""
        if not self._dressed:
            self._dressed = True
            self._application.setStyleSheet(style_sheet(self.tokens, self.scale, self._folder))

    def _system(self) -> str:
        return "dark" if self._is_dark() else "light"

    def _system_changed(self) -> None:
        if self.chosen == "system" and self.tokens.name != self._system():
            self.choose("system")

    def colour(self, hue: str) -> QColor:
        """Return the colour of a hue."""
        known = self._colours.get(hue)
        if known is None:
            known = self._colours[hue] = QColor(self.tokens.colours[hue])
        return known

    def health(self, health: Health, *, soft: bool = False) -> QColor:
        """Return the colour of a health, or its soft background."""
        return self.colour(HEALTH_TOKENS[health] + ("_soft" if soft else ""))

    def plot(self, index: int) -> QColor:
        """Return the colour of the n-th series of a plot; they repeat."""
        return self.colour(f"plot_{index % PLOT_COLOURS + 1}")

    def icon(self, name: str, hue: str = "text") -> QIcon:
        """Return an icon of ``resources/icons`` in the colour of a hue."""
        key = (name, hue)
        known = self._icons.get(key)
        if known is None:
            colours = self.tokens.colours
            known = self._icons[key] = make_icon(name, colours[hue], colours["disabled"])
        return known

    def pixmap(self, name: str, hue: str, size: int, ratio: float = 1.0) -> QPixmap:
        """Return a picture of an icon, ``size`` logical pixels wide; shared, because Qt keeps what is made of each."""
        key = (name, hue, size, ratio)
        known = self._pixmaps.get(key)
        if known is None:
            known = self._pixmaps[key] = make_pixmap(name, self.tokens.colours[hue], size, ratio)
        return known

    def space(self, steps: float = 1) -> int:
        """Return a distance on the 8-px grid, scaled."""
        return round(GRID_PX * steps * self.scale)

    def font(self, step: str = "body", *, bold: bool = False, mono: bool = False) -> QFont:
        """Return a font of the type scale (``caption body section title display``, tabular figures); shared."""
        key = (step, bold, mono)
        known = self._fonts.get(key)
        if known is None:
            known = self._fonts[key] = QFont(MONOSPACE if mono else FAMILIES)
            known.setPointSizeF(TYPE_SCALE_PT[step] * self.scale)
            known.setFeature(QFont.Tag("tnum"), 1)
            if bold:
                known.setWeight(QFont.Weight.DemiBold)
        return known
