"""Printed papers: described as plain blocks first, drawn second. Knows no store and no window."""
