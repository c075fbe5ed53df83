"""The tree and its proofs equal those of RFC 6962, by its published roots and by its definition. Proves L7.5."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.inclusion_proof import inclusion_path, leaf_hash
from resources.trail.merkle_tree import Tree, root_by_path

# The test tree of Certificate Transparency: leaves, and the root over the first n of them.
LEAVES = [
    bytes.fromhex(one)
    for one in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def definition(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word by word: split at the largest power of two below n."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\0" + leaves[0]).digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return sha256(b"\1" + definition(leaves[:half]) + definition(leaves[half:])).digest()


def path_by_definition(index: int, leaves: list[bytes]) -> list[bytes]:
    """RFC 6962, 2.1.1, word by word."""
    if len(leaves) == 1:
        return []
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    if index < half:
        return [*path_by_definition(index, leaves[:half]), definition(leaves[half:])]
    return [*path_by_definition(index - half, leaves[half:]), definition(leaves[:half])]


def tree(leaves: list[bytes]) -> Tree:
    found = Tree()
    for leaf in leaves:
        found.add(leaf)
    return found


@pytest.mark.parametrize("size", range(1, 9))
def test_the_published_roots_hold(size: int) -> None:
    assert tree(LEAVES[:size]).root().hex() == ROOTS[size - 1]


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert Tree().root() == sha256(b"").digest()


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=70), st.data())
def test_roots_and_paths_equal_the_definition(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    root = definition(leaves)
    assert tree(leaves).root() == root
    path = inclusion_path([leaf_hash(one) for one in leaves], index)
    assert list(path) == path_by_definition(index, leaves)
    assert root_by_path(leaves[index], index, len(leaves), path) == root


@given(st.integers(2, 70), st.data())
def test_a_proof_of_another_record_place_or_size_leads_elsewhere(size: int, data: st.DataObject) -> None:
    leaves = [bytes([number]) for number in range(size)]
    index = data.draw(st.integers(0, size - 1))
    path = list(inclusion_path([leaf_hash(one) for one in leaves], index))
    root = definition(leaves)
    assert root_by_path(b"other", index, size, path) != root
    at = data.draw(st.integers(0, len(path) - 1))
    assert root_by_path(leaves[index], index, size, [*path[:at], bytes(32), *path[at + 1 :]]) != root
    with pytest.raises(ValueError, match="path"):
        root_by_path(leaves[index], index, size, path[:-1])
    with pytest.raises(ValueError, match="path"):
        root_by_path(leaves[index], index, size, [*path, bytes(32)])
