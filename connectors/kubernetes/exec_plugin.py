"""Exec credential plugins (client.authentication.k8s.io), run with the login shell's PATH."""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from connectors.common.endpoint import ClientCertificate
from connectors.kubernetes.kube_context import KubeContext
from connectors.kubernetes.login_shell import search_path
from connectors.kubernetes.program import Ended, OverTime, run
from connectors.kubernetes.rows.meta import at_s
from connectors.kubernetes.ticket import Ticket
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t
from console.kernel.prepared import prepared
from console.kernel.redact import scrub
from console.kernel.secret import Secret

LIMIT_S = 60.0
_VERSIONS = ("client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1")
_MOST_WORDS = 300


class CredentialStatus(msgspec.Struct, rename="camel"):
    """The fields of an ExecCredential's status."""

    token: str | None = None
    client_certificate_data: str | None = None
    client_key_data: str | None = None
    expiration_timestamp: str | None = None


class ExecCredential(msgspec.Struct, rename="camel"):
    """What a plugin prints."""

    api_version: str = ""
    status: CredentialStatus | None = None


class ExecPlugin:
    """Runs the plugin of one context; every way in which it can fail is one sentence.

    ``login_path``: look for it also where the user's login shell would.
    """

    def __init__(self, context: KubeContext, *, login_path: bool = True) -> None:
        assert context.sign_in.exec_plugin is not None
        self._context = context
        self._login_path = login_path
        self._spec: Mapping[str, Any] = context.sign_in.exec_plugin
        self._command = str(self._spec.get("command", "") or "")

    async def ticket(self) -> Ticket:
        """Return new credentials; raise ``ConnectorError`` (auth)."""
        version = str(self._spec.get("apiVersion", ""))
        if version not in _VERSIONS:
            raise self._fault(
                t("asks for the unknown version {version}", version=version or "-"),
                t("Update the tool that wrote the kubeconfig."),
            )
        if self._spec.get("interactiveMode") == "Always":
            raise self._fault(
                t("needs a terminal"), t("Sign in once with kubectl in a terminal, with a plugin that can go without.")
            )
        environment = await self._environment(version)
        return self._read(await self._run(environment), version)

    async def _environment(self, version: str) -> dict[str, str]:
        environment = dict(os.environ)
        if self._login_path:
            environment["PATH"] = await search_path(environment)
        for one in self._listed("env"):
            if isinstance(one, dict) and "name" in one:
                environment[str(one["name"])] = _text(one.get("value"))
        spec: dict[str, Any] = {"interactive": False}
        if self._spec.get("provideClusterInfo"):
            spec["cluster"] = self._context.exec_cluster
        environment["KUBERNETES_EXEC_INFO"] = json.dumps(
            {"apiVersion": version, "kind": "ExecCredential", "spec": spec},
            default=str,  # a day, which YAML makes of 2026-01-31, is the text that it was
        )
        return environment

    def _listed(self, key: str) -> list[Any]:
        found = self._spec.get(key) or []
        if not isinstance(found, list):
            raise self._fault(
                t("needs its {key} as a list", key=key), t("Let your cloud's tool write the kubeconfig anew.")
            )
        return found

    async def _run(self, environment: Mapping[str, str]) -> Ended:
        program = self._program(environment["PATH"])
        arguments = [_text(one) for one in self._listed("args")]
        try:
            ended = await run(program, arguments, environment, limit_s=LIMIT_S)
        except OverTime:
            raise self._fault(
                t("did not end within {seconds} s", seconds=round(LIMIT_S)),
                t("Run it in a terminal; it may wait for a sign-in."),
            ) from None
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise self._fault(t("cannot be started ({why})", why=why), self._install_hint()) from None
        except ValueError:  # a NUL character, a variable named A=B
            raise self._fault(
                t("has arguments or variables that no program can be given"),
                t("Let your cloud's tool write the kubeconfig anew."),
            ) from None
        if ended.code != 0:
            words = _last_words(ended.errors)
            raise self._fault(
                t("failed with exit code {code}{words}", code=ended.code, words=f": {words}" if words else ""),
                t("Run it in a terminal; you may have to sign in again."),
            )
        return ended

    def _program(self, path: str) -> str:
        """Return the program: a path with a slash is relative to the kubeconfig, a bare name is looked for."""
        command = self._command
        if os.sep in command:
            program = Path(os.path.expanduser(command))
            found = str(program if program.is_absolute() else self._context.sign_in.folder / program)
            found = found if Path(found).exists() else ""
        else:
            found = shutil.which(command, path=path) or ""
        if not found:
            raise self._fault(t("is not installed or not on the PATH of your login shell"), self._install_hint())
        return found

    def _install_hint(self) -> str:
        hint = " ".join(str(self._spec.get("installHint", "") or "").split())[:_MOST_WORDS]
        return hint or t("Install {command}, or correct the PATH in your shell's profile.", command=self._command)

    def _read(self, ended: Ended, version: str) -> Ticket:
        try:
            answer = msgspec.json.decode(ended.output, type=prepared(ExecCredential))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise self._fault(t("printed something that is not an ExecCredential"), t("Update the plugin.")) from None
        status = answer.status
        if status is None or answer.api_version != version:
            raise self._fault(t("answered in another version than {version}", version=version), t("Update the plugin."))
        if not status.token and not (status.client_certificate_data and status.client_key_data):
            raise self._fault(t("gave neither a token nor a certificate"), t("Sign in again with your cloud's tool."))
        certificate = None
        if status.client_certificate_data and status.client_key_data:
            Secret(status.client_key_data)
            certificate = ClientCertificate(status.client_certificate_data.encode(), status.client_key_data.encode())
        token = Secret(status.token) if status.token else None
        return Ticket(token, certificate, at_s(status.expiration_timestamp))

    def _fault(self, what: str, hint: str) -> ConnectorError:
        message = t(
            "The sign-in plugin {command} of context {context} {what}.",
            command=self._command or "-",
            context=self._context.name,
            what=what,
        )
        return ConnectorError(ErrorKind.AUTH, message, hint)


def _text(value: object) -> str:
    """Return what kubectl makes of a value: nothing at all is an empty text."""
    return "" if value is None else str(value)


def _last_words(errors: bytes) -> str:
    """Return the last line that a failing plugin printed, scrubbed."""
    lines = [line.strip() for line in errors.decode("utf-8", "replace").splitlines() if line.strip()]
    printable = "".join(one if one.isprintable() else " " for one in lines[-1]) if lines else ""
    return scrub(printable).rstrip(".")[:_MOST_WORDS]
