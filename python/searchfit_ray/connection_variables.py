"""Variables that say where the database is."""

from __future__ import annotations

import re
from collections.abc import Mapping

PLACES = ("DATABASE_URL", "DB_HOST")
"""One of them names the database; the others add to it."""

READ = re.compile(r"DATABASE_URL|DB_(HOST|PORT|NAME|USERNAME|PASSWORD)|PG[A-Z]+")
"""What `reembed` reads for its connection, the driver's own `PG…` included."""


def connection_variables(environment: Mapping[str, str]) -> dict[str, str]:
    """The variables that `reembed` reads for its connection; none where they name no database.

    Example:
        >>> connection_variables({"DB_HOST": "db", "PGSSLMODE": "require", "PATH": "/bin", "DB_PORT": ""})
        {'DB_HOST': 'db', 'PGSSLMODE': 'require'}
        >>> connection_variables({"PGSSLMODE": "require"})
        {}
    """
    if not any(environment.get(name) for name in PLACES):
        return {}
    return {name: value for name, value in environment.items() if value and READ.fullmatch(name)}


def with_connection(environment: Mapping[str, str], connection: Mapping[str, str]) -> dict[str, str]:
    """A machine's environment with the job's database; with the machine's own where the job names none.

    Never a mixture: a `DATABASE_URL` of the machine would win over a `DB_HOST` of the job.
    """
    if not connection:
        return dict(environment)
    return {**{name: value for name, value in environment.items() if not READ.fullmatch(name)}, **connection}
