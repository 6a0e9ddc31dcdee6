"""`python -m newsledger.demo_site --port N`: the demo site in the foreground."""

from newsledger.demo_site.server import main

main()
