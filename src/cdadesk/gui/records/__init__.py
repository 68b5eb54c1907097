"""Records of one kind on a page: the list, the chosen one as a form, its history, what was said about it, the trash."""
