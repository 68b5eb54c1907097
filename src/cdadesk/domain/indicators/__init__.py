"""Indicators: what is measured to see whether the work changes anything."""
