"""A questionnaire as a workbook: cover, a sheet for each group of pairs, and two hidden sheets."""

from criticality.questionnaires.order import Order
from criticality.questionnaires.panel_file import PanelFile
from criticality.questionnaires.sheets.calculation import calculation_sheet
from criticality.questionnaires.sheets.codes import codes_sheet
from criticality.questionnaires.sheets.cover import cover_sheet
from criticality.questionnaires.sheets.pairs import Layout, pairs_sheet
from criticality.questionnaires.sheets.sheet_names import group_name
from criticality.questionnaires.words import in_words, scale_of
from criticality.spreadsheets.book import Book
from criticality.text.message import Message
from criticality.weighting.indices import RANDOM_INDICES


def questionnaire(panel: PanelFile, order: Order) -> Book:
    """Return the questionnaire of one judge; nothing in it is answered beforehand."""
    questions, language = panel.questions(order.seed).among(order.groups), order.language
    index = RANDOM_INDICES[panel.weights.random_index].values
    scale = scale_of(language, panel.own_words)
    layouts = [
        Layout.of(group_name(place, group, language), group) for place, group in enumerate(questions.groups, start=1)
    ]
    answers = [
        [layout.answers(place) for place in range(len(group.pairs))]
        for layout, group in zip(layouts, questions.groups, strict=True)
    ]
    calculation, workings = calculation_sheet(questions, language, scale, answers, index)
    limit = panel.weights.consistency_limit
    asked = [
        pairs_sheet(layout, group, at, order, limit, scale)
        for layout, group, at in zip(layouts, questions.groups, workings, strict=True)
    ]
    cover = cover_sheet(panel, questions, order, workings, scale)
    title = f"{in_words(Message('questionnaire.title'), language)}: {order.judge}"
    leading = "zh-Hant" if language == "both" else language
    return Book(title, leading, [cover, *asked, calculation, codes_sheet(panel, questions, order)])
