"""A database of its own on the server that DATABASE_URL names; made, filled and dropped here."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg

DEFAULT_URL = "postgres://postgres@127.0.0.1:5432/camket_bench"


class UnableToMeasure(Exception):
    """There is nothing to measure on; the message is for people."""


@contextmanager
def own_database(url: str) -> Iterator[None]:
    """Create the database, migrate it, and drop it in the end.

    Raises:
        UnableToMeasure: it is not PostgreSQL, no server answers, or the database is there already.
    """
    name = urlsplit(url).path.strip("/")
    if urlsplit(url).scheme not in {"postgres", "postgresql"} or not name:
        raise UnableToMeasure(f"The measurements need PostgreSQL, and DATABASE_URL is {url!r}.")
    try:
        server = psycopg.connect(_maintenance(url), autocommit=True)
    except psycopg.OperationalError as error:
        raise UnableToMeasure(
            f"No PostgreSQL answers at {url}\n  ({str(error).strip()}).\n"
            "Start one (on Debian: apt-get install postgresql) or name one with DATABASE_URL."
        ) from error
    with server:
        if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            raise UnableToMeasure(f"The database {name} is there already. Drop it, or name another in DATABASE_URL.")
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], check=True, env=os.environ)
            yield
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _maintenance(url: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path="/postgres"))
