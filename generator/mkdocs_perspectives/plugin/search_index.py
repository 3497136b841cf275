"""Tells the site's search of the generated pages, in place of what it would read off them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import chain
from pathlib import Path

from mkdocs_perspectives.common import Language
from mkdocs_perspectives.pages import role_entries
from mkdocs_perspectives.pipeline import Written

__all__ = ["rewrite_index"]


def rewrite_index(
    index: Path, site: Written, addresses: Mapping[str, str], language: Language
) -> None:
    """Put our entries in the place of the search's own for the same pages."""
    data = json.loads(index.read_text("utf-8"))
    own: dict[str, dict[str, object]] = {}
    of_scenarios = (entry for summary in site.summaries for entry in summary.search)
    for entry in chain(of_scenarios, role_entries(site.shared, language)):
        if address := addresses.get(entry.path):
            own[address] = {"location": address, "title": entry.title, "text": entry.text}
            if entry.tags:
                own[address]["tags"] = list(entry.tags)
    # Not every search plugin leaves out what it is asked to.
    others = [doc for doc in data["docs"] if doc["location"].split("#")[0] not in own]
    data["docs"] = [*others, *own.values()]
    index.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), "utf-8")
