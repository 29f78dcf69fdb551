"""How numbers are written: scores, shares, measured values, and figures that stand side by side."""

import math
import re

NO_VALUE = "–"
SURELY = 0.001
"""Shares of draws nearer to 0 or to 1 than this are said to be below or above it."""
_BEFORE_PER_CENT = re.compile(r"(?<=\d)[ \u00a0](?=%)")


def fixed(value: float | None, places: int = 3) -> str:
    """Write a score, weight or coefficient with a fixed number of decimals; an absent one as a dash.

    >>> fixed(0.74249, 3), fixed(None)
    ('0.742', '–')
    """
    if value is None:
        return NO_VALUE
    written = f"{value:.{places}f}"
    return written.lstrip("-") if float(written) == 0 else written.replace("-", "−")


def closed_up(text: str) -> str:
    """Write the percentages of a text as Chinese print has them, without a space before the sign.

    >>> closed_up("< 0.1 % (90 %)")
    '< 0.1% (90%)'
    """
    return _BEFORE_PER_CENT.sub("", text)


def percent(value: float | None, places: int = 0) -> str:
    """Write a share of 1 as a percentage."""
    return NO_VALUE if value is None else f"{fixed(100 * value, places)} %"


def surely(draws: float | None) -> float:
    """Return the bound of the share of a case that none of so many draws shows, rounded up to a tenth of a per cent.

    The probability p at which none of n draws shows a case of that probability once in 20 times: (1 − p)ⁿ = 0.05, about
    3/n (the rule of three: Hanley & Lippman-Hand 1983, JAMA 249, 1743–1745). Never below one in a thousand, which is
    what is said where the number of draws is not known.

    >>> surely(500), surely(1000), surely(10_000), surely(None)
    (0.006, 0.003, 0.001, 0.001)
    """
    if not draws:
        return SURELY
    return max(SURELY, math.ceil(1000 * (1.0 - math.pow(0.05, 1.0 / draws))) / 1000)


def chance(share: float | None, places: int = 0, draws: float | None = None) -> str:
    """Write a share of draws: no finite number of draws shows that something is impossible or certain.

    Where none or all of the draws show it, what is said is the bound that their number allows (`surely`). A share that
    `places` would round to 0 % or 100 % gets decimals; below one in a thousand and above 999 in a thousand only that is
    said, if the draws allow it. Tables for other programs (CSV, JSON, the workbook) keep the figure itself.

    >>> chance(0.5249), chance(0.0031), chance(0.0), chance(1.0, 1), chance(None)
    ('52 %', '0.3 %', '< 0.1 %', '> 99.9 %', '–')
    >>> chance(1.0, 0, 500), chance(0.0, 1, 500), chance(1.0, 0, 10_000), chance(0.998, 0, 500), chance(0.9995, 0, 2000)
    ('> 99.4 %', '< 0.6 %', '> 99.9 %', '99.8 %', '99.95 %')
    """
    if share is None:
        return NO_VALUE
    bound = surely(draws)
    limit = SURELY if bound == SURELY or share in (0.0, 1.0) else 0.0
    if share < limit:
        return f"< {percent(bound, 1)}"
    if share > 1.0 - limit:
        return f"> {percent(1.0 - bound, 1)}"
    while float((written := percent(share, places)).removesuffix(" %")) in (0.0, 100.0):
        places += 1
    return written


def at_least_a_digit(share: float | None, places: int) -> str:
    """Write a share that is not 0 as a percentage: one too small for `places` as below the last of them.

    >>> at_least_a_digit(0.00158, 2), at_least_a_digit(0.00001, 2)
    ('0.16 %', '< 0.01 %')
    """
    least = 10.0 ** -(places + 2)
    return f"< {percent(least, places)}" if share is not None and 0 < share < least / 2 else percent(share, places)


