"""Sloth's ``AlertWindows``: own windows and percentages of the alerts, for objectives over one period."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from console.domain.slo.burn_policy import BurnPolicy, BurnWindow
from console.domain.slo.duration import seconds_of
from console.estate.explained import explained
from console.estate.problem import FileInvalid
from console.estate.read_yaml import read_yaml_file
from console.kernel.i18n import t


def _seconds(value: Any) -> Any:
    try:
        return seconds_of(str(value))
    except ValueError:
        raise ValueError(t("{text} is no duration such as 5m.", text=repr(value))) from None


Seconds = Annotated[int, BeforeValidator(_seconds)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class WindowDocument(_Model):
    """One condition: how much of the budget in how long."""

    percent: float = Field(alias="errorBudgetPercent", gt=0, le=100)
    short_s: Seconds = Field(alias="shortWindow")
    long_s: Seconds = Field(alias="longWindow")

    @model_validator(mode="after")
    def _is_shorter(self) -> "WindowDocument":
        if self.short_s >= self.long_s:
            raise ValueError(t("shortWindow must be shorter than longWindow."))
        return self

    def window(self) -> BurnWindow:
        """Return it as the domain has it."""
        return BurnWindow(self.percent, self.short_s, self.long_s)


class LevelDocument(_Model):
    """The two conditions of a level."""

    quick: WindowDocument
    slow: WindowDocument


class WindowsSpec(_Model):
    """The conditions of both levels, for one period."""

    period_s: Seconds = Field(alias="sloPeriod")
    page: LevelDocument
    ticket: LevelDocument


class AlertWindowsDocument(_Model):
    """The whole document."""

    apiVersion: Literal["sloth.slok.dev/v1"]  # noqa: N815 - Sloth's name
    kind: Literal["AlertWindows"]
    spec: WindowsSpec

    def policy(self) -> BurnPolicy:
        """Return it as the domain has it."""
        page, ticket = (
            (level.quick.window(), level.slow.window()) for level in (self.spec.page, self.spec.ticket)
        )  # fmt: skip
        return BurnPolicy(self.spec.period_s, page, ticket)


def load_alert_windows(files: Sequence[Path]) -> dict[int, BurnPolicy]:
    """Return the policies of some files by their period in seconds; raise ``UserError`` when one cannot be used."""
    policies = (_read(file) for file in files)
    return {one.period_s: one for one in policies}


def _read(file: Path) -> BurnPolicy:
    document = read_yaml_file(file)
    try:
        return AlertWindowsDocument.model_validate(document.value).policy()
    except ValidationError as failure:
        raise FileInvalid(document.name, explained(failure, document, AlertWindowsDocument), lint="") from None
