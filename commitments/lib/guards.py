"""Triggers that make tables append-only, or freeze rows under a condition, on SQLite and on PostgreSQL.

SQLite drops a table's triggers silently when Django rebuilds the table, so `install` runs after every migrate.
PostgreSQL's TRUNCATE passes row triggers, so a statement trigger stands beside them.
"""

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True, slots=True)
class Guard:
    """Refuse UPDATE and DELETE on `table`, for all rows or for those where `when` (SQL over OLD) holds.

    `columns`: refuse only updates that change one of these; empty means any update.
    `insert_when`: refuse new rows where this holds (SQL over NEW); empty lets every new row in.
    `update_when`: refuse, too, updates that would turn a row into one where this holds (SQL over NEW).
    """

    table: str
    when: str = ""
    columns: tuple[str, ...] = ()
    insert_when: str = ""
    update_when: str = ""

    def names(self, vendor: str) -> set[str]:
        """Return the names of the triggers that this guard needs on a database."""
        parts = {"update", "delete"} | ({"insert"} if self.insert_when else set())
        return {f"guard_{self.table}_{part}" for part in parts | ({"truncate"} if vendor == "postgresql" else set())}


_REGISTRY: dict[str, Guard] = {}


def register(guard: Guard) -> None:
    """Declare a guard; an app calls this from its `apps.py` when it is ready."""
    _REGISTRY[guard.table] = guard


def registered() -> tuple[Guard, ...]:
    return tuple(_REGISTRY[table] for table in sorted(_REGISTRY))


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the database's triggers equal to the registered guards. Safe to run again."""
    existing = set(connection.introspection.table_names())
    build = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]
    with connection.cursor() as cursor:
        for guard in registered():
            if guard.table in existing:
                for statement in build(guard):
                    cursor.execute(statement)


def installed(connection: BaseDatabaseWrapper) -> set[str]:
    """Return the names of the guards that the database really has."""
    queries = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard_%'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'guard_%' AND NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(queries[connection.vendor])
        return {row[0] for row in cursor.fetchall()}


def _update_condition(guard: Guard, differs: str) -> str:
    changed = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in guard.columns)
    frozen = " AND ".join(f"({part})" for part in (guard.when, changed) if part)
    return f"({frozen}) OR ({guard.update_when})" if frozen and guard.update_when else frozen


def _sqlite(guard: Guard) -> list[str]:
    conditions = {"UPDATE": _update_condition(guard, "IS NOT"), "DELETE": guard.when}
    if guard.insert_when:
        conditions["INSERT"] = guard.insert_when
    statements = []
    for operation, condition in conditions.items():
        name = f"guard_{guard.table}_{operation.lower()}"
        statements += [
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} BEFORE {operation} ON {guard.table} FOR EACH ROW "
            f"{f'WHEN {condition} ' if condition else ''}"
            f"BEGIN SELECT RAISE(ABORT, '{guard.table} is append-only'); END",
        ]
    return statements


def _postgresql(guard: Guard) -> list[str]:
    # The conditions stand inside the function: a trigger's WHEN may not look into another table.
    function = f"guard_{guard.table}"
    refuse = f"RAISE EXCEPTION '{guard.table} is append-only' USING ERRCODE = 'integrity_constraint_violation';"
    update_when = _update_condition(guard, "IS DISTINCT FROM") or "true"
    operations = ["UPDATE", "DELETE"] + (["INSERT"] if guard.insert_when else [])
    statements = [
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'TRUNCATE' THEN {refuse} "
        f"ELSIF TG_OP = 'UPDATE' THEN IF {update_when} THEN {refuse} END IF; "
        f"RETURN NEW; "
        f"ELSIF TG_OP = 'INSERT' THEN IF {guard.insert_when or 'false'} THEN {refuse} END IF; RETURN NEW; "
        f"ELSE IF {guard.when or 'true'} THEN {refuse} END IF; RETURN OLD; END IF; END $$"
    ]
    statements += [
        f"CREATE OR REPLACE TRIGGER {function}_{operation.lower()} BEFORE {operation} ON {guard.table} "
        f"FOR EACH ROW EXECUTE FUNCTION {function}()"
        for operation in operations
    ]
    statements.append(
        f"CREATE OR REPLACE TRIGGER {function}_truncate BEFORE TRUNCATE ON {guard.table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
    )
    return statements
