"""Tests of question sets."""
