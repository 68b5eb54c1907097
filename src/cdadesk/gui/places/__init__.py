"""The places of the window, in the order of the work; each is a module or a package, named as people call it."""
