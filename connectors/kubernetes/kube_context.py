"""One context of a kubeconfig, resolved: server, trust and how to sign in."""

import base64
import binascii
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from connectors.common.endpoint import ClientCertificate
from connectors.kubernetes.impersonation import Impersonation, read_impersonation
from connectors.kubernetes.kubeconfig import Entry, Kubeconfig
from console.kernel.errors import ConnectorError, ErrorKind, UserError
from console.kernel.i18n import t
from console.kernel.regular_file import read_regular
from console.kernel.secret import Secret

_MOST_PEM = 1024 * 1024
_TLS_OF_CLUSTER = ("certificate-authority", "certificate-authority-data", "insecure-skip-tls-verify")
_TLS_OF_USER = ("client-certificate", "client-certificate-data")


@dataclass(frozen=True, slots=True)
class SignIn:
    """The user part of a context; one is used: token file, token, exec plugin or basic auth, in this order."""

    token: Secret | None = None
    token_file: Path | None = None
    exec_plugin: Mapping[str, Any] | None = field(default=None, repr=False)
    username: str = ""
    password: Secret | None = None
    certificate: ClientCertificate | None = None
    certificate_file: str = ""
    key_file: str = ""
    folder: Path = Path()
    impersonation: Impersonation | None = None


@dataclass(frozen=True, slots=True)
class KubeContext:
    """Everything that is needed to reach one cluster."""

    name: str
    server: str
    sign_in: SignIn
    cluster_name: str = ""
    ca_file: str = ""
    ca_pem: bytes = b""
    server_name: str = ""
    proxy: str = field(default="", repr=False)
    namespace: str = ""
    exec_cluster: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def files(self) -> tuple[Path, ...]:
        """Return the files that it takes authorities, certificates and keys from; they may be renewed."""
        sign_in = self.sign_in
        named = (self.ca_file, sign_in.certificate_file, sign_in.key_file)
        return tuple(Path(one) for one in named if one)


def resolve_context(config: Kubeconfig, wanted: str = "") -> KubeContext:
    """Return a context (default: the current one); raise ``UserError`` or ``ConnectorError`` (auth) in one sentence."""
    name = wanted or config.current_context
    if not name:
        raise UserError(
            t("The kubeconfig {file} has no current context.", file=config.files[0]),
            t("Name a context in the connection; there are: {names}.", names=_names(config.contexts)),
        )
    context = _pick(config.contexts, name, "context", config)
    cluster = _pick(config.clusters, str(context.body.get("cluster", "")), "cluster", config)
    user_name = str(context.body.get("user", "") or "")
    user = _pick(config.users, user_name, "user", config) if user_name else Entry({}, context.folder)
    body = cluster.body
    server = _server(body, user.body)
    if not server.startswith(("https://", "http://")):
        raise UserError(
            t("The cluster of context {name} has no server address.", name=name),
            t("Write it into the kubeconfig as server: https://HOST:PORT."),
        )
    if body.get("insecure-skip-tls-verify") and server.startswith("https://"):
        raise ConnectorError(
            ErrorKind.AUTH,
            t(
                "Context {name} switches the verification of certificates off, which Cell Console does not do.",
                name=name,
            ),
            t("Put the cluster's authority into certificate-authority and remove insecure-skip-tls-verify."),
        )
    ca_pem = _decoded(body, "certificate-authority-data", name)
    return KubeContext(
        name=name,
        server=server,
        sign_in=_sign_in(user, name),
        cluster_name=str(context.body.get("cluster", "")),
        ca_file="" if ca_pem else _path(body, "certificate-authority", cluster.folder),
        ca_pem=ca_pem,
        server_name=str(body.get("tls-server-name", "") or ""),
        proxy=str(body.get("proxy-url", "") or ""),
        namespace=str(context.body.get("namespace", "") or ""),
        exec_cluster=_exec_cluster(cluster, user),
    )


def _server(body: Mapping[str, Any], user: Mapping[str, Any]) -> str:
    """Return the server's address; one without a scheme is https where something of TLS is told, as for kubectl."""
    server = str(body.get("server", "") or "").strip().rstrip("/")
    scheme, mark, rest = server.partition("://")
    if mark:
        return f"{scheme.lower()}://{rest}"
    told = any(body.get(key) for key in _TLS_OF_CLUSTER) or any(user.get(key) for key in _TLS_OF_USER)
    return f"https://{server}" if server and told else server


