"""A code that is written as its name: in each language, as text of a record, and for another process."""

import copy
import pickle

from criticality.text.message import Message, said
from criticality.text.named import Named, named_again

CHINA = Named("CHN", {"en": "China", "zh-Hant": "中國大陸"})


def test_as_a_text_it_is_the_code_and_in_a_sentence_its_name() -> None:
    sentence = Message("lever.reference", origin=CHINA)
    assert CHINA == "CHN"
    assert sentence == "reference: China stops for a year"
    assert said(sentence, "zh-Hant") == "參考情境：中國大陸停供一年"
    assert said(CHINA, "zh-Hant") == "中國大陸"
    assert f"{CHINA:>6}" == " China"


def test_a_further_language_has_the_english_name() -> None:
    assert CHINA.name("fr") == "China"


def test_it_is_read_again_from_what_is_kept_and_copied_whole() -> None:
    for again in (named_again(CHINA.kept()), pickle.loads(pickle.dumps(CHINA)), copy.deepcopy(CHINA)):
        assert (again, again.names) == (CHINA, CHINA.names)
    title = Named("", {"en": "A mine closes", "zh-Hant": "礦山停產"})
    assert title.kept() == {"en": "A mine closes", "zh-Hant": "礦山停產"}
    assert named_again(title.kept()).names == title.names
