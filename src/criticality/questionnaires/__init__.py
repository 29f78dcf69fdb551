"""Questionnaires: the pairs of a set of weights asked in a workbook, and the answers entered into its file."""
