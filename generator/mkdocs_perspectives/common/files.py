"""Bounded reads and atomic writes; a file is only written if its content changes.

Only regular files up to a given size are read: git stores links, and one may lead to an endless
device or to a pipe that nobody writes to.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import time
from collections.abc import Container
from pathlib import Path

from mkdocs_perspectives.common.errors import OutputError

__all__ = [
    "check_inside",
    "differs",
    "ignored_folder",
    "read_bounded",
    "read_start",
    "remove",
    "sweep",
    "write_if_changed",
]

_TEMPORARY = re.compile(r"\..+\.(\d+)-[a-z0-9_]{8}\.tmp")
"""The name of a temporary file; the number is the process that writes it."""
_LEFT_OVER = 60
"""Age in seconds of a temporary file whose writer must have been killed."""


def read_bounded(file: Path, largest: int) -> bytes:
    """The bytes of a regular file, following links.

    Raises:
        OSError: it cannot be read, is not a regular file, or has more than ``largest`` bytes (then
            with ``errno.EFBIG``); ``strerror`` says so in words.
    """
    data = read_start(file, largest + 1)
    if len(data) > largest:
        raise OSError(errno.EFBIG, f"is larger than {largest // 1000} KB", str(file))
    return data


def read_start(file: Path, length: int) -> bytes:
    """At most the first ``length`` bytes of a regular file.

    Raises:
        OSError: it cannot be read, or is not a regular file.
    """
    with open(file, "rb", opener=_at_once) as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise OSError(errno.EINVAL, "it is a device or a pipe, not a file", str(file))
        return stream.read(length)


def _at_once(path: str, flags: int) -> int:
    """Open without waiting, even a pipe that nobody writes to."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def write_if_changed(file: Path, content: str, *, root: Path, durably: bool = True) -> bool:
    """Write ``content`` as UTF-8 to ``file``, below ``root``, unless the file is unchanged.

    A temporary file beside it is written first and then renamed, so that a reader, or the next
    run after a kill, finds either the old file or the new one.

    Args:
        durably: flush to disk, so that this also holds after a power failure; not needed for
            files that can be generated again.

    Returns:
        whether the file was written.

    Raises:
        OutputError: the file cannot be written, or a symbolic link leads out of ``root``.
    """
    try:
        check_inside(file, root)
        if not differs(file, content):
            return False
        file.parent.mkdir(parents=True, exist_ok=True)
        _replace(file, content.encode(), durably)
    except OSError as error:
        raise _output_error(file, "written", error) from error
    return True


def differs(file: Path, content: str) -> bool:
    """Whether ``file`` does not exist, or its content is not ``content`` as UTF-8.

    Line endings are ignored, since git may be configured to change them.
    """
    data = content.encode()
    largest = len(data) + data.count(b"\n")
    try:
        if not len(data) <= file.stat().st_size <= largest:
            return True
        found = read_start(file, largest)
    except FileNotFoundError:
        return True
    return found != data and found.replace(b"\r\n", b"\n") != data


def remove(file: Path, *, root: Path) -> None:
    """Delete ``file``, below ``root``, and any folders that this leaves empty.

    Raises:
        OutputError: the file cannot be deleted, or a symbolic link leads out of ``root``.
    """
    try:
        check_inside(file, root)
        file.unlink(missing_ok=True)
    except OSError as error:
        raise _output_error(file, "deleted", error) from error
    for folder in file.parents:
        if folder == root:
            break
        try:
            folder.rmdir()
        except OSError:
            break


def ignored_folder(folder: Path) -> None:
    """Create a folder that git ignores. OSError if that fails."""
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    # Do not write through a dangling link.
    if not ignore.exists() and not ignore.is_symlink():
        ignore.write_text("*\n", "utf-8")


def sweep(folder: Path, *, without: Container[str] = ()) -> None:
    """Delete temporary files left behind below ``folder`` by killed processes.

    Folders whose name is in ``without`` are skipped.
    """
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in without]
        for name in names:
            if name.endswith(".tmp") and (found := _TEMPORARY.fullmatch(name)):
                file = Path(parent, name)
                with contextlib.suppress(OSError):
                    if file.is_file() and _left_over(file, int(found[1])):
                        file.unlink()


def _left_over(file: Path, process: int) -> bool:
    if time.time() - file.lstat().st_mtime > _LEFT_OVER:
        return True
    if os.name != "posix":
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    # Processes in other containers may have the same number; this one writes nothing meanwhile.
    return process == os.getpid()


def check_inside(file: Path, root: Path) -> None:
    """Refuse a ``file`` that is a symbolic link, or that a link places outside ``root``.

    Raises:
        OutputError: with the remedy.
    """
    if file.is_symlink() or not file.parent.resolve().is_relative_to(root.resolve()):
        raise OutputError(
            f"{file} is a symbolic link, or lies behind one that leads out of {root}",
            "Generated files are written to real folders only; remove the link.",
        )


def _replace(file: Path, data: bytes, durably: bool) -> None:
    temporary = file.with_name(f".{file.name}.{os.getpid()}-{os.urandom(4).hex()}.tmp")
    # Not with tempfile: its files are readable by their owner only, and these are published.
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            if durably:
                stream.flush()
                os.fsync(stream.fileno())
        temporary.replace(file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _output_error(file: Path, verb: str, error: OSError) -> OutputError:
    reason = error.strerror or str(error)
    return OutputError(
        f"{file} cannot be {verb}: {reason}", "Check the disk's space and the folder's permissions."
    )
