"""Tables of places that a user has downloaded: read, kept in the user's data folder, compiled beside the shipped index.

``detect`` tells which kind of table a file is, ``geonames`` and ``codab`` read one each and give records or findings,
``folder`` keeps what was imported, ``layer`` compiles it. Look-up goes through ``eventx.gazetteers.layered``.
"""
