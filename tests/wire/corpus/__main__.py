"""Write the frozen requests of a schema."""

import sys

from tests.wire.corpus import main

main(sys.argv[1:])
