"""Messages that arrived at the lab, and the text of the chosen one. (proves C1)"""

from PySide6.QtWidgets import QFrame

from console.services.lab_inbox import Arrived
from tests.fakes.reading import sees
from tests.gui.conftest import Stage
from views.lab.lab_inbox import LabInbox


def test_an_inbox_without_a_chosen_message_shows_no_empty_frame(stage: Stage) -> None:
    inbox = LabInbox(stage.window._context())
    stage.qtbot.addWidget(inbox)
    inbox.show()
    inbox._show(())
    frames = [one for one in inbox.findChildren(QFrame) if one.property("role") == "card" and one.isVisible()]
    assert frames == []
    inbox._show((Arrived(1.0, "slack", "Tokyo is slow", "p95 is 2 s", ""),))
    inbox._table.select_key((1.0, "slack", "", "Tokyo is slow"))
    assert sees(inbox, "p95 is 2 s")
