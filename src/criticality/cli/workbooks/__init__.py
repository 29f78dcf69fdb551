"""The commands by which a spreadsheet comes in, and a workspace goes out as a workbook and comes back."""
