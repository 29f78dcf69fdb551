"""Descriptions for other programs: of the tables of a workspace, of a record's files, and of record.json."""
