"""Lends the package `basthon-turtle` a recorder for a program's run.

The package sends what turtles do to a session, which its modules for Pyodide and for notebooks make. Here
something else stands for these modules, and the session is ours.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import Loader
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from .colours import canonical
from .drawing import Recorder
from .turtle_additions import PACKAGE, SCREEN, TURTLE

Package = Any
"""The package has no types."""
Adopt = Callable[[Package], None]


@contextmanager
def lent(recorder: Recorder) -> Iterator[None]:
    """Let turtles draw into the recorder; nothing of the package stays loaded.

    A backend that loads it before, so that programs need not wait for it, puts it back itself.
    """

    def adopt(package: Package) -> None:
        _adopt(package, recorder)

    before, finder = set(sys.modules), _Finder(adopt)
    if PACKAGE in sys.modules:
        adopt(sys.modules[PACKAGE])
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        if finder in sys.meta_path:
            sys.meta_path.remove(finder)
        for name in set(sys.modules) - before:
            if name.split(".")[0] in {"basthon", "turtle"}:
                del sys.modules[name]


class _Finder:
    """Finds the package where it is, and adopts it once it is loaded."""

    def __init__(self, adopt: Adopt) -> None:
        self._adopt = adopt

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != PACKAGE:
            return None
        for finder in sys.meta_path:
            spec = None if finder is self else finder.find_spec(name, path, target)
            if spec is not None and spec.loader is not None:
                spec.loader = _AdoptingLoader(spec.loader, self._adopt)
                return spec
        return None


class _AdoptingLoader(Loader):
    def __init__(self, loader: Loader, adopt: Adopt) -> None:
        self._loader = loader
        self._adopt = adopt

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        self._adopt(module)


class _Host:
    """Stands for the package's modules that know where it runs."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    def create_session(self, **_named: object) -> Recorder:
        return self._recorder

    def is_notebook(self) -> bool:
        return False

    def uses_svg_renderer(self) -> bool:
        """Say yes: then the package makes no animations of its own, which take time and memory."""
        return True

    def use_sidecar(self, enabled: bool = True) -> None:
        pass


def _adopt(package: Package, recorder: Recorder) -> None:
    package._notebook = package._pyodide = _Host(recorder)
    package._colorstr = _strict(package, package._colorstr)
    for name, method in TURTLE.items():
        setattr(package.Turtle, name, method)
        setattr(package, name, _function(name, lambda: _first_turtle(package)))
    for name, method in SCREEN.items():
        setattr(package.Screen, name, method)
        if not hasattr(package.Turtle, name):
            setattr(package, name, _function(name, package.Screen))
    package.__all__ = list(dict.fromkeys([*package.__all__, *TURTLE, *SCREEN]))


def _function(name: str, owner: Callable[[], Any]) -> Callable[..., Any]:
    """Return a method as a function of the module, which takes what the method takes."""

    def function(*args: object, **named: object) -> object:
        return getattr(owner(), name)(*args, **named)

    function.__name__ = name
    return function


def _first_turtle(package: Package) -> Any:  # noqa: ANN401 - a turtle
    """Return the one that functions of the module move."""
    if package.Turtle._pen is None:
        package.Turtle._pen = package.Turtle()
    return package.Turtle._pen


def _strict(package: Package, colorstr: Callable[..., str]) -> Callable[..., str]:
    """Refuse what is no colour, as Python's own `turtle` does."""

    def strict(*args: object) -> str:
        colour = colorstr(*args)
        if colour and canonical(package._browser_color(colour)) is None:
            raise package.TurtleGraphicsError(f"bad color string: {colour}")
        return colour

    return strict
