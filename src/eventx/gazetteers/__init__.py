"""Places and actors: tables that people edit, compiled into one index that is mapped and never loaded whole.

``tables`` reads the CSV files, ``compile`` builds the index, ``places`` and ``actors`` answer from it,
``resolve`` decides which of several is meant, ``find`` and ``geocoder`` are its outward faces, ``check`` its judge.
Nothing is imported here, so that the build hook can compile without the package's run-time dependencies.
"""
