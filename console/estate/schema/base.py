"""The base of every model of the estate file."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from console.estate.plain_secret import no_plain_secret

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")]
SecretReference = Annotated[str, StringConstraints(pattern=r"^(keyring:[\w./@-]+|env:[A-Za-z_]\w*|file:.+)$")]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s]+$"), AfterValidator(no_plain_secret)]
DocumentPath = Annotated[str, StringConstraints(min_length=1, max_length=1024)]
"""A path or glob relative to the estate file that stays inside its folder; checked when the file is loaded."""


class EstateModel(BaseModel):
    """Frozen; unknown keys are refused, so that a typing error is found."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False)
