"""An HTTP client that limits the size of replies and does not follow redirects to other hosts."""

from __future__ import annotations

from typing import Any

import httpx2

from mkdocs_perspectives.common import safe_line
from mkdocs_perspectives.llm.events import with_fate
from mkdocs_perspectives.llm.failures import DoubtfulError

__all__ = ["LARGEST_REPLY", "BoundedClient"]

LARGEST_REPLY = 8_000_000
"""How many bytes of a decoded reply are read."""

_MOST_REDIRECTS = 5

_PATH = "/chat/completions"

_DECODED = frozenset({"content-encoding", "content-length", "transfer-encoding"})


class BoundedClient(httpx2.AsyncClient):
    """A client that reads at most ``LARGEST_REPLY`` bytes of a reply.

    A request with a body is redirected only on the same host and at most five times; it is never
    sent to another host, or without the body.

    Args:
        where: the setting that holds the server's address, for messages.
        options: options of ``httpx2.AsyncClient``.
    """

    def __init__(self, where: str, **options: Any) -> None:
        super().__init__(**options)
        self._where = where

    async def send(
        self, request: httpx2.Request, *, stream: bool = False, **options: Any
    ) -> httpx2.Response:
        """Send a request.

        Args:
            stream: whether the caller reads a successful reply, and limits its size.

        Raises:
            DoubtfulError: the reply is too large, or a redirect that must not be followed.
            httpx2.HTTPError: there is no reply.
        """
        options["follow_redirects"] = False
        for _ in range(_MOST_REDIRECTS + 1):
            response = await super().send(request, stream=True, **options)
            try:
                if not response.has_redirect_location:
                    return response if stream and response.is_success else await _read(response)
                request = await self._redirected(request, response)
            except BaseException:
                await response.aclose()
                raise
            await response.aclose()
        raise DoubtfulError(
            f"{_base(request.url)} redirects more than {_MOST_REDIRECTS} times in a row",
            f"Ask the server's operator; the address may be wrong ({self._where}).",
            roles=2,
        )

    async def _redirected(
        self, request: httpx2.Request, response: httpx2.Response
    ) -> httpx2.Request:
        """The request that a redirect asks for."""
        status, location = response.status_code, response.headers["location"]
        server = _base(request.url)
        try:
            url = request.url.join(location)
            if not url.host or not 0 < (url.port or 1) < 65_536:
                raise httpx2.InvalidURL("it has no host")
        except (httpx2.InvalidURL, ValueError, UnicodeError):
            raise DoubtfulError(
                f"{server} redirects ({status}) to an invalid address: {safe_line(location)}",
                "Ask the server's operator.",
                roles=2,
            ) from None
        there, same = _shown(url), _same_server(request.url, url)
        if request.method in ("GET", "HEAD"):
            headers = dict(request.headers) if same else {}
            headers.pop("host", None)
            return self.build_request(request.method, url, headers=headers)
        if status not in (307, 308):
            raise DoubtfulError(
                f"{server} redirects ({status}) to {there}, where the request would arrive "
                "without the prompt",
                f"If that is the right address, set {self._where} to {_base(url)}."
                if there.endswith(_PATH)
                else f"Check the address ({self._where}): it leads to a page, not to chat "
                "completions.",
                roles=2,
            )
        if not same:
            raise DoubtfulError(
                f"{server} redirects ({status}) to another host, {_host(url)}; nothing was sent "
                "there",
                f"If that host may receive the prompts and the key, set {self._where} to "
                f"{_base(url)}.",
                roles=2,
            )
        headers = {n: v for n, v in request.headers.items() if n not in ("host", "content-length")}
        return self.build_request(
            request.method,
            url,
            headers=headers,
            content=await request.aread(),
            extensions=request.extensions,
        )


async def _read(response: httpx2.Response) -> httpx2.Response:
    """The response with its decoded content."""
    pieces, size = [], 0
    async for piece in response.aiter_bytes():
        size += len(piece)
        if size > LARGEST_REPLY:
            error = DoubtfulError(
                f"the reply is larger than {LARGEST_REPLY // 1_000_000} MB, and was not read "
                "completely",
                "Check what the server sends; if the model does not stop, set max_output_tokens.",
            )
            raise with_fate(error, "broken off")
        pieces.append(piece)
    headers = [(n, v) for n, v in response.headers.multi_items() if n.lower() not in _DECODED]
    return httpx2.Response(
        response.status_code,
        headers=headers,
        content=b"".join(pieces),
        request=response.request,
        extensions=response.extensions,
    )


def _same_server(before: httpx2.URL, after: httpx2.URL) -> bool:
    """Whether two addresses have the same host and port; HTTP to HTTPS is allowed, not back."""
    ports = [url.port or {"http": 80, "https": 443}.get(url.scheme) for url in (before, after)]
    safer = (before.scheme, after.scheme) == ("http", "https") and ports == [80, 443]
    alike = before.scheme == after.scheme and ports[0] == ports[1]
    return before.host == after.host and (safer or alike)


def _host(url: httpx2.URL) -> str:
    return safe_line(url.host if url.port is None else f"{url.host}:{url.port}", 100)


def _shown(url: httpx2.URL) -> str:
    """An address without its parts that may be secret."""
    return safe_line(f"{url.scheme}://{_host(url)}{url.path}", 200)


def _base(url: httpx2.URL) -> str:
    return _shown(url).removesuffix(_PATH)
