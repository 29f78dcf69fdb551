"""How the desk is entered: by the link of the terminal, by the sign-on of an office, or by accounts of its own.

Under ``proxy`` a reverse proxy has asked an identity provider, and says in headers who asks. A header is a claim that
anybody can write, so it is believed from the named addresses of the proxy alone, or on a unix socket, which the rights
of its folder guard. Everybody else is refused before any page is made.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Literal, get_args
from urllib.parse import urlsplit

from starlette.datastructures import Address, Headers

from criticality.desk.roles import ROLES, Role, User

Auth = Literal["local", "proxy", "accounts"]
AUTHS: tuple[Auth, ...] = get_args(Auth)
Network = IPv4Network | IPv6Network
_LONGEST = 200
"""Characters of a name or an address that a proxy states."""


@dataclass(frozen=True)
class Entry:
    """How the desk is entered.

    Attributes
    ----------
    auth
        ``local``: whoever has the link that the terminal prints; ``proxy``: whom the headers of a proxy name;
        ``accounts``: who has an account of the desk.
    public
        The address under which browsers reach the desk, ``https://desk.example.org``; "" on this machine alone.
    proxies
        The addresses from which headers are believed.
    by_socket
        Whether the desk listens on a unix socket: whoever may open it is the proxy.
    user_header, email_header, groups_header
        The headers that name the user, their address, and their groups, separated by commas.
    groups
        Group → role; where it is empty, a group of the name of a role is that role.
    sign_out
        Where the session of the identity provider ends; "" where nothing is known of it.
    """

    auth: Auth = "local"
    public: str = ""
    proxies: tuple[Network, ...] = ()
    by_socket: bool = False
    user_header: str = "X-Forwarded-User"
    email_header: str = "X-Forwarded-Email"
    groups_header: str = "X-Forwarded-Groups"
    groups: Mapping[str, Role] = field(default_factory=dict)
    sign_out: str = ""

    @property
    def is_secure(self) -> bool:
        """Whether cookies are sent over TLS alone."""
        return self.auth != "local"

    @property
    def public_host(self) -> str:
        """The value of ``Host`` under the public address; "" where there is none."""
        return urlsplit(self.public).netloc.lower()

    def is_proxy(self, client: Address | None) -> bool:
        """Whether a request comes from the proxy; of a request on a unix socket no address is known."""
        if client is None:
            return self.by_socket
        try:
            found = ip_address(client.host)
        except ValueError:
            return False
        if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
            found = found.ipv4_mapped
        return any(found in network for network in self.proxies)

    def claims(self, headers: Headers) -> bool:
        """Whether a request states who asks."""
        return any(name in headers for name in (self.user_header, self.email_header, self.groups_header))

    def user_of(self, headers: Headers) -> User | None:
        """Return whom the headers of the proxy name; None where they name nobody, or more than one.

        Only to be asked of a request that `is_proxy`.
        """
        stated = [_stated(headers, name) for name in (self.user_header, self.email_header, self.groups_header)]
        if None in stated or not stated[0]:
            return None
        user, email, groups = (each or "" for each in stated)
        shown = f"{user} <{email}>" if email and email != user else user
        known: Mapping[str, Role] = self.groups or {role: role for role in ROLES}
        named = (word.strip() for word in groups.split(","))
        return User(shown, frozenset(known[word] for word in named if word in known))

    def address_of(self, client: Address | None, headers: Headers) -> str:
        """Return the address of the browser: what the proxy saw, else the other end of the connection."""
        seen = headers.getlist("X-Forwarded-For")
        if seen and self.is_proxy(client):
            last = seen[-1].rpartition(",")[2].strip()
            try:
                return str(ip_address(last))
            except ValueError:
                return ""
        return "" if client is None else client.host


def _stated(headers: Headers, name: str) -> str | None:
    """The text of a header; "" where it is absent, None where it stands twice or cannot be a name."""
    found = headers.getlist(name)
    if len(found) > 1:
        return None
    try:
        text = (found[0] if found else "").strip().encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None
    longest = _LONGEST * 50 if name.lower().endswith("groups") else _LONGEST
    return None if len(text) > longest or not text.isprintable() or set(text) & set("<>") else text
