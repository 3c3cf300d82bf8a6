"""The judge's own faults, and those of a task's author."""


class JudgeFault(Exception):  # noqa: N818 - the verdict it becomes is called a fault, not an error
    """A test cannot be judged as it is written: verdict IE. The text tells the author what to repair."""
