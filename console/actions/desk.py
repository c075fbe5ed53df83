"""The desk: what a window offers to the actions, free of Qt."""

from __future__ import annotations

from typing import Protocol


class Looks(Protocol):
    """What changes how the console looks, in all windows and for good."""

    def choose_theme(self, theme: str) -> None:
        """Change the theme: ``system``, ``light``, ``dark`` or ``high-contrast``."""

    def zoom(self, steps: int) -> None:
        """Change the size of text by steps of 10 %; 0 is back to 100 %."""


class Doors(Protocol):
    """The ways to an estate, to its lock, to the help, and what leaves it."""

    def open_lab(self) -> None:
        """Start the lab and open it."""

    def choose_file(self) -> None:
        """Ask for an estate file and open it."""

    def show_welcome(self) -> None:
        """Show the welcome page."""

    def offer_lock(self) -> None:
        """Show which connections can be unlocked for a while, and which can be locked now."""

    def show_help(self, topic: str) -> None:
        """Show a topic of the help beside the page; the empty one is that of the page in front."""

    def export_review(self) -> None:
        """Ask what review is wanted, and write it."""


class Desk(Protocol):
    """The window in which an action was asked for."""

    def go(self, page: str, **arguments: str) -> None:
        """Show a page."""

    def back(self) -> None:
        """Go to where the user came from; close an open popover or clear a filter first."""

    def reload(self) -> None:
        """Read what is shown anew, at once."""

    def open_palette(self) -> None:
        """Open the command palette."""

    def show_shortcuts(self) -> None:
        """Show the keys that work here."""

    def focus_filter(self) -> None:
        """Put the cursor into the filter of the page."""

    def new_window(self) -> None:
        """Open another window on the same page."""

    def close_window(self) -> None:
        """Close this window."""

    def quit(self) -> None:
        """Close all windows."""

    def toggle(self, part: str) -> None:
        """Show or hide the activity ``drawer``, or the words of the page ``rail``."""

    @property
    def looks(self) -> Looks:
        """Return what changes the looks."""

    @property
    def doors(self) -> Doors:
        """Return the ways to an estate, and what leaves it."""
