#!/usr/bin/env python3
"""Verifies a trail of Cell Console without Cell Console: this one file and Python 3.9 or newer are enough.

    python3 verify_trail.py FOLDER|FILE.json [--key KEY-OR-FILE]... [--checkpoint FILE]... [--json]

FOLDER is a trail, its second copy or an export; FILE.json an attestation (DSSE) or the receipt of one record. KEY is a
verifier key (name+hash+base64) that you had from its owner; without one the key beside the trail is taken, which proves
nothing about who wrote it. CHECKPOINT is one that you kept, or that another copy holds. Exit code: 0 verified, 1 not.

Formats: RFC 6962 (Merkle tree), RFC 8032 (Ed25519), C2SP signed-note and tlog-checkpoint, DSSE.
"""

from __future__ import annotations

import argparse
import base64
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from resources.trail.ed25519 import ed25519_verify
from resources.trail.merkle_tree import root_by_path
from resources.trail.signed_note import Key, read_checkpoint, read_key, signer_of
from resources.trail.trail_check import Outcome, check_folder

SENTENCES = {
    "unreadable": "Record {record} ({file}, line {line}) cannot be read.",
    "chain": "Record {record} ({file}, line {line}) does not follow the one before it: one of the two was changed, "
    "removed or moved.",
    "number": "Record {record} ({file}, line {line}) says that it is number {detail}.",
    "root": "Something in the records {detail} is not as it was when a checkpoint was made over them ({file}).",
    "cut": "A checkpoint ({file}) was made over {detail} records, and only {count} are there: the end was cut off.",
    "signature": "The signature of the checkpoint over {count} records ({file}) is wrong.",
    "key": "The checkpoint over {count} records ({file}) is signed by a key that is not trusted: {detail}.",
    "origin": "The checkpoint over {count} records ({file}) is of another trail: {detail}.",
    "file": "The file {file} is missing.",
    "checkpoint": "Line {line} of {file} is damaged.",
    "unsigned": "There is a key, but no checkpoint that is signed with it and right.",
}


def check_envelope(envelope: dict[str, Any], keys: Sequence[Key]) -> bytes:
    """Return what a DSSE envelope holds once a signature by one of ``keys`` is found good; raise ``ValueError``."""
    body = base64.b64decode(envelope["payload"], validate=True)
    kind = str(envelope["payloadType"]).encode()
    signed = b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(body), body)
    for one in envelope["signatures"]:
        signature = base64.b64decode(one["sig"], validate=True)
        if any(ed25519_verify(key.public, signed, signature) for key in keys):
            return body
    raise ValueError("no signature by a trusted key is good")


def check_receipt(receipt: dict[str, Any], keys: Sequence[Key]) -> bytes:
    """Return the record of a receipt once it is found below a checkpoint signed by one of ``keys``; ``ValueError``."""
    line, checkpoint = receipt["record"].encode(), read_checkpoint(receipt["checkpoint"])
    path = [bytes.fromhex(one) for one in receipt["path"]]
    if root_by_path(line, int(receipt["sequence"]), checkpoint.size, path) != checkpoint.root:
        raise ValueError("the record is not below the checkpoint")
    if signer_of(checkpoint, keys) is None:
        raise ValueError("the checkpoint is not signed by a trusted key")
    return bytes(line)


def _keys(given: list[str], place: Path) -> list[Key]:
    beside = [str(one) for one in sorted((place if place.is_dir() else place.parent).glob("*.vkey"))]
    texts = [Path(one).read_text(encoding="utf-8") if Path(one).is_file() else one for one in given or beside]
    return [read_key(line) for text in texts for line in text.splitlines() if line.strip()]


def _tell(outcome: Outcome) -> str:
    lines = [SENTENCES[one.code].format(**one._asdict(), count=one.record + 1) for one in outcome.findings]
    state = "BROKEN" if lines else "VERIFIED" if outcome.signed else "NOT SIGNED"
    head = f"{state}: {outcome.size} records, {outcome.signed} of them signed for by {outcome.key or 'nobody'}."
    torn = [f"Torn by a crash, and known to be: {', '.join(map(str, outcome.healed))}."] if outcome.healed else []
    return "\n".join((head, f"Root {outcome.root}, trail {outcome.origin}.", *torn, *lines))


def _verify(place: Path, given: argparse.Namespace) -> tuple[bool, str]:
    keys = _keys(given.key, place)
    warning = "" if given.key else "\nThe key came with what was checked; compare it: --key"
    if place.is_file():
        content = json.loads(place.read_text(encoding="utf-8"))
        check = check_envelope if "payload" in content else check_receipt
        return True, check(content, keys).decode("utf-8", "replace") + warning
    extra = [read_checkpoint(Path(one).read_text(encoding="utf-8"), one) for one in given.checkpoint]
    outcome = check_folder(place, keys, extra)
    text = json.dumps(outcome._asdict(), default=list) if given.json else _tell(outcome) + warning
    return not outcome.findings and outcome.signed > 0, text


def main() -> int:
    """Verify what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("place", type=Path)
    parser.add_argument("--key", action="append", default=[])
    parser.add_argument("--checkpoint", action="append", default=[])
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    try:
        good, text = _verify(given.place, given)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        good, text = False, f"NOT VERIFIED: {error!r}"
    sys.stdout.write("".join(one if one.isprintable() or one == "\n" else "?" for one in text) + "\n")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
