"""Themes: contrast from the tokens, switching at run time, following the system. (proves product.md "Looks")"""

import re
from importlib.resources import files
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QTranslator
from PySide6.QtGui import QColor, QGuiApplication, QPixmap, QPixmapCache
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton, QSlider, QSpinBox, QTabBar, QWidget

from console.settings.appearance import Language
from console.settings.appearance import Theme as Look
from tests.gui.conftest import Stage
from views.capacity.forecast_panel import _STRENGTHS as BAND_STRENGTHS
from views.theme.theme import Theme
from views.theme.tokens import THEMES, load_tokens
from views.widgets.mark import CONNECTION_MARKS, HEALTH_MARKS

GROUNDS = ("window", "surface", "raised", "sunken", "rail", "hover", "selected")
TEXTS = ("text", "muted")
STATES = ("ok", "warning", "critical", "unknown")
PLOT_GROUNDS = ("surface", "window", "raised")  # plots have no ground of their own: cards, pages, pop-ups
READABLE, SEEN = 4.5, 3.0


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.1."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio after WCAG 2.1."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_contrast_formula_agrees_with_known_values() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21.0)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_is_readable_on_every_ground(theme: str) -> None:
    colours = load_tokens(theme).colours
    pairs = [(text, ground) for text in TEXTS for ground in GROUNDS]
    pairs += [(state, ground) for state in STATES for ground in ("window", "surface", "raised", "selected", "hover")]
    pairs += [(state, f"{state}_soft") for state in STATES]
    pairs += [(text, f"{state}_soft") for text in TEXTS for state in (*STATES, "accent")]
    pairs += [("accent", ground) for ground in ("window", "surface", "accent_soft")]
    pairs += [("on_accent", "accent"), ("text", "match")]
    pairs += [(code, "surface") for code in ("code_key", "code_text", "code_number", "code_comment")]
    poor = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in pairs}
    assert not {pair: ratio for pair, ratio in poor.items() if ratio < READABLE}


@pytest.mark.parametrize("theme", THEMES)
def test_lines_borders_and_focus_can_be_seen(theme: str) -> None:
    colours = load_tokens(theme).colours
    pairs = [(f"plot_{number}", ground) for number in range(1, 9) for ground in PLOT_GROUNDS]
    pairs += [(line, ground) for line in ("border_strong", "focus") for ground in GROUNDS]
    poor = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in pairs}
    assert not {pair: ratio for pair, ratio in poor.items() if ratio < SEEN}


@pytest.mark.parametrize("theme", THEMES)
def test_what_is_switched_off_can_still_be_read(theme: str) -> None:
    colours = load_tokens(theme).colours
    grounds = (*GROUNDS, *(f"{hue}_soft" for hue in (*STATES, "accent")))
    poor = {ground: round(contrast(colours["disabled"], colours[ground]), 2) for ground in grounds}
    assert not {ground: ratio for ground, ratio in poor.items() if ratio < SEEN}
    assert contrast(colours["disabled"], colours["surface"]) < contrast(colours["muted"], colours["surface"])


@pytest.mark.parametrize("theme", THEMES)
def test_badges_are_read_on_their_pill_and_on_every_ground(theme: str) -> None:
    colours = load_tokens(theme).colours
    hues = {one.hue for one in (*HEALTH_MARKS.values(), *CONNECTION_MARKS.values())} | {"accent"}
    assert hues <= set(colours)
    pairs = [(hue, ground) for hue in sorted(hues) for ground in (f"{hue}_soft", *GROUNDS)]
    poor = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in pairs}
    assert not {pair: ratio for pair, ratio in poor.items() if ratio < READABLE}


