"""The settings of the window's form are listed and changed on the command line. Proves C8."""

import json

import pytest

from console.cli import program
from console.kernel.paths import Paths
from console.settings.settings_file import load_settings


def kept() -> dict[str, object]:
    """The settings of this test's profile that are not as they come."""
    return load_settings(Paths.for_user()).settings.model_dump(mode="json", exclude_defaults=True)


def test_every_field_of_the_form_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run(["settings", "list", "-o", "json"]) == 0
    found = {one["key"]: one for one in json.loads(capsys.readouterr().out)}
    assert {"appearance.language", "history.max_mb", "network.proxy", "trail.second_copy"} <= set(found)
    assert found["appearance.language"]["choices"] == ["system", "en", "ja"]
    assert found["appearance.scale"]["value"] == 1.0
    assert program.run(["settings", "list"]) == 0
    assert "100%" in capsys.readouterr().out


def test_values_are_written_as_they_are_typed(capsys: pytest.CaptureFixture[str]) -> None:
    for key, value in (
        ("trail.key", "file:/keys/trail"),
        ("trail.push", "yes"),
        ("history.raw_days", "3"),
        ("polling.factor", "2.5"),
        ("appearance.scale", "125%"),
        ("appearance.theme", "dark"),
        ("network.proxy", "http://proxy:3128"),
    ):
        assert program.run(["settings", "set", key, value]) == 0, capsys.readouterr().err
    assert kept() == {
        "trail": {"key": "file:/keys/trail", "push": True},
        "history": {"raw_days": 3},
        "polling": {"factor": 2.5},
        "appearance": {"scale": 1.25, "theme": "dark"},
        "network": {"proxy": "http://proxy:3128"},
    }
    told = capsys.readouterr().err
    assert "history.raw_days is 3 now." in told
    assert "network.proxy is http://proxy:3128 now." in told
    assert program.run(["settings", "set", "network.proxy", ""]) == 0
    assert "network" not in kept()


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("appearance.colour", "red", "no setting 'appearance.colour'. List them with"),
        ("appearance.theme", "red", "There are: system, light, dark, high-contrast."),
        ("appearance.scale", "900%", "Enter 75% to 300%."),
        ("appearance.scale", "nan", "Enter 75% to 300%."),
        ("trail.push", "perhaps", "There are: yes, no."),
        ("history.raw_days", "many", "this value is not possible"),
        ("webhooks.port", "-1", "this value is not possible"),
        ("trail.key", "my-key", "this value is not possible"),
        ("network.proxy", "http://ann:word@proxy:3128", "a password does not belong in the settings"),
    ],
)
def test_what_is_no_value_is_refused_with_what_is(
    capsys: pytest.CaptureFixture[str], key: str, value: str, told: str
) -> None:
    assert program.run(["settings", "set", "--", key, value]) == 2
    said = capsys.readouterr().err
    assert told in said
    assert "word@" not in said
    assert kept() == {}
