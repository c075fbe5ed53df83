"""The composition root: the only module that knows connectors and views."""

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from console.kernel.clock import SystemClock
from console.kernel.paths import Paths
from console.kernel.runtime import Runtime
from console.services.session import Session

if TYPE_CHECKING:
    from console.estate.discovery import Proposal
    from console.estate.schema.estate import Estate
    from console.kernel.secret import Secret
    from console.ports.connector import Connector
    from console.ports.outside import Outside
    from console.ports.result_exchange import ResultExchange
    from console.ports.vault import SecretVault
    from console.services.lab_start import LabStart
    from console.services.trail_book import TrailBook
    from console.services.webhooks.webhook_desk import WebhookDesk
    from console.settings.kept_settings import KeptSettings
    from console.settings.network import Network
    from console.settings.settings import Settings
    from console.store.change_summary import ChangeSummary
    from console.store.history.history import History
    from console.store.state import State


class Profile(NamedTuple):
    """Whose program this is: folders, settings (or what reads them), and whether any change is forbidden.

    ``language`` is what was asked for at the start; empty: what the settings say. ``notes`` are sentences about what
    was wrong with the settings, there once they have been read.
    """

    paths: Paths
    settings: "Settings | Callable[[], Settings]"
    read_only: bool = False
    language: str = ""
    notes: Sequence[str] = ()


def build_session(profile: Profile) -> Session:
    """Return a session without an open estate; a history that cannot be used is told by ``Session.history_error``."""
    runtime, clock = Runtime(), SystemClock()

    def history() -> "History":
        from console.store.history.history import History  # noqa: PLC0415 - not before the first paint
        from console.store.history.resolution import resolutions  # noqa: PLC0415

        kept = settings_of(profile).history
        steps = resolutions(kept.raw_days, kept.minute_days, kept.hour_days)
        return History(profile.paths.state / "history.sqlite", steps, kept.max_mb << 20)

    def connect(estate: "Estate", folder: Path) -> "Mapping[str, Connector]":
        return connect_all(estate, folder, profile.paths, runtime, settings_of(profile))

    session = Session(
        runtime=runtime,
        clock=clock,
        paths=profile.paths,
        history=history,
        connect=connect,
        trail=lambda: open_trail(profile),
        outside=lambda folder: _outside(profile, folder),
    )
    session.read_only = profile.read_only
    return session


def settings_of(profile: Profile) -> "Settings":
    """Return the settings, read anew where the profile says how: the user may have changed them since."""
    return profile.settings() if callable(profile.settings) else profile.settings


def run_window(
    profile: Profile,
    *,
    estate: str = "",
    profile_startup: bool = False,
    lab: "LabStart | None" = None,
    loading: AbstractContextManager[None] | None = None,
) -> int:
    """Open the window on an estate file, ``lab``, or (empty) the last estate, and run until it closes; return the code.

    With ``profile_startup`` it ends as soon as the first window has been painted. ``lab`` says how the lab is started.
    ``loading`` is around the loading of Qt, which aborts the process when an exception (of a signal) cuts it off.
    """
    from console.kernel.kept_code import kept_code  # noqa: PLC0415 - a session alone needs no Qt
    from console.services.lab_desk import LabDesk  # noqa: PLC0415
    from console.services.screen import require_screen  # noqa: PLC0415
    from console.services.window_opener import WindowOpener  # noqa: PLC0415
    from console.settings.recent import recent_estates  # noqa: PLC0415
    from console.settings.window_look import read_look  # noqa: PLC0415

    require_screen()
    session = build_session(profile)
    desk = LabDesk(session.runtime, profile.paths, lab)
    session.lab = desk
    end_webhooks = _follow_with_webhooks(session, profile)
    opener = WindowOpener(session.runtime, profile.paths, desk, lambda: discover_estate(profile, "estate"))
    kept = _kept_settings(profile)
    chosen = estate or next(iter(recent_estates(profile.paths)), "")
    last = session.sight.recall(Path(chosen)) if chosen not in {"", "lab"} else None
    # Qt comes last: it looks into the source of what is loaded after it. Its own is a tenth of a start to compile.
    try:
        with loading or nullcontext(), kept_code(profile.paths.cache / "pyside6.code", "shibokensupport/"):
            from views.app import run  # noqa: PLC0415

        return run(
            session,
            (lambda: kept().read()) if callable(profile.settings) else profile.settings,
            opener,
            save=lambda settings: kept().save(settings),
            look=read_look(profile.paths.config / "settings.json") if callable(profile.settings) else None,
            start=chosen or None,
            last=last,
            language=profile.language,
            notes=profile.notes,
            profile_startup=profile_startup,
        )
    finally:
        session.close_estate()  # who reads ends before what is read: a lab that goes first is told to have failed
        desk.close()
        end_webhooks()
        session.close()


