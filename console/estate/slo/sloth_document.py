"""Sloth's own document (``version: prometheus/v1``), also as the object that its operator takes."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from console.domain.slo.indicator import EventIndicator, RatioIndicator
from console.domain.slo.slo import Indicator, Slo, SloAlert, SloAlerting
from console.kernel.i18n import t

SPEC = "prometheus/v1"
OBJECT = ("sloth.slok.dev/v1", "PrometheusServiceLevel")
"""API version and kind of the object whose ``spec`` is such a document, with names as Kubernetes writes them."""
_NAMES = {
    "errorQuery": "error_query",
    "totalQuery": "total_query",
    "errorRatioQuery": "error_ratio_query",
    "pageAlert": "page_alert",
    "ticketAlert": "ticket_alert",
}
_FREE = frozenset({"labels", "annotations"})
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][-A-Za-z0-9_.]*$", max_length=200)]
LabelName = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z_][a-zA-Z0-9_]*$")]
Labels = dict[LabelName, str]
Query = Annotated[str, StringConstraints(min_length=1, max_length=20_000, pattern=r"\{\{\s*\.window\s*\}\}")]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SlothAlert(_Model):
    """One of the two alerts."""

    disable: bool = False
    labels: Labels = Field(default_factory=dict)
    annotations: dict[str, str] = Field(default_factory=dict)

    def alert(self) -> SloAlert:
        """Return it as the domain has it."""
        return SloAlert(not self.disable, self.labels, self.annotations)


class SlothAlerting(_Model):
    """The alerts of an objective."""

    name: str = ""
    labels: Labels = Field(default_factory=dict)
    annotations: dict[str, str] = Field(default_factory=dict)
    page_alert: SlothAlert = SlothAlert()
    ticket_alert: SlothAlert = SlothAlert()


class SlothEvents(_Model):
    """Errors and all events; both hold ``{{.window}}``."""

    error_query: Query
    total_query: Query


class SlothRaw(_Model):
    """A ratio that is measured as such."""

    error_ratio_query: Query


class SlothSli(_Model):
    """Exactly one of the two; plug-ins are code and are not run."""

    events: SlothEvents | None = None
    raw: SlothRaw | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> "SlothSli":
        if (self.events is None) == (self.raw is None):
            raise ValueError(t("an sli has either events or raw."))
        return self

    def indicator(self) -> Indicator:
        """Return it as the domain has it."""
        if self.events is not None:
            return EventIndicator(self.events.error_query, self.events.total_query)
        assert self.raw is not None
        return RatioIndicator(self.raw.error_ratio_query)


class SlothSlo(_Model):
    """One objective; ``objective`` is per cent."""

    name: Name
    objective: float = Field(gt=0, lt=100)
    description: str = ""
    labels: Labels = Field(default_factory=dict)
    sli: SlothSli
    alerting: SlothAlerting = SlothAlerting()

    @model_validator(mode="after")
    def _alerts_have_a_name(self) -> "SlothSlo":
        both_off = self.alerting.page_alert.disable and self.alerting.ticket_alert.disable
        if not both_off and not self.alerting.name:
            raise ValueError(t('alerting needs a name, or "disable: true" for both alerts.'))
        return self


class SlothDocument(_Model):
    """A service and its objectives."""

    version: Literal["prometheus/v1"]
    service: Name
    labels: Labels = Field(default_factory=dict)
    slos: tuple[SlothSlo, ...] = Field(min_length=1)

    def objectives(self, period_s: int) -> Iterator[Slo]:
        """Yield the objectives over a period: Sloth's documents do not state one."""
        for one in self.slos:
            alerting = one.alerting
            yield Slo(
                service=self.service,
                name=one.name,
                percent=one.objective,
                indicator=one.sli.indicator(),
                period_s=period_s,
                labels={**self.labels, **one.labels},
                alerting=SloAlerting(
                    alerting.name,
                    alerting.labels,
                    alerting.annotations,
                    alerting.page_alert.alert(),
                    alerting.ticket_alert.alert(),
                ),
                description=one.description,
                spec=SPEC,
            )


def document_of(spec: Any) -> dict[str, Any]:
    """Return the document that the ``spec`` of an object stands for."""
    found = _renamed(spec)
    return {"version": SPEC, **(found if isinstance(found, dict) else {})}


def _renamed(value: Any) -> Any:
    if isinstance(value, list):
        return [_renamed(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {_NAMES.get(name, name): one if name in _FREE else _renamed(one) for name, one in value.items()}
