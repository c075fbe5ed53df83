"""Noise is a pure function, equal for single instants and arrays."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from console.lab.simulator.noise import block_uniform, name_fragment, smooth_noise

times = st.floats(min_value=0, max_value=4e9, allow_nan=False)


@given(seed=st.integers(0, 2**31), t=times, period_s=st.floats(min_value=1.0, max_value=1e6))
def test_noise_of_an_instant_equals_noise_of_an_array_and_stays_in_bounds(seed: int, t: float, period_s: float) -> None:
    one = smooth_noise(seed, "demand", t, period_s)
    many = smooth_noise(seed, "demand", np.array([t, t + period_s]), period_s)
    assert isinstance(many, np.ndarray)
    assert one == many[0]
    assert -1.0 <= one <= 1.0
    assert block_uniform(seed, "x", t, period_s) == np.asarray(block_uniform(seed, "x", np.array([t]), period_s))[0]


def test_noise_depends_on_seed_and_stream_and_moves_without_jumps() -> None:
    t = np.arange(0.0, 10_000.0, 1.0)
    first, other_seed, other_stream = (
        np.asarray(smooth_noise(seed, stream, t, 100.0)) for seed, stream in ((1, "a"), (2, "a"), (1, "b"))
    )
    assert not np.allclose(first, other_seed)
    assert not np.allclose(first, other_stream)
    assert np.abs(np.diff(first)).max() <= 2.0 / 100.0 + 1e-9
    assert abs(first.mean()) < 0.15


def test_generated_name_parts_use_the_alphabet_of_kubernetes() -> None:
    names = {name_fragment(3, "pod/cell-tokyo/web", index, 5) for index in range(500)}
    assert len(names) > 490
    assert all(len(name) == 5 and set(name) <= set("bcdfghjklmnpqrstvwxz2456789") for name in names)
