"""The scaling unit (L1.2): a cell has five to seven services and two data stores."""

from dataclasses import dataclass
from enum import StrEnum

LEAST_SERVICES = 5
MOST_SERVICES = 7
DATA_STORES = 2


@dataclass(frozen=True, slots=True)
class CellShape:
    """The parts of a cell by name, as declared or as observed."""

    services: tuple[str, ...]
    data_stores: tuple[str, ...]


class ShapeReason(StrEnum):
    """Why a cell is not one scaling unit."""

    TOO_FEW_SERVICES = "too_few_services"
    TOO_MANY_SERVICES = "too_many_services"
    TOO_FEW_DATA_STORES = "too_few_data_stores"
    TOO_MANY_DATA_STORES = "too_many_data_stores"


@dataclass(frozen=True, slots=True)
class ShapeFlag:
    """One bound that is broken: ``found`` parts where ``bound`` is the least or most allowed."""

    reason: ShapeReason
    found: int
    bound: int


def shape_flags(shape: CellShape) -> tuple[ShapeFlag, ...]:
    """Return the broken bounds, services first; a name that is listed twice is one part.

    A shape that names nothing says nothing: neither was the cell declared, nor could anybody look.
    """
    services, stores = len(set(shape.services)), len(set(shape.data_stores))
    if not services and not stores:
        return ()
    flags = []
    if services < LEAST_SERVICES:
        flags.append(ShapeFlag(ShapeReason.TOO_FEW_SERVICES, services, LEAST_SERVICES))
    if services > MOST_SERVICES:
        flags.append(ShapeFlag(ShapeReason.TOO_MANY_SERVICES, services, MOST_SERVICES))
    if stores < DATA_STORES:
        flags.append(ShapeFlag(ShapeReason.TOO_FEW_DATA_STORES, stores, DATA_STORES))
    if stores > DATA_STORES:
        flags.append(ShapeFlag(ShapeReason.TOO_MANY_DATA_STORES, stores, DATA_STORES))
    return tuple(flags)
