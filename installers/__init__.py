"""What makes cdadesk ready to install; not part of the program."""
