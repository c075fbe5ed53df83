"""The collector rests until the last who asked for it is done."""

import gc

from console.kernel.collector import collector_at_rest


def test_it_rests_until_the_outermost_is_done_also_after_a_fault() -> None:
    assert gc.isenabled()
    with collector_at_rest():
        try:
            with collector_at_rest():
                assert not gc.isenabled()
                raise ValueError
        except ValueError:
            assert not gc.isenabled()
    assert gc.isenabled()