def _kept_settings(profile: Profile) -> "Callable[[], KeptSettings]":
    """Return what makes, once, that by which the window reads and keeps the settings: after the first paint."""

    @cache
    def made() -> "KeptSettings":
        from console.settings.kept_settings import KeptSettings  # noqa: PLC0415 - pydantic

        return KeptSettings(profile.paths, profile.settings)

    return made


def _follow_with_webhooks(session: Session, profile: Profile) -> "Callable[[], None]":
    """Listen for webhooks of whatever estate is opened, if the settings say so; return what ends it."""
    desk: WebhookDesk | None = None

    def follow(_state: "State", changed: "ChangeSummary") -> None:
        nonlocal desk
        if not changed.touches("estate", "webhooks"):
            return
        if desk is None and settings_of(profile).webhooks.enabled:
            from console.services.webhooks.webhook_desk import WebhookDesk  # noqa: PLC0415 - only if wanted

            desk = WebhookDesk(
                session, lambda: settings_of(profile).webhooks, lambda folder: open_vault(profile.paths, folder)
            )
        if desk is not None:
            desk.follow()

    end = session.store.subscribe(follow)

    def close() -> None:
        end()
        if desk is not None:
            desk.close()

    return close


def connect_all(
    estate: "Estate", folder: Path, paths: Paths, runtime: Runtime, settings: "Settings | None" = None
) -> "Mapping[str, Connector]":
    """Build the connector of every connection whose kind this version reads; no I/O happens here.

    ``settings`` have the user's defaults for network and intervals; without them the program's are taken.
    """
    from connectors.keyring import build_vault  # noqa: PLC0415 - connectors are loaded when the first estate opens
    from connectors.registry import CONNECTORS, BuildContext  # noqa: PLC0415
    from console.services.cluster_tunnel import ClusterTunnel  # noqa: PLC0415
    from console.settings.settings import Settings  # noqa: PLC0415 - pydantic, like every connector

    load_connectors(frozenset(one.connector for one in estate.connections()))
    settings = settings or Settings()
    network = _network_at(settings.network, folder)
    follow_network(network, folder, paths)
    vault = build_vault(paths, folder)
    connectors: dict[str, Connector] = {}
    context = BuildContext(
        runtime,
        vault,
        SystemClock(),
        folder,
        estate,
        network=network,
        poll_factor=settings.polling.factor,
        tunnel=ClusterTunnel(connectors),
    )
    for one in estate.connections():
        if one.connector in CONNECTORS:
            connectors[one.key] = CONNECTORS.get(one.connector).build(one, context)
    return connectors


def follow_network(network: "Network", folder: Path, paths: Paths) -> None:
    """Let git go the way that the user's settings say; files lie relative to the estate's ``folder``."""
    from console.kernel.git_way import GIT_WAY  # noqa: PLC0415 - with the first estate

    GIT_WAY.use(network.proxy, _network_at(network, folder).ca_file, paths.cache)


def _network_at(network: "Network", folder: Path) -> "Network":
    """Return the settings with the whole path of the authorities, which lie relative to the estate's ``folder``."""
    further = str((folder / os.path.expanduser(network.ca_file)).absolute()) if network.ca_file else ""
    return network.model_copy(update={"ca_file": further})


