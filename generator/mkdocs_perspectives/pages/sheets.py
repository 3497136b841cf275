"""What stands in the margins of every sheet on which a scenario's page is printed."""

from __future__ import annotations

from markupsafe import Markup

__all__ = ["css_text", "sheet_style"]


_HARMLESS = frozenset(" .,:()?!·-")


def css_text(text: str) -> str:
    """``text`` as a string of a style sheet, whatever it holds.

    All but letters, digits and a few signs is written as a number, so that it ends neither the
    string nor the element around it.
    """
    shown = (c if c.isalnum() or c in _HARMLESS else f"\\{ord(c):x} " for c in text)
    return f'"{"".join(shown)}"'


def sheet_style(title: str, notice: str) -> Markup:
    """A style element that prints ``title``, ``notice`` and the number of the sheet on each."""
    contents = {
        "top-left": css_text(title),
        "bottom-left": css_text(notice),
        "bottom-right": 'counter(page) "/" counter(pages)',
    }
    boxes = "".join(f"@{place}{{content:{content}}}" for place, content in contents.items())
    return Markup(f"<style>@page{{margin:17mm 14mm 15mm;{boxes}}}</style>")  # noqa: S704 - escaped
