"""Acting as somebody else, when the user of a kubeconfig demands it: never silently as oneself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from connectors.kubernetes.repeated_headers import MOST_OF_A_NAME, Headers
from console.kernel.errors import UserError
from console.kernel.i18n import t

_KEYS = ("as", "as-uid", "as-groups", "as-user-extra")
_NAME_MARKS = "!#$&'*+^`|"  # with those that quote never touches all that a header's name may hold, but "%"


@dataclass(frozen=True, slots=True)
class Impersonation:
    """Whose rights count. ``extra`` holds keys and values; a key may be there several times."""

    user: str
    uid: str = ""
    groups: tuple[str, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()

    @property
    def headers(self) -> Headers:
        """Return the request headers, as client-go sends them."""
        return (
            ("impersonate-user", self.user),
            *((("impersonate-uid", self.uid),) if self.uid else ()),
            *(("impersonate-group", one) for one in self.groups),
            *((f"impersonate-extra-{quote(key, safe=_NAME_MARKS)}", one) for key, one in self.extra),
        )


def read_impersonation(body: Mapping[str, Any], context: str) -> Impersonation | None:
    """Return whom a user of a kubeconfig acts as (``None``: nobody else); raise ``UserError`` if it cannot be sent."""
    given = {key: body[key] for key in _KEYS if body.get(key) not in (None, "", [], {})}
    if not given:
        return None
    if "as" not in given:
        raise UserError(
            t("Context {name} has {key} without as.", name=context, key=", ".join(given)),
            t("Name the user to act as in as, or remove {key} from the kubeconfig.", key=", ".join(given)),
        )
    texts = {key: _texts(key, value) for key, value in given.items() if key != "as-user-extra"}
    extra = _extra(given.get("as-user-extra", {}))
    for key, values in {**texts, "as-user-extra": extra}.items():
        if values is None or len(values) > MOST_OF_A_NAME:
            raise _unusable(key, context)
    users, uids, groups = (tuple(texts.get(key) or ()) for key in ("as", "as-uid", "as-groups"))
    return Impersonation(users[0], "".join(uids), groups, tuple(extra or ()))


def _texts(key: str, value: Any) -> list[str] | None:
    """Return the texts of a key; ``None`` when one of them is no text that a header carries unchanged."""
    values = value if key not in ("as", "as-uid") else [value]
    return values if isinstance(values, list) and all(map(_is_sendable, values)) else None


def _extra(value: Any) -> list[tuple[str, str]] | None:
    if not isinstance(value, dict) or not all(isinstance(key, str) and key for key in value):
        return None
    values = {key: _texts("as-user-extra", [] if texts is None else texts) for key, texts in value.items()}
    if None in values.values():
        return None
    return [(key, one) for key, texts in values.items() for one in texts or ()]


def _is_sendable(value: Any) -> bool:
    return isinstance(value, str) and value.isascii() and value.isprintable() and value == value.strip() != ""


def _unusable(key: str, context: str) -> UserError:
    return UserError(
        t("{key} of context {name} cannot be sent to the cluster as it is.", key=key, name=context),
        t("Write short ASCII texts; as-groups is a list of them, and so is each entry of as-user-extra."),
    )