def share(value: float | None) -> str:
    """Write a share of 1 as a percentage with one decimal at most; what is not nothing or all is never said to be.

    >>> share(0.4954), share(0.03), share(0.0), share(0.0002), share(0.9999), share(1.0)
    ('49.5 %', '3 %', '0 %', '< 0.1 %', '> 99.9 %', '100 %')
    """
    written = percent(value, 1)
    if value is not None and 0 < value < 1:
        if written == percent(0.0, 1):
            return f"< {percent(SURELY, 1)}"
        if written == percent(1.0, 1):
            return f"> {percent(1 - SURELY, 1)}"
    return written.replace(".0 %", " %")


def agreement(value: float | None) -> str:
    """Write how far people agree as a percentage without decimals, which is 100 % where all of them agree alone.

    >>> agreement(0.4954), agreement(0.998), agreement(1.0), agreement(None)
    ('50 %', '> 99 %', '100 %', '–')
    """
    written = percent(value)
    is_whole = value is None or math.isclose(value, 1.0, abs_tol=1e-9)
    return f"> {percent(0.99)}" if written == percent(1.0) and not is_whole else written


def rounded_up(value: float) -> str:
    """Write a share that must be reached as a percentage, so that the figure printed is enough.

    >>> rounded_up(0.0374), rounded_up(0.07), rounded_up(0.8606)
    ('3.8 %', '7 %', '86.1 %')
    """
    return share(math.ceil(round(1000 * value, 6)) / 1000)


def significant(value: float | None, digits: int = 3) -> str:
    """Write a measured value with three significant digits, very large and very small ones as powers of ten.

    >>> significant(1234567.0), significant(0.0345678), significant(2.5e-7)
    ('1,230,000', '0.0346', '2.5·10^−7')
    """
    if value is None:
        return NO_VALUE
    if value == 0:
        return "0"
    exponent = math.floor(math.log10(abs(value)))
    if -4 <= exponent < 12:
        rounded = round(value, digits - 1 - exponent)
        written = f"{rounded:,.{max(0, digits - 1 - exponent)}f}"
        if "." in written:
            written = written.rstrip("0").rstrip(".")
        return written.replace("-", "−")
    mantissa = f"{value / 10.0**exponent:.{digits - 1}f}".rstrip("0").rstrip(".")
    return f"{mantissa}·10^{exponent}".replace("-", "−")


def apart_from(value: float | None, threshold: float | None, places: int = 3, most: int = 12) -> str:
    """Write a value with as many decimals as it takes to tell it from a threshold that it is not.

    >>> apart_from(2.7996, 2.8), apart_from(2.8, 2.8), apart_from(0.4996, 0.5), apart_from(0.41, 0.5, 2)
    ('2.7996', '2.800', '0.4996', '0.41')
    """
    written = fixed(value, places)
    while value is not None and threshold is not None and value != threshold and places < most:
        if fixed(threshold, places) != written:
            break
        places += 1
        written = fixed(value, places)
    return written


def plain(value: str | float | bool | None) -> str:
    """Write a number as somebody stated it (a threshold, an anchor, a judgement): no digit added, none lost."""
    if value is None:
        return NO_VALUE
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return f"{value:.12g}".replace("-", "−")


def grouped(value: float | None) -> str:
    """Write a number as somebody stated it, in groups of three digits.

    >>> grouped(1000000000), grouped(0.03), grouped(None)
    ('1,000,000,000', '0.03', '–')
    """
    return NO_VALUE if value is None else f"{value:,.12g}".replace("-", "−")


def figure(value: float | None) -> str:
    """A figure of a comparison with three significant digits; a missing one as a dash."""
    if value is None:
        return NO_VALUE
    if value == 0 or not math.isfinite(value):
        return f"{value:g}"
    written = f"{value:.3g}"
    return f"{float(written):,.0f}" if abs(value) >= 1000 else written


def two_figures(before: float | None, after: float | None) -> tuple[str, str]:
    """Two figures side by side, with as many digits as it takes to tell them apart."""
    first, second = figure(before), figure(after)
    if first != second or before is None or after is None:
        return first, second
    for digits in range(4, 17):
        first, second = f"{before:.{digits}g}", f"{after:.{digits}g}"
        if first != second:
            break
    return first, second
