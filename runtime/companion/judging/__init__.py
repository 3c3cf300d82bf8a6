"""Official verdicts: programs wait in line, are judged with all tests, and nothing that waits is lost."""
