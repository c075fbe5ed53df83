"""Audits in a cluster: where its workers run, and how their results come back."""

from pydantic import Field, model_validator

from console.estate.schema.base import EstateModel, Key, SecretReference, sound_address
from console.kernel.i18n import t


class AuditJobs(EstateModel):
    """Indexed Jobs of this cluster audit repositories; their image is built from ``packaging/worker``.

    ``secret`` is a Secret of the namespace: under ``results`` it has the token of the address ``results``, under the
    key of a forge's connection the token that clones from it.
    """

    namespace: Key = "audits"
    image: str = Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.:/@-]{0,254}$", description="registry/console-audit@sha256:…")
    secret: Key = "console-audit"  # noqa: S105 - the name of a Secret
    results: str = Field(
        pattern=r"^(s3\+)?https?://[^\s@]+$",
        description="Where workers put results: https://host/path of a console that listens, or"
        " s3+https://host/bucket/prefix?region=R of an object store.",
    )
    results_token: SecretReference = Field(description="Bearer token; for an object store KEY_ID:SECRET.")
    listen: str = Field(
        default="", pattern=r"^$|^[\w.:\[\]-]+:\d{1,5}$", description="host:port on which this console takes results."
    )
    parallel: int = Field(default=4, ge=1, le=200, description="How many workers run at once.")
    cpu: str = Field(default="1", pattern=r"^\d+(\.\d+)?m?$")
    memory: str = Field(default="4Gi", pattern=r"^\d+[KMGT]i?$")

    @model_validator(mode="after")
    def _one_way_back(self) -> "AuditJobs":
        sound_address(self.results.removeprefix("s3+"))
        if bool(self.listen) == self.results.startswith("s3+"):
            raise ValueError(t("give listen for an address of this console, and none for an object store."))
        return self
