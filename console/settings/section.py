"""The base of every section of the settings."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """Frozen; unknown keys are refused. Every field has a default, so that an empty section is valid."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
