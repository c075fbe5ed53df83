"""A computer without a screen is told as such; Qt would abort the program."""

import pytest

from console.kernel.errors import UserError
from console.services.screen import require_screen


@pytest.fixture(autouse=True)
def linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


def test_no_screen_is_told_with_what_to_do() -> None:
    with pytest.raises(UserError, match="no screen") as caught:
        require_screen()
    assert "--help" in caught.value.hint


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_any_sign_of_a_screen_suffices(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "x")
    require_screen()  # does not raise
