"""Tests of the web pages, against a real server process."""
