"""Loaded last by the process from which programs are forked: what all forks share no collector of garbage looks at.

A server that looks through all that is loaded copies it: a fifth of a second, for each server of a test.
"""

import gc

gc.collect()
gc.freeze()
