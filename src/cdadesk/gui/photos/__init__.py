"""Photos and papers in the window: the strip beside a record, and the viewer."""
