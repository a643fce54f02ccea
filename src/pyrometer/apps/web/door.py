"""Door: who may come in - only this machine, only its own address, only whoever holds the key that was printed."""

import hmac
import secrets
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOME = "127.0.0.1"  # the only address that is served
POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = {
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",  # another site on this machine cannot load an answer as a picture
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
PUBLIC = ("/style/", "/font/")  # the page's own dress; it says nothing of the plant
AGAIN = (
    "Open the address that pyrometer serve printed; it works once. Is it lost? Stop it with Ctrl-C and start it again."
)


@dataclass(slots=True)
class Door:
    """The door of one running server. `token` is printed and works once, for the `session` that the browser keeps."""

    port: int
    token: str | None = field(default_factory=lambda: secrets.token_urlsafe(32))
    session: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    @property
    def address(self) -> str:
        """The address to print: it carries the token."""
        return f"http://{HOME}:{self.port}/?token={self.token}"

    @property
    def cookie(self) -> str:
        """The name of the cookie; cookies do not know ports, so it says its own."""
        return f"pyrometer-{self.port}"


def refusal(door: Door, scope: Mapping[str, Any]) -> tuple[int, str] | None:
    """Why this request may not even knock: status and sentence; None for one that comes from here."""
    headers = told(scope)
    if headers.get("host") not in (f"{HOME}:{door.port}", f"localhost:{door.port}"):
        return 421, f"This is not served under that name. Open http://{HOME}:{door.port}/ instead."
    if scope["method"] not in ("GET", "HEAD"):
        return 405, "Here everything can be read and nothing changed. Change the plant's own files instead."
    if headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        return 403, f"Another site asked for this page. Open http://{HOME}:{door.port}/ yourself."
    return None


def is_known(door: Door, scope: Mapping[str, Any]) -> bool:
    """Whether the request brings the cookie of this session."""
    try:
        found = SimpleCookie(told(scope).get("cookie", "")).get(door.cookie)
    except CookieError:
        return False
    return found is not None and hmac.compare_digest(found.value.encode(), door.session.encode())


def exchange(door: Door, scope: Mapping[str, Any]) -> str | None:
    """The cookie to set, where the request brings the token that was printed; then it is used up."""
    given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
    if door.token is None or scope["method"] != "GET" or not hmac.compare_digest(given.encode(), door.token.encode()):
        return None
    door.token = None
    return f"{door.cookie}={door.session}; Path=/; HttpOnly; SameSite=Strict"


def told(scope: Mapping[str, Any]) -> dict[str, str]:
    """The headers by name; one that comes twice counts as another value, which nothing matches."""
    found: dict[str, str] = {}
    for key, value in scope["headers"]:
        name = key.decode("latin-1")
        found[name] = f"{found[name]},{value.decode('latin-1')}" if name in found else value.decode("latin-1")
    return found


def guarded(app: "ASGIApp", door: Door) -> "ASGIApp":
    """The app behind the door: strict headers on each answer, and no answer for whoever may not come in."""

    async def through(scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] == "http":
            await answering(app, door, scope)(scope, receive, dressed(send))

    return through


def answering(app: "ASGIApp", door: Door, scope: Mapping[str, Any]) -> "ASGIApp":
    """What answers this request: the app, a refusal, or the way in for whoever brings the token."""
    from starlette.responses import RedirectResponse

    from pyrometer.apps.web.frame import refused

    why = refusal(door, scope)
    if why is not None:
        return refused(*why)
    if scope["path"].startswith(PUBLIC) or is_known(door, scope):
        return app
    cookie = exchange(door, scope)
    if cookie is None:
        return refused(401, f"This plant is shown only to whoever started it. {AGAIN}")
    return RedirectResponse("/", 303, {"set-cookie": cookie})


def dressed(send: "Send") -> "Send":
    """The same sender, with the strict headers on each answer."""

    async def sent(message: "Message") -> None:
        if message["type"] == "http.response.start":
            with_ours(message)
        await send(message)

    return sent


def with_ours(message: MutableMapping[str, Any]) -> None:
    """Adds the strict headers; an answer that says nothing of its keeping is not kept anywhere."""
    given = {key.decode("latin-1").lower() for key, _ in message.get("headers", ())}
    added = dict(HEADERS) if "cache-control" in given else {**HEADERS, "cache-control": "no-store"}
    message["headers"] = [*message.get("headers", ()), *((k.encode(), v.encode()) for k, v in added.items())]
