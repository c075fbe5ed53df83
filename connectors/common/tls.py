"""TLS trust of an endpoint; verification cannot be turned off."""

import os
import ssl
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from connectors.common.endpoint import ClientCertificate, Endpoint
from connectors.common.peer import Peer
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t

_OWN_FILES = "/proc/self/fd"


def tls_context(endpoint: Endpoint, peer: Peer) -> ssl.SSLContext:
    """Return a verifying context; raise ``ConnectorError`` when a certificate file is missing or not PEM. Blocks."""
    if endpoint.ca_file or endpoint.ca_pem:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        _trust(context, endpoint.ca_file, endpoint.ca_pem, peer.name, peer.ca_hint)
    else:
        context = ssl.create_default_context()  # reads the system's authorities: 50 ms
        if endpoint.further_ca_file:
            _trust(context, endpoint.further_ca_file, b"", peer.name, t("Further certificate authorities"))
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if endpoint.certificate is not None:
        _present(context, endpoint.certificate, peer)
    elif endpoint.certificate_file:
        _load_chain(context, endpoint.certificate_file, endpoint.key_file or None, peer)
    return context


def _trust(context: ssl.SSLContext, file: str, pem: bytes, name: str, option: str) -> None:
    try:
        if pem:
            context.load_verify_locations(cadata=pem.decode("ascii", "ignore"))  # a comment may hold any letter
        else:
            context.load_verify_locations(cafile=file)
    except FileNotFoundError:
        raise ConnectorError(
            ErrorKind.AUTH,
            t("The certificate authority file {file} of {name} does not exist.", file=file, name=name),
            t("Correct the path in {option}.", option=option),
        ) from None
    except (OSError, ssl.SSLError, ValueError):
        raise ConnectorError(
            ErrorKind.AUTH,
            t("The certificate authority of {name} is not a readable PEM certificate.", name=name),
            t("Put the PEM certificate into {option}.", option=option),
        ) from None


def _present(context: ssl.SSLContext, pair: ClientCertificate, peer: Peer) -> None:
    """Hand over a certificate from memory: ``ssl`` reads files only, hence a private one for a moment."""
    try:
        with _file_of(pair.certificate + b"\n" + pair.key) as file:
            _load_chain(context, file, None, peer)
    except OSError as error:
        raise ConnectorError(
            ErrorKind.AUTH,
            t("The client certificate of {name} cannot be shown: {why}.", name=peer.name, why=error.strerror or error),
            t("Free some space in the folder for temporary files, or correct its rights."),
        ) from None


@contextmanager
def _file_of(content: bytes) -> Iterator[str]:
    """Yield the name of a file that holds ``content``: where the system can, one in memory, which needs no disk."""
    in_memory = _memory_file()
    if in_memory is not None:
        with open(in_memory, "wb") as memory:
            memory.write(content)
            memory.flush()
            yield f"{_OWN_FILES}/{memory.fileno()}"
        return
    with tempfile.TemporaryDirectory(prefix="cell-console-") as folder:
        file = Path(folder, "pair.pem")
        file.touch(mode=0o600)
        file.write_bytes(content)
        yield str(file)


def _memory_file() -> int | None:
    """Return a file in memory; ``None`` where there is none: old C libraries, other systems, sandboxes that refuse."""
    if sys.platform != "linux" or not os.path.isdir(_OWN_FILES):
        return None
    try:
        return os.memfd_create("cell-console")
    except (AttributeError, OSError):
        return None


def _load_chain(context: ssl.SSLContext, certificate: str, key: str | None, peer: Peer) -> None:
    try:
        context.load_cert_chain(certificate, key, password=lambda: "")
    except FileNotFoundError:
        raise ConnectorError(
            ErrorKind.AUTH,
            t("The client certificate file {file} of {name} does not exist.", file=certificate, name=peer.name),
            t("Correct the path of the client certificate and its key."),
        ) from None
    except (OSError, ssl.SSLError, ValueError):
        raise ConnectorError(
            ErrorKind.AUTH,
            t("The client certificate of {name} or its key cannot be used.", name=peer.name),
            t("Check that both are PEM, that they belong together and that the key has no passphrase."),
        ) from None
