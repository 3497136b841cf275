"""Perspectives: a static-site generator for simulated perspectives.

Scenarios and personas go in as YAML; a language model is asked once per persona; Markdown pages
that compare the roles come out, and MkDocs publishes them. The data flows one way through the
packages ``scenario``, ``prompt``, ``llm``, ``ask``, ``answers``, ``compare`` and ``pages``;
``pipeline`` runs them in order, and ``plugin`` and ``cli`` are thin skins over it. Each package
imports only from those below it: cli > plugin > pipeline > pages, review > ask, compare > answers
> prompt > scenario, llm > common.
"""

__all__ = ["__version__"]

__version__ = "0.1.0"
