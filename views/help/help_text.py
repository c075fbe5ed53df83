"""The text of a help topic: as any Markdown, but its links within the help are followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from console.kernel.i18n import t
from console.presenters.help.help_contents import help_topic, split_address
from views.widgets.markdown_view import MarkdownView

if TYPE_CHECKING:
    from PySide6.QtCore import QUrl

    from console.presenters.help.help_topic import HelpTopic
    from views.theme.theme import Theme


class HelpText(MarkdownView):
    """``followed`` carries the address of a link within the help; links that lead elsewhere only show where to."""

    followed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, t("Help"))
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(
            self.textInteractionFlags() | flags.LinksAccessibleByMouse | flags.LinksAccessibleByKeyboard
        )
        self.anchorClicked.connect(self._clicked)

    def leads(self, address: str) -> bool:
        """Return whether a link stays within the help: only such links can be followed."""
        return help_topic(split_address(address)[0]) is not None

    def show_topic(self, topic: HelpTopic, section: str) -> None:
        """Show a topic from one of its sections on."""
        self.show_text(topic.text)
        self.verticalScrollBar().setValue(0)
        if section:
            self.show_line(topic.line_of(section))

    def _clicked(self, address: QUrl) -> None:
        if self.leads(address.toString()):
            self.followed.emit(address.toString())
