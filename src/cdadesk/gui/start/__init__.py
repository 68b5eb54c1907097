"""Before a profile is open: choosing it, making the first one, and unlocking it."""
