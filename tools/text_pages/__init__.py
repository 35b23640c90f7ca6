"""Pages of invented news sites, saved as plain text, with what an importer should find in them.

The stories are the demo house's and, where they lie beside the repository, those of public test data; every site has
its own order of parts, labels, wrapping and coding. The sites under `sites/held_out` were written before the importer
and are never looked at while its rules are made.
"""
