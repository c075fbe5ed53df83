"""A throw-away certificate authority and the server certificate that it signed.

Needed because kubectl and every client-go program send no credentials to a server without TLS.
"""

import ipaddress
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from console.kernel.paths import write_private

_VALID = timedelta(days=365)
_SKEW = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class LabCertificate:
    """PEM text of the authority's certificate, of the server's certificate and of its private key."""

    authority_pem: str
    server_pem: str
    key_pem: str

    def server_context(self, folder: Path) -> ssl.SSLContext:
        """Return the TLS settings of a server; the key is left in ``folder`` as a private file."""
        file = folder / "server.pem"
        write_private(file, self.server_pem + self.key_pem)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


def new_certificate() -> LabCertificate:
    """Make a new authority and a certificate for 127.0.0.1 and localhost; nobody keeps the authority's key."""
    from cryptography import x509  # noqa: PLC0415 - 80 ms that only a starting lab pays
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415

    now = datetime.now(UTC)
    authority_key, server_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    authority_name = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "Cell Console lab authority")])
    server_name = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "Cell Console lab")])

    def certificate(subject: x509.Name, key: ec.EllipticCurvePrivateKey, is_authority: bool) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(authority_name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - _SKEW)
            .not_valid_after(now + _VALID)
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False
            )
        )

    authority = certificate(authority_name, authority_key, is_authority=True).add_extension(
        x509.KeyUsage(False, False, False, False, False, True, True, False, False), critical=True
    )
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    server = (
        certificate(server_name, server_key, is_authority=False)
        .add_extension(names, critical=False)
        .add_extension(x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    )
    pem = serialization.Encoding.PEM
    return LabCertificate(
        authority.sign(authority_key, hashes.SHA256()).public_bytes(pem).decode(),
        server.sign(authority_key, hashes.SHA256()).public_bytes(pem).decode(),
        server_key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode(),
    )
