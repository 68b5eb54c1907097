"""Builds the package for Debian: `python3 dev.py deb`."""
