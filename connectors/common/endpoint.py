"""Where and how to reach an HTTP server: address, trust, proxy, limits."""

import ipaddress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ClientCertificate:
    """A client certificate and its key as PEM text; the key never shows itself."""

    certificate: bytes
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An HTTP server. TLS is always verified: against ``ca_file``/``ca_pem`` alone when given, else against the
    system's authorities and those of ``further_ca_file``.

    ``server_name`` is what the certificate must be issued for when it is not the host of ``url``. ``proxy`` is what the
    connection itself names; without it ``usual_proxy`` counts, then the environment's, but neither for loopback. Times
    are seconds, ``most_bytes`` bounds every buffered body.
    """

    url: str
    ca_file: str = ""
    ca_pem: bytes = b""
    further_ca_file: str = ""
    certificate: ClientCertificate | None = None
    certificate_file: str = ""
    key_file: str = ""
    server_name: str = ""
    proxy: str = field(default="", repr=False)
    usual_proxy: str = field(default="", repr=False)
    connect_s: float = 5.0
    read_s: float = 30.0
    total_s: float = 120.0
    most_bytes: int = 256 * MIB
    tries: int = 3

    @property
    def is_loopback(self) -> bool:
        """Return whether the server is on this computer, where neither proxies nor compression make sense."""
        host = urlsplit(self.url).hostname or ""
        if host == "localhost":
            return True
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return False
