"""Demand: what firms ask for, from the felt need to a service that they buy."""
