"""Units of mass, money and share in the tables of data/."""

_TONNES = {
    "t": 1.0,
    "tonne": 1.0,
    "tonnes": 1.0,
    "ton": 1.0,
    "metric ton": 1.0,
    "metric tons": 1.0,
    "kg": 1e-3,
    "kilogram": 1e-3,
    "kilograms": 1e-3,
    "g": 1e-6,
    "gram": 1e-6,
    "grams": 1e-6,
    "kt": 1e3,
    "thousand t": 1e3,
    "thousand tonnes": 1e3,
    "thousand metric tons": 1e3,
    "Mt": 1e6,
    "million t": 1e6,
    "million tonnes": 1e6,
    "million metric tons": 1e6,
}
_MONEY = ("USD", "EUR", "TWD", "NTD", "JPY", "CNY", "GBP", "US$", "$", "€")
_WHOLE = {"percent": 100.0, "%": 100.0, "per cent": 100.0, "1": 1.0, "share": 1.0, "fraction": 1.0}


def tonnes_per(unit: str) -> float | None:
    """Return the tonnes in one `unit` of mass, or None if it is not a unit of mass.

    Words after the unit, as in ``t REO``, are ignored.
    """
    words = unit.replace(",", " ").replace("_", " ").replace("(", " ").split()
    for length in (3, 2, 1):
        name = " ".join(words[:length])
        # As written first: Mt is a million tonnes, but a lower-case mt is not in the table.
        tonnes = _TONNES.get(name, _TONNES.get(name.lower()))
        if tonnes is not None and len(words) >= length:
            return tonnes
    return None


def whole_of(unit: str) -> float | None:
    """Return the value of a whole in a `unit` of share: 100 for percent, 1 for a fraction, None for other units."""
    return _WHOLE.get(unit.strip().lower())


def is_never_negative(unit: str) -> bool:
    """Return whether no figure in a unit lies below zero: amounts of mass and of money, prices among them.

    A burden for each kilogram, ``kg CO2-eq/kg``, may: credits are taken off it.
    """
    return unit.strip().upper().startswith(_MONEY) or ("/" not in unit and tonnes_per(unit) is not None)
