"""Writing annotations."""

from connectors.grafana.api import GrafanaApi
from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.dashboard_annotation import DashboardAnnotation
from console.domain.operations.add_annotation import AddAnnotation
from console.domain.operations.delete_annotation import DeleteAnnotation
from console.domain.resource import ResourceRef
from console.kernel.errors import ChangeRefused, ConnectorError, ErrorKind
from console.kernel.i18n import t

_LOST = (ErrorKind.UNREACHABLE, ErrorKind.TIMEOUT)
_SAME_S = 0.002


class AnnotationWriter:
    """An annotation with the same text, tags and times counts as written, so that a lost answer does not make two."""

    def __init__(self, api: GrafanaApi) -> None:
        self._api = api

    async def preview(self, operation: AddAnnotation) -> Preview:
        """Say what will be written."""
        wanted = _wanted(operation)
        if await self._equal(wanted) is not None:
            return Preview(_base(True), (), None, satisfied=True)
        differences = (
            FieldChange("text", "", wanted.text),
            FieldChange("time", "", _moments(wanted)),
            FieldChange("tags", "", ", ".join(wanted.tags)),
            FieldChange("dashboard", "", wanted.dashboard),
        )
        return Preview(_base(False), tuple(one for one in differences if one.after), None)

    async def apply(self, operation: AddAnnotation, base: str) -> DeleteAnnotation:
        """Write it, unless an earlier try did."""
        wanted = _wanted(operation)
        found = await self._equal(wanted)
        if found is None and base != _base(False):
            raise ChangeRefused(t("This annotation was deleted meanwhile."), t("Look at the preview again."))
        number = found.ref.name if found is not None else await self._write(wanted)
        return DeleteAnnotation(operation.connection, number)

    async def _write(self, wanted: DashboardAnnotation) -> str:
        try:
            return await self._api.annotate(wanted)
        except ConnectorError as fault:
            found = await self._equal(wanted) if fault.kind in _LOST else None
            if found is None:
                raise
            return found.ref.name

    async def verify(self, operation: AddAnnotation) -> Verification:
        """Read it back."""
        found = await self._equal(_wanted(operation))
        if found is None:
            return Verification(Truth.DIFFERENT, t("There is no such annotation."))
        return Verification(Truth.REACHED, t("The annotation {number} is there.", number=found.ref.name))

    async def _equal(self, wanted: DashboardAnnotation) -> DashboardAnnotation | None:
        there = await self._api.annotations(wanted.start_s - 1, wanted.end_s + 1)
        return next((one for one in there if _is_same(one, wanted)), None)


def _wanted(operation: AddAnnotation) -> DashboardAnnotation:
    end_s = operation.end_s or operation.start_s
    if not operation.text.strip() or end_s < operation.start_s:
        raise ChangeRefused(t("An annotation needs a text, and must not end before it begins."), t("Correct it."))
    ref = ResourceRef(operation.connection, "Annotation", "", "")
    return DashboardAnnotation(ref, operation.start_s, end_s, operation.text, operation.tags, operation.dashboard)


def _is_same(one: DashboardAnnotation, wanted: DashboardAnnotation) -> bool:
    times = ((one.start_s, wanted.start_s), (one.end_s, wanted.end_s))
    is_then = all(abs(there - then) <= _SAME_S for there, then in times)
    told = (one.text, set(one.tags), one.dashboard)
    return is_then and told == (wanted.text, set(wanted.tags), wanted.dashboard)


def _base(is_there: bool) -> str:
    return "there" if is_there else "absent"


def _moments(wanted: DashboardAnnotation) -> str:
    start, end = f"{wanted.start_s:.3f}", f"{wanted.end_s:.3f}"
    return start if start == end else f"{start}–{end}"
