"""The diagnostic study: assembled from records alone, section by section."""
