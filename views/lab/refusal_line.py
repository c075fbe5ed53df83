"""Why something of the lab was not done, or is not told, in one line that hides itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from views.widgets.label import Label

if TYPE_CHECKING:
    from console.kernel.errors import ConsoleError


class RefusalLine(Label):
    """Hidden until something fails. A refusal stays over later answers, until something else is asked for."""

    def __init__(self) -> None:
        super().__init__(role="error", wrap=True)
        self._is_refused = False
        self.hide()

    def clear_refusal(self) -> None:
        """Something else is asked for: what was refused before is over."""
        self._is_refused = False
        self.hide()

    def note_answer(self) -> None:
        """The lab tells how it is again: only a refusal stays."""
        self.setVisible(self._is_refused)

    def miss(self, error: ConsoleError) -> None:
        """Say why the lab does not tell how it is, until it does."""
        if not self._is_refused:
            self._say(error)

    def refuse(self, error: ConsoleError) -> None:
        """Say why what was asked for was not done, until something else is asked for."""
        self._is_refused = True
        self._say(error)

    def _say(self, error: ConsoleError) -> None:
        self.setText(str(error))
        self.show()
