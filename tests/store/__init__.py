"""Tests of the store, each on real encrypted files."""
