from tests.sandbox.backends import backend
from tests.sandbox.chromium import chromium
from tests.sandbox.engine import engine, rootfs

__all__ = ["backend", "chromium", "engine", "rootfs"]
