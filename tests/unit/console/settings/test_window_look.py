"""The first window goes by the settings without their schema, and comes to the same. (proves quality bar "start")"""

import json
from pathlib import Path
from typing import Any

import pytest

from console.kernel.paths import Paths
from console.settings.appearance import Appearance, Language, Numbers, Theme
from console.settings.settings import Settings
from console.settings.settings_file import save_settings, settings_file
from console.settings.shortcuts import Shortcuts
from console.settings.window import Geometry, Window
from console.settings.window_look import WindowLook, look_of, read_look

CHOSEN = Settings(
    appearance=Appearance(theme=Theme.DARK, language=Language.JAPANESE, numbers=Numbers.COMMA, scale=1.25),
    window=Window(geometries=(Geometry(x=-5, y=7, width=900, height=700),), pages=("cell",), rail_wide=False),
    shortcuts=Shortcuts(keys={"drawer": "F8", "palette": ""}),
)


def _file(tmp_path: Path, data: Any) -> Path:
    file = tmp_path / "settings.json"
    file.write_text(data if isinstance(data, str) else json.dumps(data))
    return file


@pytest.mark.parametrize("settings", [Settings(), CHOSEN])
def test_what_is_saved_is_read_alike_by_both(tmp_path: Path, settings: Settings) -> None:
    paths = Paths.under(tmp_path)
    save_settings(paths, settings)
    assert read_look(settings_file(paths)) == look_of(settings)


def test_no_file_means_defaults(tmp_path: Path) -> None:
    assert read_look(tmp_path / "none.json") == look_of(Settings()) == WindowLook()


@pytest.mark.parametrize("text", ["", "[]", "{", "7", "[" * 100_000])
def test_a_damaged_file_means_defaults(tmp_path: Path, text: str) -> None:
    assert read_look(_file(tmp_path, text)) == WindowLook()


@pytest.mark.parametrize(
    "section",
    [
        {"appearance": {"theme": "pink"}},
        {"appearance": {"theme": ["dark"]}},
        {"appearance": {"scale": 40}},
        {"appearance": {"scale": "1"}},
        {"appearance": {"scale": True}},
        {"appearance": {"language": 3}},
        {"appearance": {"numbers": "1;234"}},
        {"appearance": {"numbers": ["system"]}},
        {"appearance": None},
        {"window": {"geometries": [{"width": 1}]}},
        {"window": {"geometries": [{"x": 10**9}]}},
        {"window": {"geometries": [3]}},
        {"window": {"geometries": {}}},
        {"window": {"pages": [1]}},
        {"window": {"rail_wide": 1}},
        {"window": []},
        {"shortcuts": {"keys": {"drawer": 8}}},
        {"shortcuts": {"keys": []}},
    ],
)
def test_a_section_that_is_not_valid_has_its_defaults_and_the_others_count(
    tmp_path: Path, section: dict[str, Any]
) -> None:
    sound = {"appearance": {"theme": "dark"}, "window": {"drawer_open": True}, "shortcuts": {"keys": {"back": "F2"}}}
    found = read_look(_file(tmp_path, sound | section))
    expected = {name: value for name, value in sound.items() if name not in section}
    assert found == look_of(Settings.model_validate(expected))
