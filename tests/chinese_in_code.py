"""Which modules may hold Chinese characters (test_house_rules.py)."""

CHINESE_IN_CODE = {
    # What planners and publishers write, and is read.
    "checking/naming.py": "two ways of writing one character",
    "files/cells.py": "dates",
    "files/load.py": "words for nothing",
    "files/stray.py": "the name of a folder",
    "indicators/supply.py": "what a publisher leaves out",
    "refresh/wide/table_words.py": "heads of a table",
    "report/chapters/expected.py": "rows without a name",
    "spreadsheets/reading/number_formats.py": "the plain format of Chinese programs",
    "spreadsheets/reading/typed_figures.py": "words for nothing, and dates",
    "text/republic.py": "years and dates of the Republic of China",
    "workbooks/coming_back.py": "yes and no",
    # What a workbook is known by when it comes back: names of sheets, and the answers offered.
    "report/workbook_sheets.py": "names of sheets",
    "workbooks/as_book.py": "names of sheets",
    "workbooks/documents.py": "names of sheets",
    "workbooks/gathering.py": "yes and no",
    "workbooks/own_rows.py": "names of sheets",
    # How Chinese is set.
    "report/html/languages.py": "the characters of Chinese",
    "report/html/spacing.py": "units that stand close",
    "report/html/typeset.py": "the characters of Chinese",
    # No catalogue can change it.
    "text/phrases.py": "the mark of an illustrative judgement",
}
"""Modules of which a text holds Chinese characters, and why; every other sentence stands in a catalogue."""
