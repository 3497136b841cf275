"""Reports what changed between two git revisions, as text, Markdown or JSON.

The changes themselves are computed by ``compare.changes``.
"""

from mkdocs_perspectives.review.change_json import diff_json
from mkdocs_perspectives.review.change_report import review_markdown, review_text
from mkdocs_perspectives.review.git_revisions import Snapshots, snapshots

__all__ = ["Snapshots", "diff_json", "review_markdown", "review_text", "snapshots"]
