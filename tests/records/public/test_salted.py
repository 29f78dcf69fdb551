"""Salted digests are HMAC-SHA256: held against values that openssl computed."""

from criticality.records.public.salted import blind_of, digest_of_entry

# printf '["blind"]' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0000…
BLIND = "0e8836f8ef35198dab352521d4a86c1bf98788f1d2cb3efea5aeb33144ec26db"
# printf '["entry","production",{"mineral":"austrium","value":73419.2187}]' | openssl dgst … -macopt hexkey:0b0b…
ROW = "78dcf940a3026662545cac97146b212e0f354a56a78117a8dd89842f2a17a4a4"


def test_digests_are_those_of_openssl() -> None:
    assert blind_of(bytes(32)) == BLIND
    assert digest_of_entry(b"\x0b" * 32, "production", {"value": 73419.2187, "mineral": "austrium"}) == ROW


def test_another_salt_table_or_figure_gives_another_digest() -> None:
    row = {"mineral": "austrium", "value": 73419.2187}
    others = [
        digest_of_entry(b"\x0c" * 32, "production", row),
        digest_of_entry(b"\x0b" * 32, "trade", row),
        digest_of_entry(b"\x0b" * 32, "production", {**row, "value": 73419.2188}),
    ]
    assert len({ROW, *others}) == 4
