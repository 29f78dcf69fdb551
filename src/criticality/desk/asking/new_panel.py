"""The answers of a round in a file of their own: the weights that were asked for, without the judges there."""

from dataclasses import replace

from criticality.desk.editing.copying import new_file
from criticality.files.editing.lists import quoted
from criticality.files.editing.values import with_values, without_key
from criticality.files.yaml import parse_marked
from criticality.questionnaires.panel_file import PanelFile, judged
from criticality.text.message import Message


def panel_without_judges(panel: PanelFile, name: str, number: int) -> PanelFile:
    """Return a panel as a new file that nobody judges yet and nobody has adopted; its title names the round.

    Parameters
    ----------
    name
        Of the new file, without folder and ending.
    number
        Of the round.

    Raises
    ------
    InputError
        If the name cannot be, or is taken.
    """
    file = new_file(panel.workspace, "weights", name)
    said = {each: quoted(Message("rounds.new_title", number=number).said(each)) for each in ("en", "zh-Hant")}
    title = f"{{en: {said['en']}, zh-Hant: {said['zh-Hant']}}}"
    text = without_key(without_key(panel.text, "note"), "confirmed")
    text = with_values(text, {("judges",): "[]"})
    text = with_values(text, {("title",): title, ("status",): "illustrative"})
    marked, _ = parse_marked(text, file)
    weights = judged(marked)
    assert isinstance(weights, type(panel.weights))
    return replace(panel, file=file, text=text, marked=marked, weights=weights)