def laid_over(colour: str, strength: float, ground: str) -> str:
    """The colour of a ground below a see-through colour."""
    parts = [(int(colour[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(over * strength + under * (1 - strength)):02x}" for over, under in parts)


@pytest.mark.parametrize("theme", THEMES)
def test_plots_are_read_on_their_ground_and_over_their_bands(theme: str) -> None:
    colours = load_tokens(theme).colours
    for ground in PLOT_GROUNDS:  # axes and legend, names of limits
        for text in ("text", "muted", "warning", "critical", "accent", "ok"):
            assert contrast(colours[text], colours[ground]) >= READABLE, (text, ground)
    band = colours["surface"]
    for strength in BAND_STRENGTHS:  # the widest one below, the others over it
        band = laid_over(colours["accent"], strength, band)
    for line in (*(f"plot_{number}" for number in range(1, 9)), "critical", "warning", "border_strong"):
        wanted = SEEN if line != "border_strong" else 1.0  # the cursor's thread goes on beside the band
        assert contrast(colours[line], band) >= wanted, line


def test_all_themes_have_the_same_tokens_and_the_style_sheet_uses_no_other_colour() -> None:
    names = [set(load_tokens(theme).colours) for theme in THEMES]
    assert names[0] == names[1] == names[2]
    template = files("resources").joinpath("qss", "app.qss").read_text(encoding="utf-8")
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", template) == []


def ground_of(stage: Stage) -> QColor:
    """The colour that is really painted in the corner of the page."""
    picture = stage.window.grab().toImage()
    return picture.pixelColor(picture.width() - 3, picture.height() - 3)


def test_the_theme_changes_at_run_time_by_the_palette_alone(stage: Stage) -> None:
    assert ground_of(stage) == QColor(load_tokens("light").colours["window"])
    for words, theme in (("theme dark", "dark"), ("theme high", "high-contrast"), ("theme light", "light")):
        QTest.keyClick(stage.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        field = QApplication.activePopupWidget().focusWidget()
        QTest.keyClicks(field, words)
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert ground_of(stage) == QColor(load_tokens(theme).colours["window"])
        assert stage.saved[-1].appearance.theme.value == theme


def test_the_system_theme_follows_the_desktop(stage: Stage, tmp_path: Path) -> None:
    # The offscreen platform has no colour scheme of its own, so the desktop's answer is played.
    dark = [False]
    theme = Theme(QApplication.instance(), tmp_path, lambda: dark[0])
    theme.choose("system")
    assert ground_of(stage) == QColor(load_tokens("light").colours["window"])
    dark[0] = True
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert ground_of(stage) == QColor(load_tokens("dark").colours["window"])
    theme.choose("light")
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert ground_of(stage) == QColor(load_tokens("light").colours["window"])
    theme.deleteLater()


def one_to_focus(kind: str) -> QWidget:
    if kind == "tabs":
        bar = QTabBar()
        bar.addTab("Incidents")
        return bar
    one = QCheckBox("Begin") if kind == "box" else QPushButton("Begin")
    one.setProperty("role", kind)
    return one


@pytest.mark.parametrize("kind", ["", "primary", "danger", "flat", "link", "box", "tabs"])
def test_the_focus_of_the_keyboard_leaves_the_words_as_they_are(stage: Stage, kind: str) -> None:
    one = one_to_focus(kind)
    stage.qtbot.addWidget(one)
    with stage.qtbot.waitActive(one):
        one.show()
        one.activateWindow()
    one.setFocus()
    assert one.hasFocus()
    one.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, on=False)
    by_mouse = one.grab().toImage()
    one.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)  # as Tab does: Qt fills a box of its own over the words
    assert one.grab().toImage() == by_mouse


def one_to_switch_off(kind: str) -> QWidget:
    """A control of a kind, the ones that can be on and moved as such."""
    if kind in {"box", "box that is on"}:
        box = QCheckBox("I have seen it")
        box.setChecked(kind != "box")
        return box
    if kind == "slider":
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setValue(40)
        return slider
    plain = {"number": QSpinBox, "line": QLineEdit}
    if kind in plain:
        field: QWidget = plain[kind]()
        field.setProperty("text", "3")
        return field
    button = QPushButton("Apply")
    button.setProperty("role", kind)
    return button


@pytest.mark.parametrize(
    "kind", ["", "primary", "danger", "flat", "link", "box", "box that is on", "number", "line", "slider"]
)
def test_what_is_switched_off_looks_so(stage: Stage, kind: str) -> None:
    """proves C1: the Apply of a disruptive change that still lacks its reason looked as if it could be pressed"""
    one = one_to_switch_off(kind)
    stage.qtbot.addWidget(one)
    one.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    with stage.qtbot.waitExposed(one):
        one.show()
    pictures = []
    for is_on in (True, False):
        one.setEnabled(is_on)
        pictures.append(one.grab().toImage())
    assert pictures[0] != pictures[1]


def test_text_grows_and_goes_back_to_its_size(stage: Stage) -> None:
    size = QApplication.font().pointSizeF()
    QTest.keyClick(stage.window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.font().pointSizeF() == pytest.approx(size * 1.1)
    QTest.keyClick(stage.window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.font().pointSizeF() == pytest.approx(size)


def test_pictures_of_a_theme_that_is_left_are_let_go(stage: Stage) -> None:
    assert QPixmapCache.insert("a picture of the light theme", QPixmap(16, 16))
    stage.desktop.around.preferences.change("appearance", theme=Look.DARK)
    assert not QPixmapCache.find("a picture of the light theme", QPixmap())


def test_one_picture_serves_whoever_asks_until_the_theme_is_left(stage: Stage) -> None:
    theme = stage.desktop.around.theme
    first = theme.pixmap("lab", "muted", 18)
    assert theme.pixmap("lab", "muted", 18).cacheKey() == first.cacheKey()
    assert theme.pixmap("lab", "muted", 18, 2.0).cacheKey() != first.cacheKey()
    stage.desktop.around.preferences.change("appearance", theme=Look.DARK)
    assert theme.pixmap("lab", "muted", 18).toImage() != first.toImage()


def test_the_words_of_qt_are_let_go_with_their_language(stage: Stage) -> None:
    for language in (Language.JAPANESE, Language.ENGLISH, Language.JAPANESE):
        stage.desktop.around.preferences.change("appearance", language=language)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(stage.desktop.findChildren(QTranslator)) == 1
    assert QApplication.translate("QPlatformTheme", "Cancel") == "キャンセル"


def test_a_tab_that_cannot_be_opened_looks_so(stage: Stage) -> None:
    """proves C5: rights grey out the tabs of an object"""
    bar = QTabBar()
    bar.addTab("Summary")
    bar.addTab("Events")
    stage.qtbot.addWidget(bar)
    usable = bar.grab().toImage()
    bar.setTabEnabled(1, False)
    assert bar.grab().toImage() != usable
