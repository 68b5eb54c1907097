"""Editors: one widget for each kind of field, all with the same few methods."""
