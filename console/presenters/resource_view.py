"""Everything that is shown of one object, worked out from its JSON beside the window's thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t
from console.presenters.log_targets import log_target
from console.presenters.resource_summary import summary
from console.presenters.resource_yaml import yaml_text
from console.presenters.workload_controls import workload_controls

if TYPE_CHECKING:
    from console.presenters.log_targets import LogTarget
    from console.presenters.resource_summary import SummarySection
    from console.presenters.workload_controls import WorkloadControls

_FAULTS = (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError)


@dataclass(frozen=True, slots=True)
class ResourceView:
    """An object as summary and YAML, where its logs are (``None``: it has none), and what can be steered of it."""

    sections: tuple[SummarySection, ...]
    yaml: str
    target: LogTarget | None
    controls: WorkloadControls


def resource_view(raw: bytes, now_s: float) -> ResourceView:
    """Return the view; raise ``ConnectorError`` (protocol) when the answer is no object. Takes long for large ones."""
    try:
        return ResourceView(summary(raw, now_s), yaml_text(raw), log_target(raw), workload_controls(raw))
    except _FAULTS:
        message = t("The server's answer is not an object of Kubernetes.")
        raise ConnectorError(ErrorKind.PROTOCOL, message, t("Look at it with: kubectl get -o yaml")) from None
