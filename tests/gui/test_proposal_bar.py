"""The line below proposals: what is said of the chosen one. (proves L3.2, L6.2)"""

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import Stage
from views.widgets.label import Label
from views.widgets.proposal_bar import ProposalBar


@pytest.mark.parametrize(
    ("said", "why_not", "text"),
    [
        ((), "Choose a proposal.", ""),
        (("Two replicas less", ""), "", "Two replicas less"),
        (("Two replicas less",), "The lab is read-only.", "Two replicas less · The lab is read-only."),
    ],
)
def test_the_button_can_be_pressed_unless_there_is_a_reason(
    stage: Stage, qtbot: QtBot, said: tuple[str, ...], why_not: str, text: str
) -> None:
    bar, asked = ProposalBar(stage.desktop.around.theme, "Review change"), list[None]()
    qtbot.addWidget(bar)
    bar.asked.connect(lambda: asked.append(None))
    bar.show_proposal(said, why_not)
    (button,), (label,) = bar.findChildren(QPushButton), bar.findChildren(Label)
    button.click()
    assert (label.text(), button.accessibleDescription(), len(asked)) == (text, why_not, int(not why_not))
