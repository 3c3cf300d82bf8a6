from __future__ import annotations

import signal

import pytest

from runtime.companion.interrupts import held_back


def test_a_signal_waits_until_all_is_ended() -> None:
    done = []
    with pytest.raises(KeyboardInterrupt), held_back():
        signal.raise_signal(signal.SIGINT)
        done.append("went on")
    assert done == ["went on"]


@pytest.mark.parametrize("early", [True, False])
def test_what_runs_is_told_to_end_however_early_the_signal_came(early: bool) -> None:
    told = []
    with pytest.raises(KeyboardInterrupt), held_back() as interrupts:
        if early:
            signal.raise_signal(signal.SIGINT)
        interrupts.end_by(lambda: told.append("end"))
        if not early:
            signal.raise_signal(signal.SIGINT)
    assert told == ["end"]


def test_a_fault_is_not_hidden_by_a_signal() -> None:
    with pytest.raises(ZeroDivisionError), held_back():
        signal.raise_signal(signal.SIGINT)
        raise ZeroDivisionError


def test_without_a_signal_all_is_as_before() -> None:
    before = signal.getsignal(signal.SIGINT)
    with held_back():
        assert signal.getsignal(signal.SIGINT) != before
    assert signal.getsignal(signal.SIGINT) == before
