"""The energy of an hour: measured where Kepler measures, else by coefficients, else not known. Proves L6.4."""

import pytest

from console.domain.carbon.energy_share import EnergyMethod, energy_hours
from console.domain.carbon.energy_use import Course, EnergyUse
from console.domain.resource import ResourceRef
from console.estate.energy_coefficients import energy_coefficient

AWS = energy_coefficient("us-east-1")
NOTHING: Course = (None,)


def use(
    joules: Course = NOTHING,
    cores: Course = NOTHING,
    used: Course = NOTHING,
    gb: Course = NOTHING,
    sent: Course = NOTHING,
) -> EnergyUse:
    ref = ResourceRef("prom", "EnergyUse", "tokyo", "web")
    return EnergyUse(ref, "tokyo", "web", 7200.0, joules, cores, used, gb, sent, (5.0,))


def test_measured_energy_counts_before_coefficients_and_has_the_overhead_of_the_data_centre() -> None:
    [hour] = energy_hours(use(joules=(3.6e6,), cores=(2.0,), used=(1.0,), sent=(10.0,)), AWS)
    assert hour.kwh == pytest.approx(1.0 * 1.135 + 10 * 0.001 * 1.135)
    assert (hour.method, hour.begins_s, hour.vcpu_hours, hour.requests) == (EnergyMethod.KEPLER, 7200.0, 2.0, 5.0)


def test_without_kepler_processors_memory_and_network_are_computed() -> None:
    [hour] = energy_hours(use(cores=(4.0,), used=(1.0,), gb=(16.0,), sent=(2.0,)), AWS)
    processors = (0.74 + 0.25 * (3.5 - 0.74)) * 4 * 1.135 / 1000
    assert hour.kwh == pytest.approx(processors + 16 * 0.000392 * 1.135 + 2 * 0.001 * 1.135)
    assert hour.method is EnergyMethod.COEFFICIENTS


def test_bursts_beyond_what_is_reserved_are_full_use_and_unmeasured_use_is_the_usual_one() -> None:
    [burst] = energy_hours(use(cores=(1.0,), used=(3.0,)), AWS)
    assert burst.kwh == pytest.approx(3.5 * 1.135 / 1000)
    [unknown] = energy_hours(use(cores=(1.0,)), AWS)
    assert unknown.kwh == pytest.approx((0.74 + 3.5) / 2 * 1.135 / 1000)
    [unreserved] = energy_hours(use(used=(2.0,)), AWS)
    assert unreserved.vcpu_hours == 2.0


def test_an_hour_of_which_nothing_is_told_is_left_out() -> None:
    assert energy_hours(use(), AWS) == ()
    assert energy_hours(use(gb=(5.0,)), AWS) == ()
