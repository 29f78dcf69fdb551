"""Tables in which nothing is wrong, read column by column; every other table is read row by row (`files/tables.py`)."""
