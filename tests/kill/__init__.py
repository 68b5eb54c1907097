"""What a power cut may take: nothing that was shown as saved, and of what is only typed at most the last second."""
