"""Checks the environment and the server's address before anything is sent.

Invalid keys, addresses, proxies and certificates make the libraries that use them fail without
naming the cause, so they are checked first.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import re
import ssl
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx2

from mkdocs_perspectives.common import ConfigError, ModelSettings, address_fault, safe_line

__all__ = ["check_environment", "check_memory", "headers_for", "proxy_for", "requests_at_once"]

_CUSTOM = "OPENAI_CUSTOM_HEADERS"

_HEADERS = ("OPENAI_ORG_ID", "OPENAI_PROJECT_ID", _CUSTOM)

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")

_RESERVED_MEMORY = 192 * 2**20
"""Bytes that must be available; they are not used."""

_RESERVED_FILES = 10
"""Files that a run opens besides its connections: records, the database, certificates."""


def check_environment(settings: ModelSettings, api_key: str | None) -> None:
    """Check the variables that the client will use.

    Raises:
        ConfigError: names the variable and what is wrong with it, without secrets.
    """
    if api_key is not None and (where := _odd_character(api_key)):
        raise ConfigError(
            f"{settings.key_variable} cannot be used as a key: {where}",
            "Set it again; a key is one line of ASCII letters, digits and punctuation.",
        )
    if settings.base_url is not None and (fault := address_fault(settings.base_url)):
        raise ConfigError(
            f"{_name_of_base_url()} cannot be used: {fault}",
            "Set it to an address such as http://localhost:8080/v1.",
        )
    for name in _HEADERS:
        # Custom headers are separated by line breaks.
        value = os.environ.get(name, "")
        lines = value.split("\n") if name == _CUSTOM else [value]
        for fault in filter(None, map(_odd_character, lines)):
            raise ConfigError(f"{name} cannot be sent: {fault}", "Correct it, or unset it.")
        for line in lines if name == _CUSTOM else []:
            if ":" in line and not _HEADER_NAME.fullmatch(line.partition(":")[0].strip()):
                raise ConfigError(
                    f"{name} cannot be sent: a header name in it is invalid",
                    "Set it to lines such as `X-Team: marketing`, or unset it.",
                )
    for name, address in _proxies():
        if fault := _proxy_fault(address):
            raise ConfigError(
                f"{name} cannot be used: {fault}",
                "Set it to an address such as http://proxy.example:3128, or unset it.",
            )
    _check_certificates()


def _odd_character(text: str) -> str:
    """Names a character that is not allowed in headers, without showing the text; or empty."""
    for place, character in enumerate(text, 1):
        if character == "\ufeff":
            return f"its character {place} is a byte order mark (U+FEFF)"
        if not " " <= character <= "~" and character != "\t":
            kind = "a line break" if character in "\r\n" else f"U+{ord(character):04X}"
            return f"its character {place} is {kind}"
    return ""


@contextlib.contextmanager
def headers_for(settings: ModelSettings) -> Iterator[None]:
    """While active, new clients do not get the custom headers unless they use the lead's server.

    The headers may contain a secret, and other servers of a panel may belong to others.
    """
    withheld = os.environ.pop(_CUSTOM, None) if settings.own_server else None
    try:
        yield
    finally:
        if withheld is not None:
            os.environ[_CUSTOM] = withheld


def _name_of_base_url() -> str:
    return "OPENAI_BASE_URL" if os.environ.get("OPENAI_BASE_URL") else "`base_url`"


# Proxies.


def _proxies() -> Iterator[tuple[str, str]]:
    """The names and values of the proxy settings that the client uses."""
    for scheme, address in urllib.request.getproxies().items():
        if scheme in ("http", "https", "all") and address:
            yield _variable(scheme), address


def _variable(scheme: str) -> str:
    for name in (f"{scheme}_proxy", f"{scheme.upper()}_PROXY"):
        if os.environ.get(name):
            return name
    return f"the system's proxy for {scheme}"


def _proxy_fault(address: str) -> str:
    """What is wrong with a proxy's address; empty if it is valid. Never shows a password."""
    address = address if "://" in address else f"http://{address}"
    scheme = address.partition("://")[0]
    if scheme.startswith("socks"):
        return f"it is a SOCKS proxy ({scheme}), and only HTTP proxies are supported"
    if scheme not in ("http", "https"):
        return f"it starts with {safe_line(scheme, 20)}://, not with http:// or https://"
    fault = address_fault(address)
    rest = _authority(address)[1]
    if "@" in rest:
        fault = "its user or password contains a character that ends the host name"
    elif not fault:
        try:
            httpx2.Proxy(address)
        except (httpx2.InvalidURL, ValueError, UnicodeError):
            fault = "it is not a valid address"
    if fault and "@" in address:
        fault += " (in its user and password, write @ as %40, # as %23, / as %2F)"
    return fault


