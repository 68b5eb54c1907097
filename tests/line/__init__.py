"""What a bad line may take: nothing. Real client, real server process, and between them a line that breaks."""
