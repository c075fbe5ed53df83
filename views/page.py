"""What a page is: the hooks that the window calls, and what a page is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from console.kernel.clock import Clock
    from console.presenters.last_view import LastView
    from console.services.session import Session
    from console.store.change_summary import ChangeSummary
    from console.store.state import State
    from views.bridge import Bridge
    from views.change_opening import ChangeOpening
    from views.dialogs.dialogs import Dialogs
    from views.estate_opening import EstateOpening
    from views.memory import Memory
    from views.preferences import Preferences
    from views.theme.theme import Theme
    from views.time_range import TimeRange
    from views.work_list import WorkList


@dataclass(frozen=True, slots=True, init=False)
class Destination:
    """Where to go: a page's key and what it should show there, e.g. ``Destination("cell", cell="tokyo")``."""

    page: str
    arguments: tuple[tuple[str, str], ...] = ()

    def __init__(self, page: str, **arguments: str) -> None:
        object.__setattr__(self, "page", page)
        object.__setattr__(self, "arguments", tuple(sorted(arguments.items())))


class Shortcut(NamedTuple):
    """A command of a page: the palette offers it while the page is in front, and the ``?`` sheet tells its key.

    ``keys`` are as Qt writes them (``Y``, ``Ctrl+E``; empty: only in the palette); ``title`` is translated. ``action``
    is its name in the settings, by which its key can be remapped. Without ``run`` the key is only told about.
    """

    keys: str
    title: str
    run: Callable[[], object] | None = None
    action: str = ""


class PageContext(NamedTuple):
    """What a page may use. One per window: ``navigate`` and ``time_range`` are that window's.

    ``commands`` are those of all pages, with the keys in force, each after the title of its page.
    """

    session: Session
    navigate: Callable[[Destination], None]
    theme: Theme
    dialogs: Dialogs
    clock: Clock
    bridge: Bridge
    time_range: TimeRange
    work: WorkList
    memory: Memory
    preferences: Preferences
    estates: EstateOpening
    changes: ChangeOpening
    back: Callable[[], None] = lambda: None
    commands: Callable[[], Iterable[tuple[str, Shortcut]]] = tuple


def mending(context: PageContext) -> Callable[[str], None]:
    """Return what the button of a banner does: go to the connection that failed; without one, read all again."""

    def mend(connection: str) -> None:
        if connection:
            context.navigate(Destination("connections", connection=connection))
        else:
            context.session.reload()

    return mend


class Page(QWidget):
    """Base of every page; build widgets in ``__init__``, fill them in ``render``, keep no state but widget state.

    ``topics``: sources that are observed while the page is shown. ``slices``: parts of the store that make it render.
    Both may be overridden on the class, or set on the instance before ``arguments`` returns. ``unfilter``: the page is
    about to show something by name by itself, which what is typed into the filter must not hide; a ``Destination`` with
    arguments clears the filter before.
    """

    unfilter = Signal()

    topics: ClassVar[tuple[str, ...]] = ()
    slices: ClassVar[tuple[str, ...]] = ("estate", "connections")

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.context = context
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("role", "page")

    def render(self, state: State, summary: ChangeSummary | None) -> None:  # type: ignore[override]
        """Show ``state``; ``summary`` says what changed, ``None`` means: show everything (first time, theme, language).

        Called on the GUI thread at most once per frame, only while the page is shown.
        """

    def recall(self, view: LastView | None) -> None:
        """Take what was last seen of the estate that is being opened; ``None``: no longer. Called before ``render``."""

    def lines_shown(self) -> int:
        """Return how many lines the page's main list shows (for ``--profile-startup``)."""
        return 0

    def arguments(self, arguments: dict[str, str]) -> None:
        """Take what a ``Destination`` carries, e.g. ``{"cell": "tokyo"}``; called before ``shown``."""

    def title(self) -> str:
        """Return the translated title of what is shown now, when it is more than the page's own (a cell's name)."""
        return ""

    def shown(self) -> None:
        """The page came to the front, or another estate was opened; it is being observed for: begin to read here."""

    def hidden(self) -> None:
        """The page left the front; stop timers and follow-ups here."""

    def closing(self) -> None:
        """The window is going away: cancel scopes that the page owns."""

    def filter_text(self, text: str) -> None:
        """Filter the page's main list."""

    def focus_filter(self) -> bool:
        """Put the cursor into the page's own filter field; return false when it has none."""
        return False

    def focus_main(self) -> None:
        """Put the keyboard focus on the main list."""
        self.setFocus()

    def shortcuts(self) -> tuple[Shortcut, ...]:
        """Return the commands of this page; keys of those with ``run`` are bound while the page has the focus."""
        return ()
