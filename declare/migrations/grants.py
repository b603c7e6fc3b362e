"""What the application's role may do on PostgreSQL: everything but change the past."""

from __future__ import annotations

from sqlalchemy import Connection, inspect

LEDGER = ("ledger_entry", "ledger_hash", "ledger_checkpoint")
"""The tables of the ledger. They only grow."""
KEPT = (*LEDGER, "announcement", "audit_entry")
"""All tables that only grow."""


def grant(connection: Connection, role: str | None) -> None:
    """Let `role` work with the tables; on those that only grow it may only read and append."""
    if role is None:
        return
    name = connection.dialect.identifier_preparer.quote(role)
    connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA public TO {name}")
    connection.exec_driver_sql(
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}"
    )
    connection.exec_driver_sql(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {name}")
    for table in set(KEPT) & set(inspect(connection).get_table_names()):  # older schemas have fewer
        connection.exec_driver_sql(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {name}")
    connection.commit()
