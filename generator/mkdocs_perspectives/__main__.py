"""The command ``perspectives``, also as ``python -m mkdocs_perspectives``."""

from mkdocs_perspectives.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main(prog_name="perspectives")
