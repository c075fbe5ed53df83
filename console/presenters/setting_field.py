"""The settings as form fields, derived from their models; the model decides what is valid, this says how it is told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from annotated_types import Ge, Le

from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.settings.settings import Settings

_SHARES = {"appearance.scale"}
_PASSWORD = re.compile(r"://[^/\s@]*:[^/\s]*@")


@dataclass(frozen=True, slots=True)
class SettingField:
    """One field: ``kind`` is ``choice``, ``switch``, ``whole``, ``number``, ``percent`` or ``text``.

    Limits bound numbers. ``value``, ``least`` and ``most`` of a ``percent`` are shares: 1.0 is shown as 100 %.
    """

    section: str
    name: str
    label: str
    help: str
    kind: str
    value: Any
    choices: tuple[tuple[str, str], ...] = ()
    least: float = 0.0
    most: float = 0.0


@dataclass(frozen=True, slots=True)
class SettingSection:
    """Fields that belong together."""

    key: str
    title: str
    fields: tuple[SettingField, ...]


def refusal_of(field: SettingField, value: object) -> str:
    """Return why a value is not kept: the settings hold no secret, so no address with a password; empty when it is."""
    if isinstance(value, str) and _PASSWORD.search(value):
        return t(
            "{field}: a password does not belong in the settings; give such an address in HTTPS_PROXY.",
            field=field.label,
        )
    return ""


def setting_sections(settings: Settings) -> tuple[SettingSection, ...]:
    """Return the sections that the user edits as a form; windows and shortcuts have places of their own."""
    titles = {
        "appearance": t("Appearance"),
        "history": t("Local history"),
        "polling": t("Reading"),
        "network": t("Network"),
        "webhooks": t("Webhooks"),
        "trail": t("Trail"),
        "changes": t("Changes"),
    }
    return tuple(SettingSection(key, title, _fields(settings, key)) for key, title in titles.items())


def _fields(settings: Settings, section: str) -> tuple[SettingField, ...]:
    model = getattr(settings, section)
    texts = _texts()
    found = []
    for name, field in type(model).model_fields.items():
        label, explained = texts.get(f"{section}.{name}", (name, ""))
        least = next((float(str(one.ge)) for one in field.metadata if isinstance(one, Ge)), 0.0)
        most = next((float(str(one.le)) for one in field.metadata if isinstance(one, Le)), 1e9)
        value = getattr(model, name)
        choices: tuple[tuple[str, str], ...] = ()
        if isinstance(value, StrEnum):
            choices = tuple((one.value, _choice(one.value)) for one in type(value))
        kind = "percent" if f"{section}.{name}" in _SHARES else _kind(value)
        found.append(SettingField(section, name, label, explained, kind, value, choices, least, most))
    return tuple(found)


def _kind(value: object) -> str:
    if isinstance(value, StrEnum):
        return "choice"
    for kind, name in ((bool, "switch"), (int, "whole"), (float, "number")):
        if isinstance(value, kind):
            return name
    return "text"


def _choice(value: str) -> str:
    return {
        "system": t("As the system"),
        "light": t("Light"),
        "dark": t("Dark"),
        "high-contrast": t("High contrast"),
        "en": "English",
        "ja": "日本語",
    }.get(value, value)


def _texts() -> dict[str, tuple[str, str]]:
    return {
        "appearance.theme": (t("Theme"), ""),
        "appearance.language": (t("Language"), ""),
        "appearance.numbers": (t("Numbers"), t("How they are written and typed; files for programs keep 1234.5.")),
        "appearance.scale": (t("Size of text"), t("100 % is the size of the desktop.")),
        "history.raw_days": (t("Keep as measured (days)"), t("Every reading as it was measured.")),
        "history.minute_days": (t("Keep per minute (days)"), t("One average a minute.")),
        "history.hour_days": (t("Keep per hour (days)"), t("One average an hour.")),
        "history.max_mb": (t("Largest size (MB)"), t("When the history grows over it, the oldest goes first.")),
        "polling.factor": (t("Interval factor"), t("2 asks half as often as the estate says.")),
        "network.proxy": (t("Proxy"), t("Empty: what the environment says, e.g. http://proxy:3128.")),
        "network.ca_file": (t("Further certificate authorities"), t("A PEM file; empty: the system's alone.")),
        "network.connect_timeout_s": (t("Time to connect (s)"), ""),
        "network.read_timeout_s": (t("Time to answer (s)"), ""),
        "network.login_shell_path": (
            t("PATH of the login shell"),
            t("Credential plugins of kubeconfigs are looked for where your shell finds them."),
        ),
        "webhooks.enabled": (
            t("Listen for pushes"),
            t("Only on this computer; `cell-console webhooks addresses` tells what the providers need."),
        ),
        "webhooks.port": (t("Port"), t("On 127.0.0.1.")),
        "trail.key": (t("Signing key"), t("keyring:service/name, or file:/path where there is no keyring.")),
        "changes.exchange": (
            t("Exchange folder"),
            t("Shared with those who sign changes; in a Git working copy it is pulled, committed and pushed."),
        ),
        "trail.push": (t("Push the second copy"), t("To the remote of its branch, after each commit; never by force.")),
        "trail.second_copy": (t("Second copy"), t("A folder elsewhere; in a Git working copy it is committed.")),
    }
