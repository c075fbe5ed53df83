"""The settings file: reading what is valid, setting aside what is not, writing whole files only."""

import json
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.paths import Paths, write_private
from console.kernel.regular_file import read_regular
from console.settings.settings import CURRENT_VERSION, Settings

MAX_BYTES = 1024 * 1024
Migration = Callable[[dict[str, Any]], dict[str, Any]]
MIGRATIONS: Mapping[int, Migration] = {}
"""By the version that is lifted by one. Version 1 is the first, so there is nothing older yet."""


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """``note`` is one sentence for the user when the file could not be used as it was, else empty."""

    settings: Settings
    note: str = ""


def settings_file(paths: Paths) -> Path:
    """Return where the settings of a profile are."""
    return paths.config / "settings.json"


def load_settings(
    paths: Paths, migrations: Mapping[int, Migration] = MIGRATIONS, current: int = CURRENT_VERSION
) -> LoadedSettings:
    """Return the settings of a profile; never raises for what is in the file. Old versions are lifted with a backup."""
    file = settings_file(paths)
    try:
        raw = read_regular(file, MAX_BYTES)
    except FileNotFoundError:
        return LoadedSettings(Settings())
    except OSError as error:
        return LoadedSettings(
            Settings(),
            t("The settings {file} cannot be read ({reason}); defaults are used.", file=file, reason=error.strerror),
        )
    data = _parsed(raw)
    if data is None or not _is_version(data.get("schema_version", current)):
        return LoadedSettings(Settings(), _set_aside(file, "damaged"))
    version: int = data.get("schema_version", current)
    if version > current:
        return LoadedSettings(Settings(), _set_aside(file, f"v{version}"))
    if version < current:
        for number in range(version, current):
            data = {**migrations[number](data), "schema_version": number + 1}
        with suppress(OSError, UserError):  # where nothing can be written, they are lifted at each start
            shutil.copy2(file, file.with_name(f"{file.name}.v{version}.bak"))
            write_private(file, json.dumps(data, indent=2, ensure_ascii=False) + "\n")
    return _validated(data, file)


def save_settings(paths: Paths, settings: Settings) -> None:
    """Replace the settings file atomically (mode 0600); raise ``UserError`` when it cannot be written."""
    text = json.dumps(settings.model_dump(mode="json", exclude_defaults=True), indent=2, ensure_ascii=False)
    whole = {"schema_version": settings.schema_version, **json.loads(text)}
    write_private(settings_file(paths), json.dumps(whole, indent=2, ensure_ascii=False) + "\n")


def _parsed(raw: bytes) -> dict[str, Any] | None:
    if len(raw) > MAX_BYTES:
        return None
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _is_version(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _validated(data: dict[str, Any], file: Path) -> LoadedSettings:
    """Keep every section that is valid; the others get their defaults, and the file is kept beside."""
    try:
        return LoadedSettings(Settings.model_validate_json(json.dumps(data), strict=True))
    except ValidationError as error:
        wrong = {str(one["loc"][0]) for one in error.errors() if one["loc"]}
    kept = {name: value for name, value in data.items() if name not in wrong}
    try:
        settings = Settings.model_validate_json(json.dumps(kept), strict=True)
    except ValidationError:
        return LoadedSettings(Settings(), _set_aside(file, "damaged"))
    copy = file.with_name(f"{file.name}.damaged")
    try:
        shutil.copy2(file, copy)
        save = t("a copy is {copy}", copy=copy)
    except OSError:
        save = t("no copy could be kept")
    names = ", ".join(sorted(wrong))
    note = t("Some settings were not valid and are back to their defaults ({names}); {save}.", names=names, save=save)
    return LoadedSettings(settings, note)


def _set_aside(file: Path, suffix: str) -> str:
    aside = file.with_name(f"{file.name}.{suffix}")
    try:
        file.replace(aside)
    except OSError:
        return t("The settings {file} cannot be used; defaults are used.", file=file)
    if suffix == "damaged":
        return t("The settings file was damaged and is now {aside}; defaults are used.", aside=aside)
    return t("The settings file is of a newer Cell Console and is now {aside}; defaults are used.", aside=aside)
