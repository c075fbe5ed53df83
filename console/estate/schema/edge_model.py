"""Edge models: small models on Cloudflare Workers and their versions."""

from pydantic import Field

from console.estate.schema.base import EstateModel, Key


class Compatibility(EstateModel):
    """What works together with a range of versions (E2.1)."""

    versions: str = Field(pattern=r"^v?\d+(\.(\d+|x)){0,2}$", description="A version or a range such as v1.2.x.")
    works_with: tuple[str, ...] = Field(description="Versions or ranges of the other side.")
    invalidate_cache: bool = False
    migration: str = Field(default="", description="Script that must run before the switch.")


class EdgeModel(EstateModel):
    """A model and the versions that are current, canary and previous."""

    key: Key
    title: str = ""
    account: Key
    worker: str = Field(min_length=1, description="Name of the Workers script.")
    current: str
    canary: str = ""
    previous: str = ""
    compatibility: tuple[Compatibility, ...] = ()
    dictionary_size: int = Field(default=1000, gt=0)
    accuracy_baseline: float = Field(default=0.50, ge=0, le=1)
    accuracy_target: float = Field(default=0.85, ge=0, le=1)
