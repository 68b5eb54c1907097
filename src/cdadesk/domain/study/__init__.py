"""What the diagnostic study needs beside interviews: chain, processes, notes, unit studies, comparisons, the map."""
