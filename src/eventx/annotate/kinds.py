"""Kinds of people that the parties of a sentence are told apart by; packs name them, ``gazetteers/heads.csv`` codes them."""

STATES = frozenset({"dead", "injured", "casualty", "missing", "displaced", "captured", "bodies"})
FORCES = frozenset(
    ["military", "airforce", "navy", "police", "government", "militant", "gunmen", "rebels", "opposition", "jihadists", "islamists", "separatists", "insurgents", "terrorists", "bandits", "gang", "militia", "paramilitaries", "mercenaries", "settlers", "kurds", "loyalists", "cartel", "pirates", "guards", "herders"]
)
STATE_BODIES = frozenset({"military", "police"})
ARMED = FORCES - {"military", "airforce", "navy", "police", "government", "guards", "settlers"}
CIVILIAN_KINDS = frozenset(
    ["civilian", "child", "woman", "elderly", "person", "family", "student", "teacher", "prisoner", "hostage", "health_worker", "journalist", "aid_worker", "refugee", "official", "national", "foreigner", "settlers_civilian"]
)
