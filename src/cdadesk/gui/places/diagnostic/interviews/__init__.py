"""Interviews of the cluster: their list, and one filled in page by page."""
