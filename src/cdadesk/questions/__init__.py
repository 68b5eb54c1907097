"""Question sets: XLSForm in, filling and checking an interview; no window, no store."""
