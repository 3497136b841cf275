"""The configuration page of the guide, generated from the declarations of the options.

``python -m mkdocs_perspectives.plugin.option_reference`` prints it; a test compares it with the
committed page.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator

from mkdocs.config import config_options as c

from mkdocs_perspectives.common import package_text
from mkdocs_perspectives.plugin import options
from mkdocs_perspectives.plugin.panel import PANEL_KEYS

__all__ = ["configuration_page"]

_TYPES = {"str": "text", "bool": "true or false", "int": "whole number"}


def configuration_page() -> str:
    """The whole page, as Markdown."""
    rows = list(_rows())
    example = "\n".join(f"      {name}: {default}" for name, _, default, _ in rows)
    table = "\n".join(
        f"| `{name}` | {kind} | `{default}` | {text} |" for name, kind, default, text in rows
    )
    panel = "\n".join(f"| `{name}` | {text} |" for name, text in PANEL_KEYS.items())
    page = package_text("plugin/assets/configuration.md")
    return page.format(example=example, rows=table, panel=panel)


def _rows() -> Iterator[tuple[str, str, str, str]]:
    """Each option's name, type, default and description, in the order of declaration."""
    declared = dict(options.PluginOptions._schema)
    for name, text in _described():
        yield name, _kind(declared[name]), _shown(declared[name].default), text


def _described() -> Iterator[tuple[str, str]]:
    (declaration,) = ast.parse(inspect.getsource(options.PluginOptions)).body
    assert isinstance(declaration, ast.ClassDef)  # noqa: S101 - for the type checker
    for option, text in zip(declaration.body[1::2], declaration.body[2::2], strict=True):
        if (
            isinstance(option, ast.Assign)
            and isinstance(option.targets[0], ast.Name)
            and isinstance(text, ast.Expr)
            and isinstance(text.value, ast.Constant)
        ):
            yield option.targets[0].id, " ".join(str(text.value.value).split())


def _kind(option: object) -> str:
    if isinstance(option, c.Optional):
        return _kind(option.option)
    if isinstance(option, c.Choice):
        return " or ".join(f"`{choice}`" for choice in option.choices)
    if isinstance(option, c.Type):
        return _TYPES[option._type.__name__]
    return {
        "_Count": "whole number",
        "_Number": "number",
        "Panel": "list of voices",
        "_SearchPages": "`all`, `scenarios` or list of scenario ids",
    }[type(option).__name__]


def _shown(default: object) -> str:
    if default is None:
        return "null"
    if isinstance(default, bool):
        return str(default).lower()
    return f"{default:g}" if isinstance(default, float) else str(default)


if __name__ == "__main__":
    sys.stdout.write(configuration_page())
