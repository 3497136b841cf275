"""Perspectives: a static-site generator for simulated perspectives.

Scenarios and personas go in as YAML; a language model is asked once per persona; Markdown pages
that compare the roles come out, and MkDocs publishes them. The data flows one way through the
modules: ``load`` -> ``prompt`` -> ``ask`` (``asking``, ``model``, ``cache``, ``record``) ->
``compare`` -> ``pages``; ``build`` runs it in order, and ``plugin`` and ``cli`` are thin skins over
``build``.
"""

__all__ = ["__version__"]

__version__ = "0.1.0"
