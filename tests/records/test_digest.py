"""Canonical JSON in pieces is the same text, so digests and files do not hang on how it was made."""

import hashlib

import pytest

from criticality.records.digest import canonical_json, digest_of_pieces, object_pieces, pieces_of

CONTENTS = (
    {},
    {"a": []},
    {"b": {"d": 1.5, "c": None}, "a": [1, "鎵", {"z": True, "y": -0.0}], "": "x"},
)


@pytest.mark.parametrize("content", CONTENTS)
def test_pieces_are_the_canonical_text(content):
    text = canonical_json(content)
    assert "".join(pieces_of(content)) == text
    assert digest_of_pieces(pieces_of(content)) == hashlib.sha256(text.encode("utf-8")).hexdigest()
    inside = {"inputs": pieces_of(content), "format": pieces_of({"k": 2})}
    assert "".join(object_pieces(inside)) == canonical_json({"inputs": content, "format": {"k": 2}})
