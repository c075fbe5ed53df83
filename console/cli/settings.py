"""``cell-console settings``: what the form of the settings shows and changes, without a window."""

from typing import TYPE_CHECKING

import click

from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.presenters.setting_field import SettingField
    from console.settings.settings import Settings

_SWITCH = {"yes": True, "on": True, "true": True, "no": False, "off": False, "false": False}
_NAMES = ("key", "value", "choices", "about")


@click.group(name="settings", help=t("Show and change the settings of this profile."))
def command() -> None:
    """Group reading and writing."""


@command.command(name="list", help=t("List the settings with their values and what they mean."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def list_settings(invocation: Invocation, *, output: str) -> None:
    """Print one row per setting."""
    fields = _fields(_settings(invocation))
    records = [
        {"key": key, "value": one.value, "choices": [value for value, _ in one.choices], "about": _about(one)}
        for key, one in fields.items()
    ]
    cells = [(key, _text(one), _about(one)) for key, one in fields.items()]
    emit_sheet(Sheet((t("SETTING"), t("VALUE"), t("MEANING")), cells, records, widest=100, names=_NAMES), output)


@command.command(name="set", help=t("Give the setting KEY another VALUE; '' empties a text."))
@click.argument("key")
@click.argument("value")
@pass_invocation
def set_value(invocation: Invocation, *, key: str, value: str) -> None:
    """Write the settings; other consoles of this profile take it up when they start."""
    from pydantic import ValidationError  # noqa: PLC0415

    from console.presenters.setting_field import refusal_of  # noqa: PLC0415 - pydantic
    from console.settings.kept_settings import KeptSettings  # noqa: PLC0415
    from console.settings.setting_change import with_setting  # noqa: PLC0415

    settings = _settings(invocation)
    field = _fields(settings).get(key)
    if field is None:
        raise UserError(t("There is no setting {key}.", key=repr(key)), t("List them with: cell-console settings list"))
    try:
        wanted = _value(field, value)
        if why := refusal_of(field, wanted):
            raise UserError(why)
        changed = with_setting(settings, field.section, field.name, wanted)
    except (ValidationError, ValueError):
        raise UserError(t("{field}: this value is not possible.", field=field.label), _possible(field)) from None
    KeptSettings(invocation.paths, settings).save(changed)
    invocation.note(t("{key} is {value} now.", key=key, value=_text(_fields(changed)[key]) or "''"))


def _settings(invocation: Invocation) -> "Settings":
    from console.bootstrap import settings_of  # noqa: PLC0415 - heavy: pydantic

    return settings_of(invocation.profile())


def _fields(settings: "Settings") -> "dict[str, SettingField]":
    from console.presenters.setting_field import setting_sections  # noqa: PLC0415 - pydantic

    return {f"{one.section}.{one.name}": one for part in setting_sections(settings) for one in part.fields}


def _about(field: "SettingField") -> str:
    return f"{field.label}: {field.help}" if field.help else field.label


def _text(field: "SettingField") -> str:
    if field.kind == "percent":
        return f"{field.value:.0%}"
    if field.kind == "switch":
        return "yes" if field.value else "no"
    return f"{field.value:g}" if field.kind == "number" else str(field.value)


def _value(field: "SettingField", text: str) -> object:
    """Return the value that a text means; raise ``ValueError`` for one that means none."""
    if field.kind == "choice":
        if text not in {value for value, _ in field.choices}:
            raise ValueError(text)
        return text
    if field.kind == "switch":
        if text.lower() not in _SWITCH:
            raise ValueError(text)
        return _SWITCH[text.lower()]
    if field.kind == "percent" and text.endswith("%"):
        return float(text[:-1]) / 100
    if field.kind == "whole":
        return int(text)
    return text.strip() if field.kind == "text" else float(text)


def _possible(field: "SettingField") -> str:
    """Return what can be written instead."""
    if field.kind in {"choice", "switch"}:
        names = ", ".join(value for value, _ in field.choices) or "yes, no"
        return t("There are: {names}.", names=names)
    if field.kind == "percent":
        return t("Enter {least} to {most}.", least=f"{field.least:.0%}", most=f"{field.most:.0%}")
    if field.kind == "text":
        return ""
    return t("Enter {least} to {most}.", least=f"{field.least:g}", most=f"{field.most:g}")
