from tests.sandbox.backends import backend
from tests.sandbox.engine import engine, rootfs

__all__ = ["backend", "engine", "rootfs"]
