from tests.sandbox.engine import engine, rootfs

__all__ = ["engine", "rootfs"]
