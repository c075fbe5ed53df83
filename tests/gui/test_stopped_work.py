"""Work that is cancelled in the activity drawer, or fails: what waited for it says so and can be asked again."""

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from console.kernel.errors import ConnectorError, ErrorKind
from console.services.incidents.notice_desk import NoticeDesk
from tests.fakes.reading import sees
from tests.gui.conftest import Stage
from views.audits.audit_work import AuditWork
from views.audits.comparison_tab import ComparisonTab
from views.audits.correcting import Correcting
from views.audits.correction_panel import CorrectionPanel
from views.audits.insight_tab import InsightTab
from views.dialogs.error_dialog import ErrorDialog
from views.incidents.notice_panel import NoticePanel
from views.page import Destination

RECORD: Any = SimpleNamespace(source="s", commit="c", profile=None, project="shop", branch="main")


@pytest.fixture
def work(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> AuditWork:
    """The audits of the window; a worker process never answers."""

    async def for_ever(*_given: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(stage.session.runtime, "in_process", for_ever)
    made = AuditWork(stage.window._context(), stage.window)
    monkeypatch.setattr(made, "_followed", SimpleNamespace(places=SimpleNamespace(cache=Path("/none"))))
    monkeypatch.setattr(made, "behind", lambda *_given: None)
    return made


def cancel(stage: Stage) -> None:
    """As the button of the drawer does."""
    (running,) = stage.window._context().work.running
    assert running.cancel is not None
    running.cancel()
    stage.qtbot.waitUntil(lambda: not stage.window._context().work.running)


def test_a_correction_that_is_cancelled_can_be_proven_again(stage: Stage, work: AuditWork) -> None:
    panel = CorrectionPanel(stage.window._context())
    stage.qtbot.addWidget(panel)
    correcting = Correcting(stage.window._context(), work, panel)
    correcting.sight = SimpleNamespace(record=RECORD, baseline="")  # type: ignore[assignment]
    line: Any = SimpleNamespace(finding=SimpleNamespace(rule="SRV05", patch="diff"), has_patch=True, mend="")
    panel.show_line(line)
    panel.prove()
    assert not panel._prove.isEnabled()
    cancel(stage)
    stage.qtbot.waitUntil(panel._prove.isEnabled)
    assert "stopped before it was proven" in panel._told.text()
    panel.show_line(line)
    assert panel._prove.isEnabled()


def test_a_comparison_that_is_cancelled_says_so(stage: Stage, work: AuditWork) -> None:
    tab = ComparisonTab(stage.window._context(), work)
    stage.qtbot.addWidget(tab)
    tab.show_project(RECORD)
    tab._go.click()
    assert "Auditing" in tab._scores.text()
    cancel(stage)
    stage.qtbot.waitUntil(lambda: tab._scores.text() == "The comparison was stopped.")


def test_a_ranking_that_is_cancelled_says_so(stage: Stage, work: AuditWork) -> None:
    tab = InsightTab(stage.window._context(), work)
    stage.qtbot.addWidget(tab)
    tab.show()
    tab.show_project(RECORD)
    cancel(stage)
    stage.qtbot.waitUntil(lambda: tab.table._empty == "The ranking was stopped: choose Rank again.")


def test_a_test_message_that_fails_can_be_sent_again_and_is_not_sent_twice_meanwhile(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = asyncio.Event()

    async def try_channel(_desk: NoticeDesk, _key: str) -> None:
        await answer.wait()
        raise ConnectorError(ErrorKind.TIMEOUT, "Slack did not answer.")

    async def let() -> None:
        answer.set()

    monkeypatch.setattr(NoticeDesk, "try_channel", try_channel)
    stage.window.show_page(Destination("incidents", tab="messages"))
    stage.play()
    panel = stage.window.findChild(NoticePanel)
    assert panel is not None
    panel._channel.addItem("slack")
    monkeypatch.setattr(panel._channel, "clear", lambda: None)
    panel._offer_test()
    panel._test.click()
    panel.show_state(stage.session.store.state)
    assert not panel._test.isEnabled()
    stage.session.runtime.run(let(), 10)
    stage.qtbot.waitUntil(panel._test.isEnabled)
    (told,) = stage.window.findChildren(ErrorDialog)
    assert sees(told, "Slack did not answer.")
