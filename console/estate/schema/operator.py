"""Operators: the people who sign changes, with their public keys."""

from pydantic import Field, field_validator

from console.estate.schema.base import EstateModel
from console.kernel.i18n import t
from resources.trail.signed_note import read_key


class Operator(EstateModel):
    """``key`` is what ``cell-console trail key`` lists on that person's machine (name+hash+base64).

    One person with several machines has several entries of one ``name``: who proposes never signs, on any machine.
    """

    name: str = Field(min_length=1, max_length=200)
    key: str = Field(max_length=500)

    @field_validator("key")
    @classmethod
    def _is_public_key(cls, text: str) -> str:
        try:
            return read_key(text).text
        except ValueError:
            raise ValueError(t("This is no public key: cell-console trail key lists it.")) from None
