"""The program ``perspectives``.

A command lives for a second, and the objects of what it imports for as long as it does. So the
collector of unused objects does not look through them, neither while they are made nor later.
"""

import gc

gc.disable()
from generator.cli import main  # noqa: E402

gc.freeze()
gc.enable()

if __name__ == "__main__":
    main(prog_name="perspectives")
