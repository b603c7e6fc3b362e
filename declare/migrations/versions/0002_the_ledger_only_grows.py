"""The ledger only grows: triggers refuse to change, delete, empty or leave a gap."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001b"
branch_labels = None
depends_on = None

NUMBER = {
    "ledger_entry": ("index", "log_id = NEW.log_id", 0),
    "ledger_checkpoint": ("size", "log_id = NEW.log_id", 1),
    "ledger_hash": ("index", "log_id = NEW.log_id AND level = NEW.level", 0),
}
"""Of each table: the column that counts its rows, within which group, and its first value.

A table without gaps has as many rows as its highest number says, and the primary key finds that
one without counting a million.
"""


def upgrade() -> None:
    for table, (column, group, first) in NUMBER.items():
        following = f'coalesce((SELECT max("{column}") + 1 FROM {table} WHERE {group}), {first})'
        if op.get_bind().dialect.name == "sqlite":
            _guard_sqlite(table, f'NEW."{column}" <> {following}')
        else:
            _guard_postgresql(table, f'NEW."{column}" <> {following}')


def _guard_sqlite(table: str, wrong: str) -> None:
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
        )
    op.execute(
        f"CREATE TRIGGER {table}_insert BEFORE INSERT ON {table} WHEN {wrong} "
        f"BEGIN SELECT RAISE(ABORT, '{table} has no gaps'); END"
    )


def _guard_postgresql(table: str, wrong: str) -> None:
    op.execute(
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} only grows'; END $$"
    )
    op.execute(
        f"CREATE FUNCTION {table}_follow() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {wrong} THEN RAISE EXCEPTION '{table} has no gaps'; END IF; "
        f"RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_refuse BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_follow BEFORE INSERT ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_follow()"
    )
