"""What the readers of releases share: a file as text or workbook, its rows, its cells, and what is wrong with them."""
