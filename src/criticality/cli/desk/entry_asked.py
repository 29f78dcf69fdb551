"""How the desk is to be entered, as the words of the command line ask for it; what does not fit together is told."""

import re
from collections.abc import Mapping
from ipaddress import ip_network
from urllib.parse import urlsplit

from criticality.cli.desk.desk_order import DeskOrder
from criticality.desk.roles import ROLES, Role
from criticality.desk.server import HOST, Place
from criticality.desk.sign_on import AUTHS, Auth, Entry, Network
from criticality.errors import UsageError
from criticality.text.message import Message

_HERE = (HOST, "localhost")
_DEFAULT = Entry()
_HEADER = re.compile(r"[A-Za-z0-9-]{1,100}")


def place_of(order: DeskOrder) -> Place:
    """Return where the desk listens and how it is entered.

    Raises
    ------
    UsageError
        If a word is none of those known, or words do not fit together.
    """
    if order.auth not in AUTHS:
        raise UsageError(Message("cli.none_of", option="--auth", word=order.auth, known=", ".join(AUTHS)))
    auth: Auth = order.auth
    _require_fitting(order, auth)
    user, email, groups = (
        _header(given or default)
        for given, default in zip(
            order.headers, (_DEFAULT.user_header, _DEFAULT.email_header, _DEFAULT.groups_header), strict=True
        )
    )
    entry = Entry(
        auth,
        public_address(order.public),
        tuple(_network(word) for word in order.proxies),
        order.uds is not None,
        user,
        email,
        groups,
        _groups(order),
        order.sign_out,
    )
    return Place(HOST if order.host == "localhost" else order.host, order.port, order.uds, entry)


def public_address(text: str) -> str:
    """Return the address under which browsers reach the desk, without a slash at its end; "" for none.

    Raises
    ------
    UsageError
        If it is no address of https, or has a path.
    """
    if not text:
        return ""
    parts = urlsplit(text)
    is_here = parts.scheme == "http" and parts.hostname in _HERE
    is_plain = parts.path in ("", "/") and not (parts.query or parts.fragment or parts.username)
    if not (parts.scheme == "https" or is_here) or not parts.hostname or not is_plain:
        raise UsageError(Message("desk.no_public", url=text))
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _require_fitting(order: DeskOrder, auth: Auth) -> None:
    only = {
        "--public": order.public,
        "--proxy": order.proxies,
        "--uds": order.uds,
        "--user-header": order.headers[0],
        "--email-header": order.headers[1],
        "--groups-header": order.headers[2],
        "--group": order.groups,
        "--sign-out": order.sign_out,
    }
    takes: Mapping[Auth, tuple[str, ...]] = {
        "local": (),
        "accounts": ("--public", "--proxy", "--uds"),
        "proxy": tuple(only),
    }
    for option, given in only.items():
        if given and option not in takes[auth]:
            raise UsageError(Message("desk.not_with", option=option, auth=auth))
    if order.host not in _HERE and auth == "local":
        raise UsageError(Message("desk.only_here", host=order.host))
    if auth == "proxy" and not (order.public and (order.proxies or order.uds)):
        raise UsageError(Message("desk.proxy_needs"))
    if auth == "accounts" and not order.public and (order.host not in _HERE or order.uds):
        raise UsageError(Message("desk.accounts_need"))


def _header(name: str) -> str:
    if not _HEADER.fullmatch(name):
        raise UsageError(Message("desk.no_header", name=name))
    return name


def _network(word: str) -> Network:
    try:
        found = ip_network(word, strict=False)
    except ValueError as error:
        raise UsageError(Message("desk.no_address", word=word)) from error
    if found.prefixlen == 0:
        raise UsageError(Message("desk.any_address", word=word))
    return found


def _groups(order: DeskOrder) -> Mapping[str, Role]:
    found: dict[str, Role] = {}
    for word in order.groups:
        group, _, given = word.rpartition("=")
        role = next((role for role in ROLES if role == given), None)
        if role is None or not group or "," in group:
            raise UsageError(Message("desk.no_group", word=word, known=", ".join(ROLES)))
        found[group] = role
    return found
