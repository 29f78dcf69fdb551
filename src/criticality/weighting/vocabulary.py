"""The words that a set of weights gives for how much: each must be told from every other, and from a number."""

from collections.abc import Iterator

from criticality.model.judgements import AhpWeights
from criticality.text.message import Message
from criticality.text.spelling import plain
from criticality.text.visible import visible
from criticality.weighting.finding import Finding


def word_problems(weights: AhpWeights) -> Iterator[Finding]:
    """Yield what is wrong with the words of a document.

    A questionnaire knows an answer whatever its capitals, its width and its blanks, so two words that differ in these
    alone would be one answer; and `by: 3` would not mean what `by: "3"` means.
    """
    first: dict[str, str] = {}
    for word in weights.words:
        same = first.setdefault(plain(word), word)
        if not plain(word) or " ".join(word.split()) != word or visible(word) != word:
            yield Finding(("words", word), Message("weighting.word_unseen"), Message("weighting.write_a_word"))
        elif _is_number(word):
            message = Message("weighting.word_is_number", word=word)
            yield Finding(("words", word), message, Message("weighting.write_a_word"))
        elif same != word:
            message = Message("weighting.words_alike", word=word, other=same)
            yield Finding(("words", word), message, Message("weighting.another_word"))


def _is_number(word: str) -> bool:
    try:
        float(plain(word))
    except ValueError:
        return False
    return True
