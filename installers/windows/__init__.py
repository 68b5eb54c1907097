"""Builds the installer for Windows laptops on Debian: `python3 dev.py installer`."""
