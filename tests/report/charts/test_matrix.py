"""Geometry of the charts: names that do not collide, marks of equal area, thresholds where the rule has them."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_record import sample_record

from criticality.report.catalogue import Words, read_catalogue
from criticality.report.charts.labels import Point, crosses, overlap, place_labels
from criticality.report.charts.matrix import Gate, Mark, Matrix, cleared, matrix, outline, radius_of
from criticality.report.html.rendering import packaged_templates
from criticality.report.reader import Reader
from longer import examples


def reader_of(language: str = "en", **shape) -> Reader:
    words = Words(read_catalogue(packaged_templates()["words.json"]), language)
    return Reader(sample_record(**shape), words)


@pytest.fixture(scope="module")
def crowded() -> Matrix:
    chart = matrix(reader_of(minerals=85, criteria=12))
    assert chart is not None
    return chart


def test_no_name_touches_another_or_a_mark_in_a_crowd_of_84(crowded: Matrix) -> None:
    boxes = [label.box for label in crowded.labels]
    assert not any(overlap(one, other) for one, other in itertools.combinations(boxes, 2))
    marks = [(m.x - m.radius, m.y - m.radius, m.x + m.radius, m.y + m.radius) for m in crowded.marks]
    assert not any(overlap(box, mark) for box in boxes for mark in marks)
    leaders = [label.leader for label in crowded.labels if label.leader]
    assert not any(crosses(line, box) for line in leaders for box in boxes)


def test_every_mineral_is_named_or_told(crowded: Matrix) -> None:
    assert len(crowded.labels) + len(crowded.unnamed) + crowded.bare == len(crowded.marks) == 84
    assert len(crowded.unnamed) <= 4
    assert crowded.bare > 0


def test_a_short_list_names_every_mineral_and_a_long_one_all_that_stand_in_a_tier() -> None:
    few = matrix(reader_of(minerals=30, criteria=12))
    assert few is not None
    assert few.bare == 0
    reader = reader_of(minerals=85, criteria=12)
    many = matrix(reader)
    assert many is not None
    told = {label.key for label in many.labels} | set(many.unnamed)
    assert told == {row["mineral"] for row in reader.scored if row["tier"] != "not_listed"}


def test_names_stay_inside_the_frame(crowded: Matrix) -> None:
    left, top, right, bottom = crowded.plot
    assert all(
        left <= b[0] and top <= b[1] and b[2] <= right and b[3] <= bottom for b in (n.box for n in crowded.labels)
    )


@settings(max_examples=examples(40), deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0, 200), st.floats(0, 200), st.floats(1, 9), st.text("鎵Mgi", min_size=1, max_size=12)),
        max_size=25,
    )
)
def test_placed_names_never_overlap(rows: list[tuple[float, float, float, str]]) -> None:
    points = [Point(str(n), x, y, r, text) for n, (x, y, r, text) in enumerate(rows)]
    placed = place_labels(points, (0, 0, 200, 200), 8)
    assert not any(overlap(a.box, b.box) for a, b in itertools.combinations(placed, 2))
    assert placed == place_labels(points, (0, 0, 200, 200), 8)


def test_the_gate_stands_where_the_rule_has_it(crowded: Matrix) -> None:
    (gate,) = crowded.gates
    ticks = {tick.text: tick.at for tick in crowded.x_ticks}
    assert gate.x1 == gate.x2 == pytest.approx(ticks["0.4"])
    assert gate.text.startswith("0.4: Critical")
    ((left, *_),) = crowded.regions
    assert left == gate.x1


def test_the_words_of_a_level_gate_move_along_it_to_where_no_mark_covers_them() -> None:
    """Palladium's triangle stood upon the words «0.4: Critical, Important, Watch» in both languages."""
    plot = (40.0, 10.0, 600.0, 500.0)
    gate = Gate(40.0, 300.0, 600.0, 300.0, "0.4: Critical, Important, Watch", 44.0, 297.0)
    mark = Mark("palladium", 130.0, 294.0, 8.0, "triangle", "", "#7d858f")
    assert cleared(gate, [], plot) == gate
    moved = cleared(gate, [mark], plot)
    assert (moved.x1, moved.y1, moved.text_y) == (gate.x1, gate.y1, gate.text_y)
    assert moved.text_x > mark.x
    upright = Gate(130.0, 10.0, 130.0, 500.0, "0.4: Critical", 133.0, 495.0)
    assert cleared(upright, [mark], plot) == upright


def test_area_grows_with_the_third_dimension() -> None:
    small, middle, large = (radius_of(v) ** 2 for v in (0.0, 0.5, 1.0))
    assert middle - small == pytest.approx(large - middle)


@pytest.mark.parametrize("shape", ["square", "diamond", "triangle", "pentagon"])
def test_shapes_of_one_radius_have_one_area(shape: str) -> None:
    corners = [tuple(map(float, c.split())) for c in outline(shape, 0, 0, 10)[1:-2].split(" L")]
    shoelace = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True))
    assert abs(shoelace) / 2 == pytest.approx(314.16, rel=0.02)


def test_one_dimension_has_no_matrix() -> None:
    assert matrix(reader_of(dimensions=1, criteria=3)) is None
    assert matrix(reader_of(method="topsis_vector")) is None
