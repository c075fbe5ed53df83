"""Two consoles of one profile change settings: neither takes back what the other one has changed (C1)."""

from pathlib import Path

import pytest

from console.kernel.errors import UserError
from console.kernel.paths import Paths
from console.settings.appearance import Appearance, Theme
from console.settings.history import HistoryRetention
from console.settings.kept_settings import KeptSettings
from console.settings.network import Network
from console.settings.settings import Settings
from console.settings.settings_file import load_settings, save_settings, settings_file
from console.settings.window import Window


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A profile of its own, with settings."""
    found = Paths.under(tmp_path)
    save_settings(found, Settings(appearance=Appearance(scale=1.25)))
    return found


def console(paths: Paths) -> KeptSettings:
    """Return what a console that starts now goes by."""
    made = KeptSettings(paths, lambda: load_settings(paths).settings)
    made.read()
    return made


def change(one: KeptSettings, **sections: object) -> None:
    one.save(one.read().model_copy(update=sections))


def test_a_console_that_is_closed_keeps_what_another_one_has_set_since_it_began(paths: Paths) -> None:
    first, second = console(paths), console(paths)
    change(first, network=Network(proxy="http://proxy:3128"), history=HistoryRetention(hour_days=30))
    change(second, window=Window(pages=("overview",)))  # as every console does when it is closed
    assert load_settings(paths).settings == Settings(
        appearance=Appearance(scale=1.25),
        network=Network(proxy="http://proxy:3128"),
        history=HistoryRetention(hour_days=30),
        window=Window(pages=("overview",)),
    )


def test_fields_of_one_section_are_kept_one_by_one_and_the_last_word_on_a_field_counts(paths: Paths) -> None:
    first, second = console(paths), console(paths)
    change(first, appearance=Appearance(scale=1.25, theme=Theme.DARK))
    change(second, appearance=Appearance(scale=2.0))
    assert load_settings(paths).settings.appearance == Appearance(scale=2.0, theme=Theme.DARK)
    change(second, appearance=Appearance(scale=2.0, theme=Theme.LIGHT))
    assert load_settings(paths).settings.appearance == Appearance(scale=2.0, theme=Theme.LIGHT)
    change(first, appearance=Appearance(theme=Theme.DARK))  # the size back to the usual one
    assert load_settings(paths).settings.appearance == Appearance(theme=Theme.LIGHT)


@pytest.mark.parametrize("found", [None, "{", '{"schema_version": 99}', '{"network": {"proxy": 5}}'])
def test_where_the_file_is_gone_or_of_no_use_all_that_the_console_goes_by_is_written(
    paths: Paths, found: str | None
) -> None:
    mine = console(paths)
    if found is None:
        settings_file(paths).unlink()
    else:
        settings_file(paths).write_text(found)
    change(mine, window=Window(rail_wide=False))
    assert load_settings(paths).settings == Settings(appearance=Appearance(scale=1.25), window=Window(rail_wide=False))


def test_settings_that_were_given_count_as_known(paths: Paths) -> None:
    given = KeptSettings(paths, load_settings(paths).settings)
    change(console(paths), network=Network(proxy="http://proxy:3128"))
    change(given, window=Window(rail_wide=False))
    assert load_settings(paths).settings.network.proxy == "http://proxy:3128"


def test_a_folder_into_which_one_may_not_look_is_told_in_one_sentence(tmp_path: Path) -> None:
    """A name that the disk refuses, as rights do: the window is closed all the same."""
    closed = KeptSettings(Paths.under(tmp_path / ("x" * 300)), Settings())
    with pytest.raises(UserError, match="cannot be created"):
        change(closed, window=Window(rail_wide=False))
