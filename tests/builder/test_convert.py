from __future__ import annotations

from builder.convert import Source, convert, shift_headings


def test_headings_are_moved_to_their_level() -> None:
    assert shift_headings("<h2>a</h2>", 2) == "<h2>a</h2>"
    assert shift_headings("<h5>a</h5><h6>b</h6>", 6) == "<h6>a</h6><h6>b</h6>"


def test_what_is_wrong_with_a_text_is_said() -> None:
    faults = convert(Source("$\\nosuchcommand$ <script>x</script>", 2)).faults
    assert [severity for severity, _ in faults] == ["warning", "error"]
