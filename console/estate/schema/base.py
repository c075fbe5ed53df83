"""The base of every model of the estate file."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from console.estate.plain_secret import no_plain_secret
from console.kernel.i18n import t


def sound_address(text: str) -> str:
    """Return an address; raise ``ValueError`` when its host or its port is none, which would fail whoever asks it."""
    try:
        parts = urlsplit(text)
        is_sound = bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_sound = False
    if not is_sound:
        raise ValueError(
            t(
                "expected an address with a host, and a port from 1 to 65535 where one is told, such as "
                "https://host:8443/path."
            )
        )
    return text


Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")]
SecretReference = Annotated[str, StringConstraints(pattern=r"^(keyring:[\w./@-]+|env:[A-Za-z_]\w*|file:.+)$")]
Url = Annotated[
    str,
    StringConstraints(pattern=r"^https?://[^\s]+$"),
    AfterValidator(no_plain_secret),
    AfterValidator(sound_address),
]
DocumentPath = Annotated[str, StringConstraints(min_length=1, max_length=1024)]
"""A path or glob relative to the estate file that stays inside its folder; checked when the file is loaded."""


class EstateModel(BaseModel):
    """Frozen; unknown keys are refused, so that a typing error is found."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False)
