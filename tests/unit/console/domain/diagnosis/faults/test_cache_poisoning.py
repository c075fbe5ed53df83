"""CDN cache poisoning: by the keys, or by clicks and hits together; by neither alone (proves L2.3)."""

import json

from console.domain.diagnosis.fault import diagnoses
from console.domain.diagnosis.proof import ObjectProof, QueryProof
from console.domain.health import Health
from console.domain.operations.purge_cache import PurgeCache
from console.domain.operations.put_kv_value import PutKvValue
from tests.fakes.calm_case import GOOD, MIXED, case, cell_case, edge_case

USUAL = {"cta_opens": 4_000.0, "cta_click_usual": 0.1}
CALM = cell_case("tokyo", cta_clicks=400.0, **USUAL)
LOST = cell_case("osaka", cta_clicks=210.0, **USUAL)


def test_parts_that_share_a_key_are_found_before_users_notice() -> None:
    (found,) = diagnoses(case(CALM, edge=edge_case(MIXED)))
    assert (found.fault, found.variant, found.health) == ("cache-poisoning", "shared_key", Health.WARNING)
    assert (found.subjects, found.cells) == (("cta", "proof"), ("tokyo",))
    (proof,) = found.proofs
    assert isinstance(proof, ObjectProof)
    assert proof.words == "cta, proof = content:{issue}"
    write, purge = found.remedies
    assert isinstance(write, PutKvValue)
    assert json.loads(write.value or "") == dict(GOOD)
    assert purge == PurgeCache("edge", "example.org", tags=("cta", "proof"))


def test_lost_clicks_make_it_critical_and_are_shown_with_what_was_to_be_expected() -> None:
    (found,) = diagnoses(case(LOST, edge=edge_case(MIXED, peak=0.91)))
    assert (found.health, found.cells) == (Health.CRITICAL, ("osaka",))
    clicks = next(one for one in found.proofs if isinstance(one, QueryProof) and one.key.signal == "cta_clicks")
    assert (clicks.reading.value, clicks.expected) == (210.0, 400.0)


def test_symptoms_together_are_enough_where_nobody_told_the_keys_or_they_are_mended() -> None:
    for keys in (None, GOOD):
        (found,) = diagnoses(case(LOST, edge=edge_case(keys, peak=0.91)))
        assert found.variant == "symptoms"
        assert found.remedies == ((PurgeCache("edge", "example.org", tags=("cta", "proof")),) if keys else ())


def test_one_symptom_alone_is_no_diagnosis() -> None:
    assert diagnoses(case(LOST, edge=edge_case(GOOD))) == ()  # a worse ranking costs clicks, too
    assert diagnoses(case(CALM, edge=edge_case(GOOD, peak=0.95))) == ()  # a quiet night has more hits


def test_a_cell_that_keeps_its_clicks_clears_the_edge_they_share() -> None:
    assert diagnoses(case(CALM, LOST, edge=edge_case(GOOD, peak=0.91))) == ()


def test_few_clicks_prove_nothing() -> None:
    few = cell_case("tokyo", cta_clicks=10.0, cta_opens=200.0, cta_click_usual=0.1)
    assert diagnoses(case(few, edge=edge_case(GOOD, peak=0.91))) == ()
