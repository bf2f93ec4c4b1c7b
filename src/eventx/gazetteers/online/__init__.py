"""Online geocoders, asked for names that no table knows: only when the user says so, cached, slow, never in the way.

``options`` is what the user says, ``services`` speaks with geopy's geocoders, ``cache`` keeps answers in the user's data
folder, ``asking`` brings the three together. ``eventx.again`` reads an article anew with the answers.
"""
