"""Every page for those who use keys, a screen reader or Japanese. (proves C1, issue 8 "Accessibility", "Japanese")"""

import re
from collections.abc import Callable, Iterator
from getpass import getuser
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QStackedWidget,
    QTabBar,
    QTabWidget,
    QTextEdit,
    QWidget,
)

from console.kernel.registry import load_all
from console.settings.appearance import Appearance, Language, Theme
from console.settings.settings import Settings
from tests.fakes.every_part import open_every_part
from tests.fakes.reading import spoken_name
from tests.gui.conftest import Stage
from views.dialogs.dialogs import Dialogs
from views.registry import PAGES
from views.shell.page_frame import PageFrame
from views.widgets.code_view import CodeView

load_all("views.pages")
KEYS = [page.key for page in sorted(PAGES, key=lambda one: one.order)]
CONTROLS = (
    *(QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QTabBar),
)
OURS_INSIDE = (QComboBox, QAbstractSpinBox, QTabBar, QLineEdit)  # what Qt builds within these is not ours to name
NAMES = re.compile(
    # Names of the sample estate, products, and what is written the same in every language.
    r"Frankfurt|Osaka|Tokyo|frankfurt|osaka|tokyo|Asia cluster|Europe cluster|asia-prod|europe-prod|asia|europe|metrics"
    r"|Pod\b|Ember, Yearly Electricity Data(?:, CC BY)?"
    r"|Kafka|Kayenta|OpenSLO|Sloth|ScaledObject|FinOps|KubernetesD?|Kubernetes|Prometheus|Webhook|Git\w*|English|FOCUS"
    r"|ap-northeast-\d|eu-central-\d|Ctrl|Alt|Shift|Esc|Argo|Istio|Envoy\w*|\w*Rule\b|\w+\.\w+|Ingress|HPA|Rego|iCalendar|\w+_\w+"
)
ESTATE = re.compile(
    # Fields of the estate file, commands, places and queries: what a person types or looks up as it is.
    rf"cell-console[\w -]*|\b{re.escape(getuser())}\b"
    r"|\b(?:cell|api|slos|registry|repository|tag|models|branch|key|team|url|notification|policy|policies"
    r"|shop|service|services|production|kubeconfig|keyring|proxy|push|pull|commit|file|name|path|env|budgets|edge|audits"
    r"|projects)\b|\w*:[\w-]+/\w+|/[\w./-]+|https?://\S+|[0-9a-f]{6,}|<[^>]*>"
)
ENGLISH = re.compile(r"[A-Za-z][a-z]{2,}(?:[ ,-]+[A-Za-z]+)*")


@pytest.fixture
def make(make_stage: Callable[..., Stage]) -> Callable[[Language], Stage]:
    """Make a stage with the sample estate in a language."""

    def made(language: Language) -> Stage:
        stage = make_stage(Settings(appearance=Appearance(theme=Theme.LIGHT, language=language)))
        stage.show()
        stage.open_estate()
        stage.window.resize(1400, 900)
        return stage

    return made


def frames(stage: Stage) -> Iterator[PageFrame]:
    """Go to every page in turn, with all of its tabs opened."""
    for key in KEYS:
        stage.window._desk.go(key)
        QApplication.sendPostedEvents()
        frame = stage.window._pages.frame
        assert frame is not None
        open_every_part(frame)
        QApplication.sendPostedEvents()
        yield frame


def can_be_met(widget: QWidget, root: QWidget) -> bool:
    """Whether a person may come upon it: not hidden, except as a page of tabs or of a stack."""
    while widget is not root:
        parent = widget.parentWidget()
        if widget.isHidden() and not isinstance(parent, QStackedWidget):
            return False
        if parent is None:
            return False
        widget = parent
    return True


