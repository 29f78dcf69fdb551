"""What is asked: the pairs of every group, in the order of the files or shuffled by a seed."""

from itertools import combinations

from criticality.model.criteria import Criterion, Dimension
from criticality.questionnaires.questions import Questions, questions_of

DIMENSIONS = [Dimension(code=code, title=code.upper()) for code in ("z", "b", "empty")]
CRITERIA = [
    Criterion.model_validate(
        {
            **{"code": code, "title": f"Title of {code}", "question": f"How {code}?", "dimension": dimension},
            **{"direction": "raises_criticality", "indicator": "observed", "missing": "interval", "role": role},
        }
    )
    for code, dimension, role in [
        ("q", "z", "weighted"),
        ("a", "z", "weighted"),
        ("m", "z", "weighted"),
        ("only", "b", "weighted"),
        ("aside", "b", "screening"),
    ]
]


def asked(seed: int | None = None) -> Questions:
    return questions_of(CRITERIA, DIMENSIONS, seed)


def test_pairs_stand_in_the_order_of_the_files() -> None:
    groups = {group.code: [(pair.first.code, pair.second.code) for pair in group.pairs] for group in asked().groups}
    assert groups == {"dimensions": [("z", "b")], "z": [("q", "a"), ("q", "m"), ("a", "m")]}
    assert [pair.number for pair in asked().pairs] == ["Q01", "Q02", "Q03", "Q04"]


def test_a_criterion_brings_its_question_and_a_dimension_the_titles_of_its_criteria() -> None:
    dimensions, inside = asked().groups
    assert inside.items[0].question is not None
    assert inside.items[0].question.to("en") == "How q?"
    assert dimensions.items[0].question is not None
    assert dimensions.items[0].question.to("en") == "Title of q; Title of a; Title of m"
    assert (dimensions.title, inside.title) == (None, DIMENSIONS[0].title)


def test_a_seed_shuffles_pairs_and_sides_the_same_way_each_time() -> None:
    orders = {tuple((pair.first.code, pair.second.code) for pair in asked(seed).groups[1].pairs) for seed in range(20)}
    assert len(orders) > 10
    assert asked(7) == asked(7)
    pinned = [(pair.first.code, pair.second.code) for pair in asked(7).groups[1].pairs]
    assert pinned == PINNED, "another version of Python must not shuffle otherwise"
    for order in orders:
        assert {frozenset(pair) for pair in order} == {frozenset(pair) for pair in combinations("qam", 2)}


PINNED = [("a", "m"), ("q", "m"), ("a", "q")]


def test_a_question_keeps_its_number_where_some_groups_alone_are_asked_about() -> None:
    assert [pair.number for pair in asked().among(["z"]).pairs] == ["Q02", "Q03", "Q04"]
    assert asked().among([]) == asked()


def test_the_digest_is_that_of_what_is_compared_and_not_of_the_order_or_the_words() -> None:
    assert asked().digest == asked(7).digest == questions_of(CRITERIA[::-1], DIMENSIONS[::-1]).digest
    assert asked().digest != questions_of(CRITERIA[1:], DIMENSIONS).digest
    renamed = [entry.model_copy(update={"title": DIMENSIONS[0].title}) for entry in CRITERIA]
    assert questions_of(renamed, DIMENSIONS).digest == asked().digest
    assert questions_of(renamed, DIMENSIONS).wording != asked().wording == asked(7).wording
