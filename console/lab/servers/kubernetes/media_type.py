"""What form of an answer a client asks for."""

from dataclasses import dataclass
from typing import Literal

from console.lab.servers.kubernetes.api_error import ApiError

Form = Literal["object", "table", "partial"]
_JSON = frozenset(("application/json", "application/*", "*/*"))
_TABLES = frozenset(("v1", "v1beta1"))


@dataclass(frozen=True, slots=True)
class MediaType:
    """The negotiated form: whole objects, a table or metadata only; `version` is that of meta.k8s.io."""

    form: Form = "object"
    version: str = "v1"


def negotiate(accept: str) -> MediaType:
    """The first form in an Accept header that the server can give.

    Raises:
        ApiError: 406, none of them.
    """
    for offer in accept.split(",") if accept.strip() else ("application/json",):
        name, _, rest = offer.strip().partition(";")
        if name not in _JSON:
            continue
        options = dict(part.strip().partition("=")[::2] for part in rest.split(";") if part.strip())
        wanted = options.get("as", "")
        version = options.get("v", "v1")
        if not wanted or wanted.startswith("APIGroupDiscovery"):
            return MediaType()
        if options.get("g") == "meta.k8s.io" and version in _TABLES:
            if wanted == "Table":
                return MediaType("table", version)
            if wanted in {"PartialObjectMetadata", "PartialObjectMetadataList"}:
                return MediaType("partial", version)
    message = "only the following media types are accepted: application/json"
    raise ApiError(406, "NotAcceptable", message, details={})
