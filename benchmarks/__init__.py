"""Measurements of the whole program; `python3 dev.py bench` runs them. They assert nothing and keep nothing."""
