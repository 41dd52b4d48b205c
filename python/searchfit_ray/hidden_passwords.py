"""Text without passwords."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote, urlsplit

SHORTEST = 4
"""Shorter ones are not looked for: half of a message would be stars."""

IN_ADDRESS = re.compile(r"(\w+://)[^/@\s]+@")
PASSWORDS = ("DB_PASSWORD", "PGPASSWORD")
STARS = "***"


def hide_passwords(text: str, variables: Mapping[str, str]) -> str:
    """Text with stars in place of passwords.

    Args:
        text: What a program printed.
        variables: Its environment: the passwords in it are looked for, as they are and in percent form.

    Returns:
        The text; in addresses the user is hidden, too. Passwords of three characters or fewer are only
        found in addresses.

    Example:
        >>> hide_passwords("no secret at db://shop:secret@db", {"DB_PASSWORD": "secret"})
        'no *** at db://***@db'
    """
    hidden = IN_ADDRESS.sub(rf"\1{STARS}@", text)
    for password in sorted(_passwords(variables), key=len, reverse=True):
        hidden = hidden.replace(password, STARS)
    return hidden


def _passwords(variables: Mapping[str, str]) -> set[str]:
    found = {variables.get(name, "") for name in PASSWORDS}
    found.update(_of_address(variables.get("DATABASE_URL", "")))
    return {password for password in found if len(password) >= SHORTEST}


def _of_address(address: str) -> Iterable[str]:
    try:
        password = urlsplit(address).password or ""
    except ValueError:
        return (address,)
    return (password, unquote(password))