def _authority(address: str) -> tuple[str, str]:
    """User, password, host and port of an address, and the rest."""
    after = address.partition("://")[2]
    place = re.split("[/?#]", after, maxsplit=1)[0]
    return place, after[len(place) :]


def proxy_for(address: str) -> tuple[str, str] | None:
    """The variable that sets a proxy for ``address``, and the proxy, without user and password."""
    parts = urlsplit(address)
    found = dict(urllib.request.getproxies())
    scheme = parts.scheme if found.get(parts.scheme) else "all"
    if not found.get(scheme) or urllib.request.proxy_bypass(parts.hostname or ""):
        return None
    proxy = found[scheme] if "://" in found[scheme] else f"http://{found[scheme]}"
    return _variable(scheme), safe_line(_authority(proxy)[0].rpartition("@")[2], 100)


# Certificates.


def _check_certificates() -> None:
    file, folder = os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")
    if file:
        try:
            ssl.create_default_context(cafile=file)
        except (OSError, ValueError) as error:
            if not _is_of_log(error):
                reason = "it contains no certificate" if isinstance(error, ssl.SSLError) else None
                raise ConfigError(
                    f"SSL_CERT_FILE cannot be used: {reason or _reason(error)}",
                    "Set it to a file of certificates (PEM), or unset it.",
                ) from None
    elif folder and not Path(folder).is_dir():
        raise ConfigError(
            "SSL_CERT_DIR cannot be used: there is no such folder",
            "Set it to a folder of certificates, or unset it.",
        )
    log = os.environ.get("SSLKEYLOGFILE")
    if log:
        try:
            with Path(log).open("ab"):
                pass
        except OSError as error:
            raise ConfigError(
                f"SSLKEYLOGFILE cannot be used: {_reason(error)}", "Unset it."
            ) from None


def _is_of_log(error: Exception) -> bool:
    """Whether the file that cannot be opened is the log of TLS keys."""
    return getattr(error, "filename", None) == os.environ.get("SSLKEYLOGFILE", "")


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__


# Open files and memory.


def requests_at_once(wanted: int) -> int:
    """``wanted`` concurrent requests, or fewer if open files are limited; 1 or more."""
    try:
        import resource
    except ImportError:  # Windows has no such limit.
        return wanted
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if limit == resource.RLIM_INFINITY:
        return wanted
    for folder in ("/proc/self/fd", "/dev/fd"):
        try:
            opened = sum(1 for _ in Path(folder).iterdir())
        except OSError:
            continue
        return max(1, min(wanted, limit - opened - _RESERVED_FILES))
    return max(1, min(wanted, limit // 2))


def check_memory() -> None:
    """Check that there is enough memory for a run before anything is sent and paid for.

    Raises:
        ConfigError: there is not.
    """
    try:
        mmap.mmap(-1, _RESERVED_MEMORY).close()
    except (OSError, MemoryError):
        raise ConfigError(
            "this machine has run out of memory",
            f"Allow at least {_RESERVED_MEMORY >> 20} MB more (`ulimit -v`).",
        ) from None
