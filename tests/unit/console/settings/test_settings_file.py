"""Settings: valid sections are kept, what is damaged is set aside and said, files are whole and private."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.kernel.errors import UserError
from console.kernel.paths import Paths
from console.settings.appearance import Appearance, Language, Theme
from console.settings.settings import Settings
from console.settings.settings_file import load_settings, save_settings, settings_file
from console.settings.shortcuts import Shortcuts


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A profile of its own."""
    return Paths.under(tmp_path)


def _write(paths: Paths, text: str | bytes) -> Path:
    file = settings_file(paths)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def test_without_a_file_there_are_defaults_and_nothing_to_say(paths: Paths) -> None:
    loaded = load_settings(paths)
    assert loaded.settings == Settings()
    assert loaded.note == ""
    assert not settings_file(paths).exists()


def test_what_is_saved_is_loaded_again_and_the_file_is_private(paths: Paths) -> None:
    chosen = Settings(
        appearance=Appearance(theme=Theme.HIGH_CONTRAST, language=Language.JAPANESE, scale=1.5),
        shortcuts=Shortcuts(keys={"palette": "Ctrl+Shift+P", "back": ""}),
    )
    save_settings(paths, chosen)
    assert load_settings(paths).settings == chosen
    assert stat.S_IMODE(settings_file(paths).stat().st_mode) == 0o600
    assert stat.S_IMODE(paths.config.stat().st_mode) == 0o700


def test_only_what_differs_from_the_defaults_is_written(paths: Paths) -> None:
    save_settings(paths, Settings(appearance=Appearance(theme=Theme.DARK)))
    assert json.loads(settings_file(paths).read_text()) == {"schema_version": 1, "appearance": {"theme": "dark"}}


@pytest.mark.parametrize(
    "damage",
    ["", "{", "[]", "null", "\xff\xfe", '{"schema_version": "one"}', '{"schema_version": true}', "[" * 100_000],
)
def test_a_damaged_file_is_set_aside_and_said_in_one_sentence(paths: Paths, damage: str) -> None:
    file = _write(paths, damage.encode("latin-1"))
    loaded = load_settings(paths)
    aside = file.with_name("settings.json.damaged")
    assert loaded.settings == Settings()
    assert loaded.note == f"The settings file was damaged and is now {aside}; defaults are used."
    assert aside.read_bytes() == damage.encode("latin-1")
    assert not file.exists()


def test_one_wrong_section_costs_only_itself_and_the_file_is_kept(paths: Paths) -> None:
    text = json.dumps({"appearance": {"theme": "dark"}, "polling": {"factor": "often"}, "colour": 1})
    file = _write(paths, text)
    loaded = load_settings(paths)
    assert loaded.settings == Settings(appearance=Appearance(theme=Theme.DARK))
    assert "(colour, polling)" in loaded.note
    assert file.with_name("settings.json.damaged").read_text() == text


def test_a_file_of_a_newer_program_is_kept_and_not_guessed_at(paths: Paths) -> None:
    file = _write(paths, '{"schema_version": 99, "appearance": {"theme": "dark"}}')
    loaded = load_settings(paths)
    assert loaded.settings == Settings()
    assert "is of a newer Cell Console" in loaded.note
    assert file.with_name("settings.json.v99").exists()


def test_the_first_version_is_still_read(paths: Paths, root_dir: Path) -> None:
    _write(paths, (root_dir / "tests/data/settings/version-1.json").read_bytes())
    loaded = load_settings(paths)
    assert loaded.note == ""
    assert loaded.settings.appearance == Appearance(theme=Theme.LIGHT, language=Language.JAPANESE, scale=1.25)
    assert loaded.settings.shortcuts.keys == {"palette": "Ctrl+K"}
    assert loaded.settings.network.proxy == "http://proxy.example.org:3128"


def test_an_old_version_is_lifted_step_by_step_with_a_backup(paths: Paths) -> None:
    file = _write(paths, '{"schema_version": 1, "look": "dark"}')

    def second(data: dict[str, Any]) -> dict[str, Any]:
        return {"style": data["look"]}

    def third(data: dict[str, Any]) -> dict[str, Any]:
        return {"appearance": {"theme": data["style"]}}

    loaded = load_settings(paths, {1: second, 2: third}, current=3)
    # The schema of this test's version 3 is today's, but for the number.
    assert loaded.settings.appearance.theme is Theme.DARK
    assert json.loads(file.read_text()) == {"appearance": {"theme": "dark"}, "schema_version": 3}
    assert file.with_name("settings.json.v1.bak").read_text() == '{"schema_version": 1, "look": "dark"}'


def test_a_file_that_cannot_be_read_is_said_and_left_alone(paths: Paths) -> None:
    settings_file(paths).mkdir(parents=True)
    assert "cannot be read (Is a directory); defaults are used." in load_settings(paths).note
    assert settings_file(paths).is_dir()


def test_a_folder_that_cannot_be_made_is_a_user_error(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file where the folder should be")
    with pytest.raises(UserError, match="cannot be created"):
        save_settings(Paths.under(tmp_path), Settings())


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["schema_version", "appearance", "theme", "window", "geometries", "keys", "scale", "x"]),
            inner,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(_JSON)
def test_whatever_the_file_holds_there_are_settings(tmp_path_factory: pytest.TempPathFactory, data: Any) -> None:
    paths = Paths.under(tmp_path_factory.mktemp("fuzz"))
    _write(paths, json.dumps(data))
    assert isinstance(load_settings(paths).settings, Settings)


@pytest.mark.parametrize("scheme", ["socks5", "socks5h", "ftp"])
def test_a_proxy_that_no_connection_can_use_is_told_and_stops_nothing(paths: Paths, scheme: str) -> None:
    text = json.dumps({"appearance": {"theme": "dark"}, "network": {"proxy": f"{scheme}://127.0.0.1:1080"}})
    file = _write(paths, text)
    loaded = load_settings(paths)
    assert loaded.settings == Settings(appearance=Appearance(theme=Theme.DARK))
    copy = file.with_name("settings.json.damaged")
    assert loaded.note == f"Some settings were not valid and are back to their defaults (network); a copy is {copy}."


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_of_http_is_kept(paths: Paths, scheme: str) -> None:
    _write(paths, json.dumps({"network": {"proxy": f"{scheme}://proxy.example:3128"}}))
    loaded = load_settings(paths)
    assert (loaded.settings.network.proxy, loaded.note) == (f"{scheme}://proxy.example:3128", "")
