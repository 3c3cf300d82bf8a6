"""Official judging: the same programs and verdicts as in the browser, run against code that may be hostile.

A backend opens sandboxes; a sandbox runs programs, each in a pristine interpreter, and brings back what
happened. The judge core of `runtime/judge` decides, here in the host, or in a second sandbox where the task
brings code of its own.
"""
