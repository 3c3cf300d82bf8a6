"""A Chromium without a window, for all sandboxes of this process; each is a page apart from the others."""

from __future__ import annotations

import asyncio
import functools
import json
import os
import sys
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeVar

from playwright.async_api import Browser, Error, Page, async_playwright

from runtime.sandbox.backend import BackendError
from runtime.sandbox.process import GoneError

T = TypeVar("T")

FLAGS = ("--disable-gpu", "--disable-quic", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND")
START_SECONDS = 60
END_SECONDS = 15
DIED = "Chromium has ended while it judged"


class Chromium:
    """Lives in a thread with an event loop: whoever asks it may be any thread, and be interrupted."""

    def __init__(self, executable: str) -> None:
        self._loop = _event_loop()
        self._over = asyncio.Event()
        self._started: Future[Browser] = Future()
        self._thread = threading.Thread(target=self._run, args=[executable], daemon=True)
        self._thread.start()
        self.users = 0
        try:
            self._browser = self._started.result(START_SECONDS + END_SECONDS)
        except Error as error:
            self._thread.join()
            raise BackendError(f"{executable} does not start: {_one_line(error)}") from error
        except BaseException:  # interrupted, or too late: none may be left behind
            self.close()
            raise

    def works(self) -> bool:
        """Whether it can still open pages."""
        try:
            self.do(self._try(), END_SECONDS)
        except (Error, TimeoutError):
            return False
        return True

    async def _try(self) -> None:
        await (await self._browser.new_context()).close()

    def do(self, action: Coroutine[Any, Any, T], seconds: float) -> T:
        """Return what an action with its objects brings. Raises TimeoutError, and Error of Playwright."""
        future = asyncio.run_coroutine_threadsafe(action, self._loop)
        try:
            return future.result(seconds)
        finally:
            future.cancel()

    async def open(self, address: str) -> Page:
        """Open a page that shares nothing with any other and reaches no network."""
        context = await self._browser.new_context(
            offline=True, service_workers="block", accept_downloads=False
        )
        page = await context.new_page()
        await page.goto(address)
        return page

    def close(self) -> None:
        """Make sure that it is gone."""
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()

    def _run(self, executable: str) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._live(executable))

    async def _live(self, executable: str) -> None:
        try:
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(
                    executable_path=executable,
                    chromium_sandbox=not _is_root(),
                    args=FLAGS,
                    timeout=START_SECONDS * 1000,
                )
                self._started.set_result(browser)
                await self._over.wait()
                await browser.close()
        except BaseException as error:  # the thread's edge: whoever waits for the start must hear of it
            if not self._started.done():
                self._started.set_exception(error)
            elif not isinstance(error, Error):  # of closing what is gone
                raise


class ComparingPage:
    """The page of the kernel bundle that runs programs; a `Kernel`."""

    def __init__(self, executable: str, address: str) -> None:
        self._chromium = _borrow(executable)
        try:
            self._page = self._chromium.do(self._chromium.open(address), START_SECONDS)
        except BaseException as error:  # interrupted, too
            _give_back(self._chromium)
            if isinstance(error, Error | TimeoutError):
                raise BackendError(f"Chromium does not open its page: {_one_line(error)}") from error
            raise

    def hear(self, seconds: float) -> dict[str, Any]:
        """Wait for Python; see `Kernel`."""
        return self._call("() => knapsackComparing.open()", None, seconds)

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Return the answer; see `Kernel`. Raises BackendError when all of Chromium has ended."""
        return self._call("text => knapsackComparing.ask(text)", json.dumps(request), seconds)

    def end(self) -> str:
        """Close the page; see `Kernel`."""
        with suppress(Error, TimeoutError):  # gone before, or with Chromium
            self._chromium.do(self._page.context.close(), END_SECONDS)
        _give_back(self._chromium)
        return "its page has ended"

    def _call(self, function: str, argument: str | None, seconds: float) -> dict[str, Any]:
        try:
            answer = self._chromium.do(self._page.evaluate(function, argument), seconds)
            return dict(json.loads(answer))
        except Error as error:
            if not self._chromium.works():
                raise BackendError(DIED) from error
            raise GoneError from error
        except (ValueError, TypeError, RecursionError) as error:
            raise GoneError from error


_lock = threading.Lock()
_running: list[Chromium] = []


def _borrow(executable: str) -> Chromium:
    """Return the Chromium of this process, a new one where there is none."""
    with _lock:
        chromium = next((one for one in _running if one.works()), None)
        if chromium is None:
            chromium = Chromium(executable)
            _running.append(chromium)
        chromium.users += 1
        return chromium


def _give_back(chromium: Chromium) -> None:
    with _lock:
        chromium.users -= 1
        if not chromium.users:
            _running.remove(chromium)
            chromium.close()


def _event_loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    if sys.platform != "win32":  # Ctrl-C is for us, who then close what the loop has started
        start = functools.partial(loop.subprocess_exec, start_new_session=True)
        loop.subprocess_exec = start  # type: ignore[method-assign]
    # A driver that ends leaves a failed future to nobody; whoever waits for an answer hears of it.
    loop.set_exception_handler(lambda _loop, _context: None)
    return loop


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _one_line(error: Exception) -> str:
    """Return the first line of what Playwright says, without the name of its function."""
    line = str(error).strip().partition("\n")[0]
    return line.partition(": ")[2] or line or type(error).__name__
