"""Articles to companies, quantities, facts and topics: text in, rows out, no I/O."""