def load_connectors(kinds: frozenset[str]) -> None:
    """Import the packages of connector kinds that exist in this version."""
    from importlib.util import find_spec  # noqa: PLC0415

    from console.kernel.registry import load_module  # noqa: PLC0415

    for kind in sorted(kinds):
        if find_spec(f"connectors.{kind}") is not None:
            load_module(f"connectors.{kind}")


def open_vault(paths: Paths, folder: Path | None = None) -> "SecretVault":
    """Return the vault of a profile; ``folder`` is the estate file's, to which references of files are relative."""
    from connectors.keyring import build_vault  # noqa: PLC0415

    return build_vault(paths, folder)


def open_results(address: str, token: "Secret") -> "ResultExchange":
    """Return where results of audits are brought to; raise ``UserError`` for what is no address."""
    from connectors.common.results.result_server import ResultAddress, ResultServer  # noqa: PLC0415
    from console.settings.network import Network  # noqa: PLC0415 - the defaults: a worker has no settings

    return ResultServer(ResultAddress.parse(address), token, Network(), SystemClock())


def _outside(profile: Profile, folder: Path) -> "Outside":
    """Return what runs of runbooks reach beside the connections."""
    from connectors.common.address_probe import AddressProbe  # noqa: PLC0415 - with the first step that needs it
    from console.ports.outside import Outside  # noqa: PLC0415

    return Outside(open_vault(profile.paths, folder), AddressProbe(_network_at(settings_of(profile).network, folder)))


def open_trail(profile: Profile) -> "TrailBook":
    """Return the trail of a profile; its key is looked for when something is signed."""
    from console.services.trail_book import TrailBook  # noqa: PLC0415

    return TrailBook(profile.paths, lambda: open_vault(profile.paths), lambda: settings_of(profile).trail)


def discover_estate(profile: Profile, name: str, kubeconfig: str = "", wanted: tuple[str, ...] = ()) -> "Proposal":
    """Read the clusters of a kubeconfig's contexts (default: all) and propose an estate; nothing is saved. Blocks."""
    from connectors.kubernetes.kubeconfig import (  # noqa: PLC0415
        kubeconfig_files,
        read_kubeconfig,
        repeated_contexts,
        told_namespaces,
    )
    from console.estate.discovery import propose  # noqa: PLC0415
    from console.estate.schema.connection import Cluster  # noqa: PLC0415
    from console.estate.schema.estate import Estate  # noqa: PLC0415
    from console.services.estate_discovery import chosen_contexts, left_out, look_into  # noqa: PLC0415

    here = Path()  # which may be gone, while the kubeconfig is elsewhere
    config = read_kubeconfig(kubeconfig_files(kubeconfig, here))
    names = chosen_contexts(tuple(config.contexts), wanted)
    repeated = {} if wanted else repeated_contexts(config, names)
    clusters = {
        context: Cluster(key=f"context-{number}", title=context, context=context, kubeconfig=kubeconfig)
        for number, context in enumerate(one for one in names if one not in repeated)
    }
    spaces = told_namespaces(config, repeated)
    narrow = {
        context: {
            space: one.model_copy(update={"key": f"{one.key}-{number}", "namespaces": (space,)})
            for number, space in enumerate(spaces.get(context, ()))
        }
        for context, one in clusters.items()
    }
    runtime = Runtime()
    try:
        several = (one for some in (clusters, *narrow.values()) for one in some.values())
        estate = Estate(name="discovery", clusters=tuple(several))
        connectors = connect_all(estate, here, profile.paths, runtime, settings_of(profile))
        looked = {context: connectors[cluster.key] for context, cluster in clusters.items()}
        own = {context: {space: connectors[one.key] for space, one in some.items()} for context, some in narrow.items()}
        contexts, namespaces = runtime.run(look_into(looked, config.current_context, own))
    finally:
        runtime.close()
    return propose(name, (*contexts, *left_out(repeated)), namespaces, kubeconfig=kubeconfig)
