"""Energy and emissions equal the published vectors and worked examples. Proves L6.3, L6.4."""

import json
from pathlib import Path
from typing import Any

import pytest

from console.domain.carbon.energy_coefficient import embodied_g
from console.domain.carbon.sci_score import SciScore
from console.estate.energy_coefficients import energy_coefficient


@pytest.fixture(scope="module")
def oracle(shared_dir: Path) -> Any:
    return json.loads((shared_dir / "oracles" / "carbon" / "coefficients.json").read_text())


def test_kwh_of_processors_equal_cloud_carbon_footprint(oracle: Any) -> None:
    aws = energy_coefficient("us-east-1")
    for vector in oracle["vectors"]:
        kwh = aws.compute_kwh(vector["vcpu_hours"], vector["util_pct"] / 100)
        assert kwh == pytest.approx(vector["kwh"], rel=1e-12)
        kg = kwh * oracle["grid_t_per_kwh"]["aws"]["us-east-1"][0] * 1000
        assert kg == pytest.approx(vector["kg_us_east_1"], rel=1e-9)


def test_embodied_emissions_equal_cloud_carbon_footprint(oracle: Any) -> None:
    [vector] = oracle["vectors_embodied"]
    grams = embodied_g(
        vector["scope3"] * 1000,
        vector["usage_h"],
        vector["lifespan_h"],
        vector["instance_vcpu"],
        vector["largest_vcpu"],
    )
    assert grams / 1e6 == pytest.approx(vector["co2e"], rel=1e-9)
    assert energy_coefficient("us-east-1").embodied_g(24) / 1e6 == pytest.approx(vector["co2e"], rel=1e-9)


def test_the_score_equals_the_worked_examples_of_the_specification(oracle: Any) -> None:
    for example in oracle["sci"]["vectors"]:
        m_g = embodied_g(example["TE_kg"], example["TiR_h"], example["EL_h"], example["RR"], example["ToR"])
        assert m_g == pytest.approx(example["M_g"], abs=example["tol"])
        score = SciScore(example["E_kWh"] * example["I_g_per_kWh"], m_g, 1)
        assert score.per(1) == pytest.approx(example["SCI_g"], abs=example["tol"])


def test_the_bundled_figures_are_the_published_ones(oracle: Any) -> None:
    constants = oracle["constants"]
    for region, cloud, low, high in (
        ("ap-northeast-1", "aws", "min_w_avg", "max_w_avg"),
        ("Japan East", "azure", "min_w_avg", "max_w_avg"),
        ("asia-northeast1", "gcp", "min_w_median", "max_w_median"),
    ):
        found, told = energy_coefficient(region), constants[cloud]
        assert (found.min_w, found.max_w, found.pue) == (told[low], told[high], told["pue"])
        assert found.memory_kwh_per_gb_h == constants["memory_kwh_per_gb_h"]
        assert found.network_kwh_per_gb == constants["network_kwh_per_gb"]
        assert found.lifespan_h == constants["server_lifespan_h"]
        assert found.usual_utilisation * 100 == constants["default_cpu_util_pct"]


def test_a_region_of_nobody_has_the_figures_of_aws_and_says_so() -> None:
    assert energy_coefficient("rack 7").provider == "aws"


def test_a_score_without_work_is_no_number() -> None:
    assert SciScore(1.0, 1.0, 0).per() is None
    assert SciScore(300.0, 100.0, 2_000_000).per() == pytest.approx(0.2)
