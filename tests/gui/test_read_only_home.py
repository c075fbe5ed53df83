"""In a home where nothing can be written the window opens, says so in one sentence, shows what lives, changes nothing.

Proves the quality bar's row "disk full, read-only home".
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from console.kernel.errors import UserError
from console.settings.settings import Settings
from console.store.history.history import History
from tests.fakes.broken_disk import without_write
from tests.fakes.played_connector import live
from tests.fakes.reading import sees
from tests.gui.conftest import Stage


def _opened(stage: Stage, home: Path) -> Stage:
    stage.session._history = lambda: History(home / "state" / "history.sqlite")  # as the program has one
    stage.open_estate()
    return stage


@pytest.mark.parametrize("existed", [False, True])
def test_the_window_opens_says_so_and_refuses_to_change_anything(
    make_stage: Callable[..., Stage], tmp_path: Path, existed: bool
) -> None:
    home = tmp_path / "profile"
    home.mkdir()
    if existed:
        before = _opened(make_stage(), home)
        before.session.runtime.run(before.session.changes.service.access.unlock("asia", 600.0, "before"), 10)
        before.desktop.close()
        before.session.close()
    with without_write(home):
        stage = _opened(make_stage(), home)
        stage.show()
        stage.play(live("metrics", "prometheus", stage.clock.now().timestamp()))
        stage.qtbot.waitUntil(lambda: sees(stage.window, "The local history is not being written.", "1 live"))
        access = stage.session.changes.service.access
        with pytest.raises(UserError, match=r"(The journal|The folder) .*profile/state.* cannot be (written|created)"):
            stage.session.runtime.run(access.unlock("europe", 600.0, "a test"), 10)
        assert "europe" not in stage.session.store.state.unlocks
        stage.desktop.close()
        stage.session.close()


@pytest.mark.parametrize("way", ["the window is closed", "the program is quit"])
def test_the_program_ends_where_the_places_of_its_windows_cannot_be_kept(
    make_stage: Callable[..., Stage], way: str, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(_settings: Settings) -> None:
        raise UserError("The file settings.json cannot be written: No space left on device.")

    stage = make_stage(save=refuse)
    stage.show()
    stage.window.resize(1111, 777)  # otherwise nothing has to be written
    with stage.qtbot.waitSignal(stage.desktop.emptied):
        stage.window.close() if way == "the window is closed" else stage.desktop.quit()
    assert stage.desktop.windows == ()
    assert "No space left on device" in caplog.text
