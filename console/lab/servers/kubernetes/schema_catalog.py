"""The shapes of all served kinds."""

from console.lab.servers.kubernetes.schema_core import CORE_TYPES
from console.lab.servers.kubernetes.schema_custom import CUSTOM_TYPES
from console.lab.servers.kubernetes.schema_pod import POD_TYPES
from console.lab.servers.kubernetes.schema_shape import SchemaText, Shape
from console.lab.servers.kubernetes.schema_workload import WORKLOAD_TYPES

_TYPES = SchemaText(POD_TYPES, CORE_TYPES, WORKLOAD_TYPES, CUSTOM_TYPES)


def shape_of(name: str) -> Shape:
    """The shape of a kind or of another named type; anything is allowed where none is declared."""
    return _TYPES.shape(name)
