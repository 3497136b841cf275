"""The program ``perspectives``.

A command lives for a second, and most objects that it makes for as long as it does. So the
collector of unused objects looks through them seldom, through those of the imports never, and not
once more at the end.
"""

import atexit
import gc

gc.set_threshold(100_000)
atexit.register(gc.freeze)
from generator.cli import main  # noqa: E402

gc.freeze()

if __name__ == "__main__":
    main(prog_name="perspectives")
