"""cdadesk: the desk of a Cluster Development Agent, offline first."""

__version__ = "0.1.0"