def controls(root: QWidget) -> list[QWidget]:
    """Everything in which the keyboard can do something."""
    return [
        one
        for one in root.findChildren(QWidget)
        if (isinstance(one, CONTROLS) or one.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and not isinstance(one, QScrollBar | QHeaderView)
        and not isinstance(one.parentWidget(), OURS_INSIDE)
        and one.focusProxy() is None
        and not one.objectName().startswith("qt_")
        and "Private" not in (one.parentWidget() or one).metaObject().className()
        and can_be_met(one, root)
        and not is_blank(one)
    ]


def is_blank(widget: QWidget) -> bool:
    """Whether there is nothing on a button yet: it is shown with its words by the first rendering that needs it."""
    return isinstance(widget, QAbstractButton) and not widget.text() and widget.icon().isNull()


def place(widget: QWidget) -> str:
    """Where a widget is, for a message."""
    parents = []
    while widget is not None and len(parents) < 4:
        parents.append(type(widget).__name__)
        widget = widget.parentWidget()
    return " < ".join(parents)


class FocusFrames:
    """Looks at every stop while it has the focus and when it has lost it: what looks the same hides where one is."""

    def __init__(self, root: QWidget) -> None:
        self._root = root
        self._last: QWidget | None = None
        self._picture = QImage()
        self.unseen: list[str] = []

    def look(self, now: QWidget) -> None:
        """Compare the stop before with what it looks like now, and keep the look of this one."""
        last, self._last = self._last, None
        if last is not None and last is not now and self._taken(last) == self._picture:
            self.unseen.append(f"{place(last)} ({spoken_name(last)})")
        if self._root.isAncestorOf(now):
            self._last, self._picture = now, self._taken(now)

    def _taken(self, widget: QWidget) -> QImage:
        area = widget.rect().translated(widget.mapTo(self._root, QPoint(0, 0))).adjusted(-3, -3, 3, 3)
        return self._root.grab(area).toImage()


def stops(stage: Stage, frames: FocusFrames | None = None) -> list[QWidget]:
    """Press Tab until it comes round; return every stop."""
    found: list[QWidget] = []
    for _ in range(250):
        QTest.keyClick(stage.window.focusWidget() or stage.window, Qt.Key.Key_Tab)
        now = stage.window.focusWidget()
        assert now is not None
        if frames is not None:
            frames.look(now)
        if now in found:
            assert now is found[0], f"Tab is caught between {place(now)} and {place(found[-1])}"
            return found
        found.append(now)
    raise AssertionError("Tab does not come round")


def is_reached(widget: QWidget, found: list[QWidget]) -> bool:
    """Whether Tab stops at a widget, at what stands for it, or in the group in which the arrows go on."""
    if widget in found or widget.focusProxy() in found or any(widget.isAncestorOf(one) for one in found):
        return True
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and any(one in found for one in group.buttons())


def test_all_of_every_page_has_a_name_and_tab_reaches_it_in_the_order_of_reading(
    make: Callable[[Language], Stage],
) -> None:
    stage = make(Language.ENGLISH)
    missed, back, unnamed, unseen, met = [], [], [], [], 0
    for frame in frames(stage):
        found = controls(frame)
        met += len(found)
        unnamed += [f"{frame.kind.key}: {place(one)}" for one in found if not spoken_name(one)]
        frame.page.focus_main()
        looks = FocusFrames(stage.window)
        found = stops(stage, looks)
        unseen += [f"{frame.kind.key}: {one}" for one in looks.unseen]
        wanted = [
            one
            for one in stage.window.findChildren(QWidget)
            if one.isVisible() and one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus
            and one.window() is stage.window
        ]  # fmt: skip
        missed += [f"{frame.kind.key}: {place(one)}" for one in wanted if not is_reached(one, found)]
        first = next((number for number, one in enumerate(found) if not frame.isAncestorOf(one)), 0)
        around = [*found[first:], *found[:first]]
        back += [
            f"{frame.kind.key}: {pair}"
            for pair in jumps_back(frame, [one for one in around if frame.isAncestorOf(one)])
        ]
    assert met > 300
    assert unnamed == []
    assert missed == []
    assert back == []
    assert unseen == []


class ShownWindows(QObject):
    """Notes what becomes a window of its own by being shown before it has a parent: it flashes and takes the keys."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.parentWidget() is None:
            self.found.append(type(watched).__name__)
        return False


def test_no_part_of_a_page_is_shown_as_a_window_and_takes_the_keys(make: Callable[[Language], Stage]) -> None:
    stage = make(Language.ENGLISH)
    shown = ShownWindows()
    QApplication.instance().installEventFilter(shown)  # type: ignore[union-attr] # the stage has made it
    try:
        met = [frame.kind.key for frame in frames(stage)]
    finally:
        QApplication.instance().removeEventFilter(shown)  # type: ignore[union-attr]
    assert met == KEYS
    assert shown.found == []


def jumps_back(frame: QWidget, found: list[QWidget]) -> list[str]:
    """Pairs of stops in which the second one lies above the first one, in the same column."""
    areas = [(one, one.rect().translated(one.mapTo(frame, QPoint(0, 0)))) for one in found]
    return [
        f"{spoken_name(one)} → {spoken_name(other)}"
        for (one, area), (other, after) in pairwise(areas)
        if after.bottom() <= area.top() and after.left() < area.right()
    ]


def texts_of(root: QWidget) -> Iterator[str]:
    """Yield everything that is written or said in a widget, also on tabs that are not in front."""
    for one in [root, *root.findChildren(QWidget)]:
        yield from (one.toolTip(), one.accessibleName(), one.accessibleDescription())
        if isinstance(one, CodeView):
            continue  # files and records as they were written
        if isinstance(one, QTabWidget):
            yield from (one.tabText(number) for number in range(one.count()))
        elif isinstance(one, QAbstractItemView) and one.model() is not None:
            heads = range(one.model().columnCount())
            yield from (str(one.model().headerData(at, Qt.Orientation.Horizontal) or "") for at in heads)
        elif isinstance(one, QLineEdit | QPlainTextEdit):
            yield one.placeholderText()
        else:
            text = getattr(one, "text", None)
            yield text() if callable(text) and not isinstance(one, QAbstractSpinBox) else ""


def english_in(text: str) -> list[str]:
    """The English words of a Japanese text, without names and what is typed as it is."""
    return ENGLISH.findall(ESTATE.sub("", NAMES.sub("", text)))


def test_no_page_shows_english_to_a_japanese_reader(make: Callable[[Language], Stage]) -> None:
    stage = make(Language.JAPANESE)
    english: dict[str, set[str]] = {}
    seen = 0
    for frame in frames(stage):
        for text in texts_of(frame):
            seen += bool(text)
            for word in english_in(text):
                english.setdefault(frame.kind.key, set()).add(word)
    assert seen > 500
    assert english == {}


def test_the_search_for_english_finds_what_was_forgotten() -> None:
    assert english_in("セル Tokyo の cell-console audit run を実行") == []
    assert english_in("セル: Nothing known yet") == ["Nothing known yet"]


@pytest.mark.parametrize("language", list(Language)[-2:])
def test_every_small_dialog_is_answered_by_keys_alone(make: Callable[[Language], Stage], language: Language) -> None:
    stage = make(language)
    answered: list[str] = []
    dialogs = Dialogs(stage.window)
    dialog = dialogs.confirm("Q", "T", "Do it", lambda: answered.append("done"), danger=True, typed="tokyo")
    stage.qtbot.waitUntil(dialog.isVisible)
    assert [place(one) for one in controls(dialog) if not spoken_name(one)] == []
    field = dialog.findChild(QLineEdit)
    assert field is not None
    QTest.keyClicks(field, "tokyo")
    button = next(one for one in dialog.findChildren(QAbstractButton) if one.text() == "Do it")
    for _ in range(6):
        if dialog.focusWidget() is button:
            break
        QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is button
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert answered == ["done"]


def test_text_at_200_percent_leaves_the_window_as_it_is(make_stage: Callable[..., Stage]) -> None:
    stage = make_stage(Settings(appearance=Appearance(theme=Theme.LIGHT, language=Language.ENGLISH, scale=2.0)))
    stage.show()
    stage.open_estate()
    stage.window.resize(1280, 800)
    wide = {frame.kind.key: frame.minimumSizeHint().width() for frame in frames(stage)}
    assert stage.window.width() == 1280, wide
