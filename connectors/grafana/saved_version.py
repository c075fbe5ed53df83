"""The saved version of a dashboard, on which changes of it are based."""

from connectors.grafana.wire import WireDashboard
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t


def saved_version(found: WireDashboard | None) -> str:
    """Return the version that is saved."""
    return str(found.version) if found is not None else "absent"


def refuse_other_version(uid: str, found: WireDashboard, base: str) -> None:
    """Raise ``ChangeRefused`` when another version is saved than the one that was previewed."""
    version = saved_version(found)
    if version != base:
        raise ChangeRefused(
            t("The dashboard {uid} has moved on: it is at version {version}.", uid=uid, version=version),
            t("Look at the preview again."),
        )
