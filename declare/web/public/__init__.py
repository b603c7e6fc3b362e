"""Pages that anybody may open: events, counts, ledger, certificates and their verification."""
