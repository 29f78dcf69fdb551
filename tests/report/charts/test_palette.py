"""The colours of the list survive a grey printer and the three common kinds of dichromacy, by computation.

Protanopia and deuteranopia after Viénot, Brettel & Mollon (1999), Color Res. Appl. 24, 243–252; tritanopia after
Brettel, Viénot & Mollon (1997), J. Opt. Soc. Am. A 14, 2647–2655 (planes through 485 and 660 nm). Differences are ΔE*ab
(CIE 1976); about 2.3 is just noticeable (Mahy et al. 1994). Marks differ in shape and lines in dashes besides.
"""

import itertools
import re

import numpy as np
import pytest

from criticality.report.charts.matrix import TIER_FILLS
from criticality.report.charts.score_stack import FILLS
from criticality.report.charts.sensitivity import SHADES
from criticality.report.charts.supply_bars import COLOURS, REST
from criticality.report.html.rendering import packaged_templates

VIENOT = np.array([[17.8824, 43.5161, 4.11935], [3.45565, 27.1554, 3.86714], [0.0299566, 0.184309, 1.46709]])
PROTAN = np.array([[0, 2.02344, -2.52581], [0, 1, 0], [0, 0, 1]])
DEUTAN = np.array([[1, 0, 0], [0.494207, 0, 1.24827], [0, 0, 1]])
BRETTEL = np.array(
    [[0.05059983, 0.08585369, 0.0095242], [0.01893033, 0.08925308, 0.01370054], [0.00292202, 0.00975732, 0.07145979]]
)
AT_485, AT_660 = np.array([0.1284, 0.2237, 0.3636]), np.array([0.0914, 0.007009, 0.0])
XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]])
KINDS = ("normal", "protan", "deutan", "tritan")


def linear(colour: str) -> np.ndarray:
    """Return the linear light of an sRGB colour such as ``#12355b``."""
    coded = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)


def lab(light: np.ndarray) -> np.ndarray:
    """Return L*, a*, b* under the white of sRGB."""
    ratio = XYZ @ np.clip(light, 0, 1) / XYZ.sum(axis=1)
    f = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def seen(light: np.ndarray, kind: str) -> np.ndarray:
    """Return the light that looks to everybody as `light` looks to a dichromat."""
    if kind in {"protan", "deutan"}:
        return np.linalg.solve(VIENOT, (PROTAN if kind == "protan" else DEUTAN) @ VIENOT @ light)
    if kind == "tritan":
        lms, white = BRETTEL @ light, BRETTEL.sum(axis=1)
        anchor = AT_660 if lms[1] * white[0] < white[1] * lms[0] else AT_485
        a, b, c = np.cross(white, anchor)
        return np.linalg.solve(BRETTEL, [lms[0], lms[1], -(a * lms[0] + b * lms[1]) / c])
    return light


def difference(one: str, other: str, kind: str = "normal") -> float:
    return float(np.linalg.norm(lab(seen(linear(one), kind)) - lab(seen(linear(other), kind))))


def grey(colour: str) -> float:
    return float(lab(linear(colour))[0])


def dimension_colours() -> list[str]:
    return re.findall(r"--dimension-\d: (#[0-9a-f]{6});", packaged_templates()["style.css"])


def shades(dimension: int) -> list[tuple[str, str]]:
    style = packaged_templates()["style.css"]
    found = re.findall(rf"\.h{dimension}-\d {{ background: (#[0-9a-f]{{6}});(?: color: (#[0-9a-f]{{6}});)? }}", style)
    return [(back, ink or "#1d2430") for back, ink in found]


@pytest.mark.parametrize("kind", KINDS)
def test_greys_look_alike_to_everybody(kind: str) -> None:
    for colour in ("#000000", "#808080", "#ffffff"):
        assert np.allclose(seen(linear(colour), kind), linear(colour), atol=0.02)


@pytest.mark.parametrize(("kind", "one", "other"), [("deutan", "#cc3311", "#7a6e00"), ("protan", "#cc3311", "#4f4a00")])
def test_a_red_and_an_olive_are_confused_without_red_or_green_cones(kind: str, one: str, other: str) -> None:
    assert difference(one, other, kind) < difference(one, other) / 2


def test_lab_of_white_and_red_is_that_of_the_tables() -> None:
    assert lab(linear("#ffffff")) == pytest.approx([100, 0, 0], abs=0.01)
    assert lab(linear("#ff0000")) == pytest.approx([53.24, 80.09, 67.20], abs=0.02)


@pytest.mark.parametrize("kind", KINDS)
def test_dimensions_are_told_apart(kind: str) -> None:
    colours = dimension_colours()
    assert len(colours) == 5
    assert min(difference(a, b, kind) for a, b in itertools.combinations(colours, 2)) >= 20


def test_dimensions_are_told_apart_in_grey() -> None:
    levels = sorted(grey(colour) for colour in dimension_colours())
    assert min(b - a for a, b in itertools.pairwise(levels)) >= 10


def test_the_stacks_have_the_colours_of_the_dimensions() -> None:
    assert list(FILLS) == dimension_colours()


@pytest.mark.parametrize("kind", KINDS)
def test_the_countries_with_a_colour_are_told_apart_from_each_other_and_from_the_rest(kind: str) -> None:
    assert min(difference(a, b, kind) for a, b in itertools.combinations([*COLOURS, REST], 2)) >= 12


@pytest.mark.parametrize("kind", KINDS)
def test_tiers_are_told_apart(kind: str) -> None:
    assert min(difference(a, b, kind) for a, b in itertools.combinations(TIER_FILLS, 2)) >= 8


def test_tiers_are_told_apart_in_grey() -> None:
    levels = [grey(colour) for colour in TIER_FILLS]
    assert min(b - a for a, b in itertools.pairwise(levels)) >= 8


@pytest.mark.parametrize("kind", KINDS)
def test_curves_of_the_sweep_are_told_apart(kind: str) -> None:
    assert min(difference(a, b, kind) for a, b in itertools.combinations(SHADES, 2)) >= 12


def test_the_one_ramp_darkens_step_by_step_in_grey_and_its_numbers_are_legible() -> None:
    steps = shades(1)
    assert shades(2) == []
    levels = [grey(back) for back, _ in steps]
    assert len(steps) == 10
    assert min(a - b for a, b in itertools.pairwise(levels)) >= 2.3
    for back, ink in steps:
        light, dark = sorted((float(XYZ[1] @ linear(c)) for c in (back, ink)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5
