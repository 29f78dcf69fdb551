"""Indicators as governments and schools publish them: their formulas, and the cells of a workspace by them."""
