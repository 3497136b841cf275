"""The shape of the code and of these tests: small modules and functions, packages that say what
they are for, entered by the front door, each with tests where one looks for them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from commands import ROOT

NAME = "mkdocs_perspectives"
CODE = ROOT / "generator" / NAME
UNIT = ROOT / "tests" / "unit"
MODULES = sorted(CODE.rglob("*.py"))
PACKAGES = sorted(file.parent.name for file in CODE.glob("*/__init__.py"))

MODULE_LINES = 300
FUNCTION_LINES = 60


def _shown(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@cache
def _parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def _functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(_parsed(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_there_is_code_to_look_at() -> None:
    assert len(MODULES) > 50
    assert len(PACKAGES) >= 12


def test_no_module_is_long() -> None:
    lines = {_shown(file): len(file.read_text("utf-8").splitlines()) for file in MODULES}
    assert {file: count for file, count in lines.items() if count > MODULE_LINES} == {}


def test_no_function_is_long() -> None:
    """From its first decorator to its last line, docstring included."""
    lines = {}
    for file in MODULES:
        for function in _functions(file):
            first = min([function.lineno, *(d.lineno for d in function.decorator_list)])
            name = f"{_shown(file)}:{first}: {function.name}"
            lines[name] = (function.end_lineno or first) - first + 1
    assert {name: count for name, count in lines.items() if count > FUNCTION_LINES} == {}


def test_every_package_and_module_says_what_it_is_for() -> None:
    silent = [_shown(file) for file in MODULES if not (ast.get_docstring(_parsed(file)) or "")]
    assert silent == []


# How packages are entered.


def _imports(file: Path) -> Iterator[tuple[int, str, str]]:
    """Every import of a file: its line, the module, and the name that is taken from it, if any."""
    for node in ast.walk(_parsed(file)):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{_shown(file)}:{node.lineno}: a relative import"
            assert node.module is not None
            for alias in node.names:
                yield node.lineno, node.module, alias.name
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, ""


@cache
def _exports(package: str) -> frozenset[str]:
    """The names that a package's own ``__init__`` exports."""
    for node in _parsed(CODE / package / "__init__.py").body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return frozenset(ast.literal_eval(node.value))
    raise AssertionError(f"{package} exports nothing")


@cache
def _opened(package: str) -> frozenset[str]:
    """The submodules from which a package's ``__init__`` takes what it exports."""
    front = f"{NAME}.{package}."
    return frozenset(
        module.removeprefix(front)
        for _, module, _ in _imports(CODE / package / "__init__.py")
        if module.startswith(front)
    )


def test_no_import_reaches_past_the_front_door_of_another_package() -> None:
    """A submodule from which a package exports something is entered through the package alone."""
    found = set()
    for file in MODULES:
        own = file.relative_to(CODE).parts[0]
        for line, module, name in _imports(file):
            package, _, submodule = module.removeprefix(f"{NAME}.").partition(".")
            if not module.startswith(f"{NAME}.") or package == own:
                continue
            if not submodule and name not in _exports(package):
                submodule = name
            if submodule in _opened(package):
                found.add(f"{_shown(file)}:{line}: {package}.{submodule}")
    assert sorted(found) == []


# Where the tests are.


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_has_unit_tests(package: str) -> None:
    assert list((UNIT / package).rglob("test_*.py"))


def test_every_unit_test_is_named_after_the_module_that_it_tests() -> None:
    """So that whoever changes a module finds its tests, and the other way round."""
    tests = [file.relative_to(UNIT) for file in UNIT.rglob("test_*.py")]
    strays = [
        file.as_posix()
        for file in tests
        if file.name != Path(__file__).name
        and not (CODE / file.with_name(file.name.removeprefix("test_"))).exists()
    ]
    assert strays == []