def _names(entries: Mapping[str, Entry]) -> str:
    names = sorted(entries)
    return ", ".join(names[:8]) + (", …" if len(names) > 8 else "") or t("none")


def _pick(entries: Mapping[str, Entry], name: str, what: str, config: Kubeconfig) -> Entry:
    if name in entries:
        return entries[name]
    files = ", ".join(map(str, config.files))
    raise UserError(
        t("The kubeconfig {files} has no {what} {name}.", files=files, what=what, name=repr(name)),
        t("There are: {names}.", names=_names(entries)),
    )


def _sign_in(user: Entry, context: str) -> SignIn:
    body = user.body
    if "auth-provider" in body:
        provider = body["auth-provider"].get("name", "") if isinstance(body["auth-provider"], dict) else ""
        if provider == "oidc":  # the one that kubectl still has
            raise ConnectorError(
                ErrorKind.AUTH,
                t("Context {name} signs in by the auth-provider oidc, which Cell Console does not run.", name=context),
                t("Let an exec plugin sign in, such as kubectl oidc-login."),
            )
        raise ConnectorError(
            ErrorKind.AUTH,
            t("Context {name} signs in by the removed auth-provider {provider}.", name=context, provider=provider),
            t("Let your cloud's tool write the kubeconfig anew; it will use an exec plugin."),
        )
    token, password, plugin = body.get("token"), body.get("password"), body.get("exec")
    certificate = _decoded(body, "client-certificate-data", context)
    key = _decoded(body, "client-key-data", context)
    pair = _pair(certificate, key, body, user.folder) if certificate or key else None
    token_file = _path(body, "tokenFile", user.folder)
    return SignIn(
        token=Secret(str(token).strip()) if token else None,
        token_file=Path(token_file) if token_file else None,
        exec_plugin=plugin if isinstance(plugin, dict) else None,
        username=str(body.get("username", "") or ""),
        password=Secret(str(password)) if password else None,
        certificate=pair,
        certificate_file="" if certificate else _path(body, "client-certificate", user.folder),
        key_file="" if key else _path(body, "client-key", user.folder),
        folder=user.folder,
        impersonation=read_impersonation(body, context),
    )


def _pair(certificate: bytes, key: bytes, body: Mapping[str, Any], folder: Path) -> ClientCertificate:
    """Return the pair when at least one half is in the kubeconfig itself; the other half may be a file."""
    return ClientCertificate(
        certificate or _read(_path(body, "client-certificate", folder)),
        key or _read(_path(body, "client-key", folder)),
    )


def _read(file: str) -> bytes:
    try:
        return read_regular(Path(file), _MOST_PEM) if file else b""
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UserError(
            t("The file {file} cannot be read: {why}.", file=file, why=why), t("Correct its path or rights.")
        ) from None


def _path(body: Mapping[str, Any], key: str, folder: Path) -> str:
    value = str(body.get(key, "") or "")
    return os.path.normpath(folder / os.path.expanduser(value)) if value else ""


def _decoded(body: Mapping[str, Any], key: str, context: str) -> bytes:
    try:
        return base64.b64decode("".join(str(body.get(key, "") or "").split()), validate=True)
    except (binascii.Error, ValueError):
        raise UserError(
            t("{key} of context {name} is not base64.", key=key, name=context),
            t("Copy it from the kubeconfig that the cluster's administrator gave you."),
        ) from None


def _exec_cluster(cluster: Entry, user: Entry) -> Mapping[str, Any]:
    """Return what an exec plugin with ``provideClusterInfo`` is told about the cluster; authorities only as data."""
    plugin = user.body.get("exec")
    if not isinstance(plugin, dict) or not plugin.get("provideClusterInfo"):
        return {}
    told = {key: value for key, value in cluster.body.items() if key not in ("extensions", "certificate-authority")}
    file = _path(cluster.body, "certificate-authority", cluster.folder)
    if file and not told.get("certificate-authority-data"):
        told["certificate-authority-data"] = base64.b64encode(_read(file)).decode("ascii")
    extensions = cluster.body.get("extensions")
    for extension in extensions if isinstance(extensions, list) else ():
        if isinstance(extension, dict) and extension.get("name") == "client.authentication.k8s.io/exec":
            told["config"] = extension.get("extension")
    return told
