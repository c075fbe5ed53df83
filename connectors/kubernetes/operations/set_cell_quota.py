"""Quotas of a cell in a ConfigMap: entries of their own, a mapping in one entry, or one number."""

from dataclasses import replace

from connectors.kubernetes.operations.config_document import (
    mapping_in,
    mapping_text,
    number_in,
    number_text,
    pointer_of,
)
from connectors.kubernetes.operations.draft import Draft
from connectors.kubernetes.operations.edit import Edit
from connectors.kubernetes.operations.json_pointer import value_at
from connectors.kubernetes.operations.object_editor import Content
from connectors.kubernetes.operations.object_performer import ObjectPerformer
from console.domain.operation import Operation
from console.domain.operations.set_cell_quota import SetCellQuota

_YAML_ENDS = (".yaml", ".yml")


class CellQuotaPerformer(ObjectPerformer[SetCellQuota]):
    """Leaves what is not named as it is."""

    async def draft(self, operation: SetCellQuota, content: Content) -> Draft:
        """Return the patch of the entries that change."""
        wanted = dict(operation.quotas)
        in_one = bool(operation.entry) and set(wanted) != {operation.entry}
        now = _mapping(operation, content) if in_one else {name: number_in(content, name) for name in wanted}
        if all(now.get(name) == value for name, value in wanted.items()):
            return Draft((), _pointers(operation, in_one=in_one), operation)
        if in_one:
            form = _form(operation, content)
            whole = {name: value for name, value in now.items() if value is not None} | wanted
            data = {operation.entry: mapping_text({name: _plain(one) for name, one in whole.items()}, form)}
        else:
            data = {name: number_text(value) for name, value in wanted.items() if now[name] != value}
        edit = Edit({"data": data}, tuple(pointer_of(entry) for entry in data))
        return Draft((edit,), _pointers(operation, in_one=in_one), _inverse(operation, now))


def _pointers(operation: SetCellQuota, *, in_one: bool) -> tuple[str, ...]:
    return (pointer_of(operation.entry),) if in_one else tuple(pointer_of(name) for name, _ in operation.quotas)


def _mapping(operation: SetCellQuota, content: Content) -> dict[str, float | None]:
    return dict(mapping_in(content, operation.entry, _form(operation, content)))


def _form(operation: SetCellQuota, content: Content) -> str:
    """Return how the entry is written: by its name's end, else as it begins now."""
    text = str(value_at(content, pointer_of(operation.entry)) or "{").lstrip()
    return "yaml" if operation.entry.endswith(_YAML_ENDS) or not text.startswith("{") else "json"


def _plain(value: float) -> float:
    return int(value) if value == int(value) else value


def _inverse(operation: SetCellQuota, now: dict[str, float | None]) -> Operation | None:
    """Return what sets the numbers of now; a quota that is new has none that could be set again."""
    known = [(name, now.get(name)) for name, _ in operation.quotas]
    numbers = tuple((name, value) for name, value in known if value is not None and value >= 0)
    return replace(operation, quotas=numbers) if len(numbers) == len(known) else None
