"""The tests; helpers that several folders share are imported as `tests.<module>`."""
