"""For each table: which of its rows belong to a selection, and all that is known of such a row.

Every module has `ids(selection)` and `records(selection, ids)`, or two such functions a table. Everything
follows the events of the selection, the undated ones with them. A record is plain values, ready for JSON: an
empty text means not said or not known, and a row never loses its hedge or who says so.
"""
