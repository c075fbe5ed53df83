"""Findings about this computer and about every connection: what the doctor tells."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from console.domain.resource import ResourceKind
from console.kernel.errors import ConsoleError
from console.kernel.gathered import gathered
from console.kernel.i18n import t
from console.ports.cluster import ClusterReader
from console.ports.metric_directory import MetricDirectory

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from console.ports.connector import Connector

CHECK_S = 15.0
TOOL_S = 5.0


class Verdict(StrEnum):
    """How a check ended; ``ABSENT`` is something optional that is not there."""

    OK = "ok"
    ABSENT = "absent"
    LIMITED = "limited"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was checked, how it ended, what was found, and what to do about it."""

    area: str
    subject: str
    verdict: Verdict
    detail: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that the console can use; ``arguments`` print its version, ``purpose`` is an English key of ``t``.

    ``also`` is what some distributions call it.
    """

    name: str
    arguments: tuple[str, ...]
    purpose: str
    also: str = ""


def tools() -> tuple[Tool, ...]:
    """Return the programs that the console can use beside itself."""
    return (
        Tool("kubectl", ("version", "--client"), t("only for your own use beside the console")),
        Tool("prometheus", ("--version",), t("the lab's metric server")),
        Tool("promtool", ("--version",), t("checking generated rules")),
        Tool("alertmanager", ("--version",), t("the lab's alerts"), "prometheus-alertmanager"),
        Tool("git", ("--version",), t("audits and repositories")),
    )


def check_tools(wanted: Iterable[Tool]) -> tuple[Finding, ...]:
    """Look for programs in PATH and ask each for its version. Blocks, at most ``TOOL_S`` seconds for each."""
    return tuple(_check_tool(tool) for tool in wanted)


def _check_tool(tool: Tool) -> Finding:
    path = shutil.which(tool.name) or (shutil.which(tool.also) if tool.also else None)
    if path is None:
        hint = t("Needed for: {purpose}.", purpose=tool.purpose)
        return Finding("tool", tool.name, Verdict.ABSENT, t("not found in PATH"), hint)
    try:
        ended = subprocess.run(
            [path, *tool.arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=TOOL_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return Finding("tool", tool.name, Verdict.FAILED, path, t("It does not start; install it anew."))
    line = ended.stdout.decode("utf-8", "replace").strip().split("\n")[0]
    return Finding("tool", tool.name, Verdict.OK, f"{line} ({path})")


async def check_connections(
    titles: Mapping[str, str], connectors: Mapping[str, Connector], *, detailed: bool = False
) -> tuple[Finding, ...]:
    """Reach every connection once, all at the same time; ``titles`` is the kind of each key in the estate.

    ``detailed`` also looks into what metric servers hold, evaluate and scrape.
    """
    several = await gathered(
        *(_check_connection(key, kind, connectors.get(key), detailed=detailed) for key, kind in titles.items())
    )
    return tuple(finding for some in several for finding in some)


async def _check_connection(key: str, kind: str, connector: Connector | None, *, detailed: bool) -> list[Finding]:
    subject = f"{kind}:{key}"
    if connector is None:
        return [Finding("connection", subject, Verdict.ABSENT, t("this version does not read {kind} yet", kind=kind))]
    try:
        async with asyncio.timeout(CHECK_S):
            detail = await connector.check()
            cluster = connector.offers(ClusterReader)
            rights = await _check_rights(subject, cluster) if cluster is not None else []
            directory = connector.offers(MetricDirectory) if detailed else None
            metrics = await _look_into(subject, directory) if directory is not None else []
    except TimeoutError:
        sentence = t("no answer within {wait} s.", wait=int(CHECK_S))
        hint = t("Check network, VPN and proxy, and whether the keyring asks for its password.")
        return [Finding("connection", subject, Verdict.FAILED, sentence, hint)]
    except ConsoleError as error:
        return [Finding("connection", subject, Verdict.FAILED, error.message, error.hint)]
    return [Finding("connection", subject, Verdict.OK, detail), *rights, *metrics]


async def _look_into(subject: str, directory: MetricDirectory) -> list[Finding]:
    from console.services.metric_facts import metric_facts  # noqa: PLC0415 - only where it is asked for

    findings = []
    for fact in await metric_facts(directory):
        verdict = Verdict.OK if fact.good else Verdict.LIMITED
        findings.append(Finding("metrics", f"{subject} {fact.name}", verdict, fact.text))
    return findings


_PODS = ("", "v1", "Pod", "pods", True)
_DEPLOYMENTS = ("apps", "v1", "Deployment", "deployments", True)
_AUTOSCALERS = ("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", True)
_NAMESPACES = ("", "v1", "Namespace", "namespaces", False)
_RIGHTS = (
    ("list", ResourceKind(*_NAMESPACES)),
    ("list", ResourceKind(*_PODS)),
    ("watch", ResourceKind(*_DEPLOYMENTS)),
    ("list", ResourceKind(*_AUTOSCALERS)),
    ("patch", ResourceKind(*_DEPLOYMENTS)),
)


async def _check_rights(subject: str, cluster: ClusterReader) -> list[Finding]:
    answers = await gathered(*(cluster.allowed(verb, kind) for verb, kind in _RIGHTS))
    findings = []
    for (verb, kind), answer in zip(_RIGHTS, answers, strict=True):
        verdict = Verdict.OK if answer.allowed else Verdict.LIMITED
        detail = t("allowed") if answer.allowed else answer.reason or t("not allowed")
        findings.append(Finding("right", f"{subject} {verb} {kind.plural}", verdict, detail))
    return findings
