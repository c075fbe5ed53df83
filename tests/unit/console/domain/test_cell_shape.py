"""The scaling unit: five to seven services and two data stores."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.cell_shape import CellShape, ShapeFlag, ShapeReason, shape_flags


def _shape(services: int, stores: int) -> CellShape:
    return CellShape(tuple(f"s{n}" for n in range(services)), tuple(f"d{n}" for n in range(stores)))


@pytest.mark.parametrize(
    ("services", "stores", "flags"),
    [
        (5, 2, ()),
        (6, 2, ()),
        (7, 2, ()),
        (4, 2, (ShapeFlag(ShapeReason.TOO_FEW_SERVICES, 4, 5),)),
        (8, 2, (ShapeFlag(ShapeReason.TOO_MANY_SERVICES, 8, 7),)),
        (5, 1, (ShapeFlag(ShapeReason.TOO_FEW_DATA_STORES, 1, 2),)),
        (5, 3, (ShapeFlag(ShapeReason.TOO_MANY_DATA_STORES, 3, 2),)),
        (1, 0, (ShapeFlag(ShapeReason.TOO_FEW_SERVICES, 1, 5), ShapeFlag(ShapeReason.TOO_FEW_DATA_STORES, 0, 2))),
        (0, 1, (ShapeFlag(ShapeReason.TOO_FEW_SERVICES, 0, 5), ShapeFlag(ShapeReason.TOO_FEW_DATA_STORES, 1, 2))),
        (0, 0, ()),  # nobody says what it is made of
    ],
)
def test_a_cell_outside_the_bounds_is_flagged_with_the_reason(
    services: int, stores: int, flags: tuple[ShapeFlag, ...]
) -> None:
    # proves L1.2
    assert shape_flags(_shape(services, stores)) == flags


def test_a_name_listed_twice_is_one_service() -> None:
    assert shape_flags(CellShape(("a", "a", "b", "c", "d"), ("x", "y")))[0].found == 4


@given(st.integers(0, 20), st.integers(0, 6))
def test_flags_are_exactly_the_broken_bounds(services: int, stores: int) -> None:
    flags = shape_flags(_shape(services, stores))
    assert len(flags) == ((not 5 <= services <= 7) + (stores != 2) if services or stores else 0)
    assert all(flag.found != flag.bound for flag in flags)
