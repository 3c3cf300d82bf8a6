"""Takes system calls away that no student's program needs and that have been used to break out of sandboxes.

The filter is a program for the kernel's packet filter (see seccomp(2), linux/filter.h, linux/seccomp.h). It
is defence in depth: where the kernel or the machine does not have it, the namespaces and limits still hold.
"""

from __future__ import annotations

import ctypes
import os
import struct

PR_SET_SECCOMP, MODE_FILTER = 22, 2
LOAD, JUMP_EQUAL, JUMP_ANY_BIT, RETURN = 0x20, 0x15, 0x45, 0x06
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16
ALLOW, REFUSE, UNKNOWN = 0x7FFF0000, 0x00050001, 0x00050026
"""Go on; fail with EPERM; fail with ENOSYS, after which libraries try an older call."""
NEW_NAMESPACES = 0x7E020080

AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
CLONE = {"x86_64": 56, "aarch64": 220}
PRLIMIT = {"x86_64": 302, "aarch64": 261}
CLONE3 = 435
X32 = 0x40000000
"""Numbers from here on are the same calls for another set of registers."""
# ptrace, personality, mounts, namespaces, modules, keys, tracing, other processes' memory, handles, io_uring;
# what outlives its process or holds memory that no limit counts: System V segments, semaphores and queues,
# POSIX queues, files without a name; the priority of others, who may be the supervisor
REFUSED = {
    "x86_64": [
        101, 135, 155, 161, 163, 165, 166, 167, 168, 169, 175, 176, 179, 246, 248, 249, 250, 272, 298, 303,
        304, 308, 310, 311, 312, 313, 320, 321, 323, 425, 426, 427, 428, 429, 430, 431, 432, 433, 438,
        440, 442,
        29, 64, 68, 240, 319, 447, 141, 142, 144, 203, 251, 314,
    ],
    "aarch64": [
        117, 92, 41, 51, 89, 40, 39, 224, 225, 142, 104,
        105, 106, 60, 217, 218, 219, 97, 241, 264, 265, 268, 270,
        271, 272, 273, 294, 280, 282, 425, 426, 427, 428, 429, 430, 431, 432, 433, 438, 440, 442,
        194, 190, 186, 180, 279, 447, 140, 118, 119, 122, 30, 274,
    ],
}  # fmt: skip


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def forbid(libc: ctypes.CDLL) -> bool:
    """Refuse the calls here and in all that this process starts, for good. False where it cannot be done."""
    machine = os.uname().machine
    if machine not in AUDIT:
        return False
    code = _filter(machine)
    program = _Program(len(code) // 8, code)
    return bool(libc.prctl(PR_SET_SECCOMP, MODE_FILTER, ctypes.byref(program), 0, 0) == 0)


def _filter(machine: str) -> bytes:
    """Return the filter; each jump goes to the instruction behind it or skips that."""
    code = [_op(LOAD, ARCHITECTURE), _op(JUMP_EQUAL, AUDIT[machine], 1, 0), _op(RETURN, REFUSE)]
    code += [_op(LOAD, NUMBER)]
    code += [_op(0x35, X32, 0, 1), _op(RETURN, REFUSE)] if machine == "x86_64" else []
    code += [_op(JUMP_EQUAL, CLONE3, 0, 1), _op(RETURN, UNKNOWN)]
    for number in REFUSED[machine]:
        code += [_op(JUMP_EQUAL, number, 0, 1), _op(RETURN, REFUSE)]
    # Its own limits a process may lower, and nobody else's.
    code += [_op(JUMP_EQUAL, PRLIMIT[machine], 0, 4), _op(LOAD, FIRST_ARGUMENT)]
    code += [_op(JUMP_EQUAL, 0, 1, 0), _op(RETURN, REFUSE), _op(RETURN, ALLOW)]
    code += [_op(JUMP_EQUAL, CLONE[machine], 0, 3), _op(LOAD, FIRST_ARGUMENT)]
    code += [_op(JUMP_ANY_BIT, NEW_NAMESPACES, 0, 1), _op(RETURN, REFUSE), _op(RETURN, ALLOW)]
    return b"".join(code)


def _op(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
