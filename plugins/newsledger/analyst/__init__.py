"""What a reader does at the command line, over the serving copy: ask, browse, trace a number, export."""
