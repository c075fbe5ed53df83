"""The settings form is derived from the models: every field is there, named and bounded."""

import pytest

from console.kernel.i18n import set_language
from console.presenters.setting_field import SettingField, refusal_of, setting_sections
from console.settings.settings import Settings


def fields() -> dict[str, SettingField]:
    return {f"{one.section}.{one.name}": one for section in setting_sections(Settings()) for one in section.fields}


def test_every_field_of_every_section_has_a_name_of_its_own() -> None:
    settings = Settings()
    expected = {
        f"{section}.{name}"
        for section in ("appearance", "history", "polling", "network", "webhooks", "trail", "changes")
        for name in type(getattr(settings, section)).model_fields
    }
    assert set(fields()) == expected
    assert not [key for key, one in fields().items() if one.label == one.name]


def test_kinds_limits_and_choices_come_from_the_model() -> None:
    known = fields()
    assert known["appearance.theme"].kind == "choice"
    assert [value for value, _text in known["appearance.theme"].choices] == ["system", "light", "dark", "high-contrast"]
    assert (known["history.minute_days"].least, known["history.minute_days"].most) == (0.04, 366.0)
    assert known["history.max_mb"].kind == "whole"
    assert known["appearance.scale"].kind == "percent"
    assert known["appearance.scale"].help == "100 % is the size of the desktop."
    assert known["network.login_shell_path"].kind == "switch"
    assert known["network.proxy"].kind == "text"


def test_languages_are_named_in_themselves() -> None:
    try:
        set_language("ja")
        assert dict(fields()["appearance.language"].choices)["en"] == "English"
        assert fields()["appearance.theme"].label == "テーマ"
    finally:
        set_language("en")


@pytest.mark.parametrize(
    ("value", "is_kept"),
    [
        ("http://proxy:3128", True),
        ("http://ann@proxy:3128/a:b@c", True),
        ("", True),
        (5, True),
        ("http://ann:hunter2@proxy:3128", False),
        ("https://:hunter2@proxy", False),
    ],
)
def test_an_address_with_a_password_is_not_kept_in_the_settings(value: object, is_kept: bool) -> None:
    # proves C2
    field = next(one for part in setting_sections(Settings()) for one in part.fields if one.name == "proxy")
    assert (refusal_of(field, value) == "") is is_kept
    assert "hunter2" not in refusal_of(field, value)
