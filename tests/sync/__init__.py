"""Tests of the exchange: against servers that misbehave on purpose, and against the real one."""
