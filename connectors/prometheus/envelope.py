"""The outer part of every answer of the HTTP API: status, error, warnings."""

from typing import Generic, TypeVar

import msgspec

from console.kernel.i18n import t

Data = TypeVar("Data")


class WrongShapeError(ValueError):
    """The body is not what the protocol promises; the text says what is wrong."""


class Envelope(msgspec.Struct, Generic[Data]):
    """``data`` is there when ``status`` is ``success``; warnings and infos come with good answers too."""

    status: str
    data: Data | msgspec.UnsetType = msgspec.UNSET
    error: str = ""
    errorType: str = ""  # noqa: N815 - the server's spelling
    warnings: list[str] | None = None
    infos: list[str] | None = None
    isPartial: bool = False  # noqa: N815 - VictoriaMetrics' spelling

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what the server wants shown beside the data."""
        partial = (t("The answer is partial: some of the servers behind it did not answer."),) if self.isPartial else ()
        return (*(self.warnings or ()), *(self.infos or ()), *partial)


class Trouble(msgspec.Struct):
    """Only the error part of an envelope."""

    error: str = ""
    errorType: str = ""  # noqa: N815 - the server's spelling


_TROUBLE = msgspec.json.Decoder(Trouble)


def decode_envelope(decoder: "msgspec.json.Decoder[Envelope[Data]]", raw: bytes) -> tuple[Data, tuple[str, ...]]:
    """Return data and notes of a good answer; raise ``WrongShapeError`` when the body is not one."""
    try:
        envelope = decoder.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise WrongShapeError(str(error)) from None
    if envelope.status != "success":
        raise WrongShapeError(f"status {envelope.status[:40]!r} {envelope.error[:200]}".strip())
    if envelope.data is msgspec.UNSET:
        raise WrongShapeError("no data")
    return envelope.data, envelope.notes


def trouble_of(raw: bytes) -> Trouble:
    """Return error and error type of a refusal; both empty when the body does not say."""
    try:
        return _TROUBLE.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return Trouble()
