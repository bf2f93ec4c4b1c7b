"""A small archive of articles in words of our own, for `eventx build`: several outlets on one incident, two languages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MARKET = [
    ("m1", "Halab Daily", "2020-02-05", "en", "Air strike hits market in Saraqeb",
     "Three civilians were killed in a Russian air strike on the market of Saraqeb, in Idlib province, on Tuesday, the Syrian "
     "Observatory for Human Rights said. Eleven people were wounded in the strike, it added.\n\n"
     "The Russian defence ministry denied carrying out raids in the area. Damascus threatened to burn down every post of the rebels."),
    ("m2", "Le Courrier du Levant", "2020-02-05", "fr", "Frappe sur un marché à Saraqeb",
     "Cinq civils ont été tués mardi dans une frappe aérienne russe sur le marché de Saraqeb, dans la province d'Idleb, selon "
     "l'Observatoire syrien des droits de l'homme (OSDH).\n\nDepuis décembre, plus de 300 civils ont péri dans la région."),
]  # fmt: skip
"""One incident told twice; a build makes one row of it."""
OTHERS = [
    ("a1", "Halab Daily", "2020-02-07", "en", "Gunmen kill teacher in Ariha",
     "Unidentified gunmen shot dead a teacher in Ariha, in Idlib province, on Thursday, residents said. Nobody claimed the attack."),
    ("a2", "Euphrates Post", "2020-02-12", "en", "Car bomb in Azaz",
     "A car bomb exploded in the centre of Azaz on Tuesday, killing four people and wounding fifteen others, rescuers said."),
    ("a3", "Le Courrier du Levant", "2020-02-18", "fr", "Embuscade dans le désert",
     "Des combattants du groupe État islamique ont tendu une embuscade lundi à un convoi de l'armée syrienne près de Soukhna, dans la "
     "province de Homs. Sept soldats ont été tués, d'après l'OSDH."),
    ("a4", "Le Courrier du Levant", "2020-02-20", "fr", "Manifestation à Soueïda",
     "Des dizaines d'habitants ont manifesté mercredi à Soueïda contre la hausse des prix. La police n'est pas intervenue."),
    ("a5", "Wire South", "2020-03-03", "en", "Shelling near Maaret al-Numan",
     "Syrian government forces shelled the outskirts of Maarat al-Numan on Monday, killing two civilians, the SOHR said."),
    ("a6", "Halab Daily", "2020-03-03", "en", "Clashes in Saraqeb",
     "Syrian government forces clashed with rebels in Saraqeb on Monday. At least nine fighters were killed, the SOHR reported."),
    ("a7", "Wire South", "2020-03-10", "en", "Two shot in Nawa",
     "Gunmen killed two policemen in Nawa, in Daraa province, on Sunday, a local official said."),
    ("a8", "Le Courrier du Levant", "2020-03-17", "fr", "Mine à Deir ez-Zor",
     "L'explosion d'une mine a tué trois enfants dimanche à Mayadin, dans la province de Deir ez-Zor, ont indiqué des habitants."),
    ("a9", "Niger Bend", "2020-04-07", "fr", "Attaque au Mali",
     "Des hommes armés ont attaqué lundi le camp militaire de Bamba, dans la région de Gao, tuant vingt soldats maliens, selon l'armée."),
    ("b1", "Niger Bend", "2020-04-22", "fr", "Enlèvement à Mopti",
     "Des hommes armés ont enlevé mardi un maire à Bandiagara, dans la région de Mopti, ont dit des témoins."),
    ("b2", "Nile Review", "2020-05-12", "en", "Fighting in South Darfur",
     "At least thirty people were killed in clashes between Arab herders and Fallata tribesmen near Nyala, in South Darfur, on Tuesday, "
     "the governor said."),
    ("b3", "Wire South", "2020-05-20", "en", "Protest in Beirut",
     "Hundreds protested peacefully in Beirut on Tuesday against power cuts."),
    ("b4", "Euphrates Post", "2020-05-27", "en", "Drone strike in Ras al-Ayn",
     "A Turkish drone strike killed two SDF fighters near Ras al-Ayn on Tuesday, the SDF said."),
    ("b5", "Euphrates Post", "2020-06-10", "en", "Grenade in Manbij",
     "A grenade thrown at a checkpoint in Manbij wounded three members of the internal security forces on Monday, residents said."),
]  # fmt: skip


def articles() -> Iterator[dict[str, Any]]:
    """All articles as `eventx build` reads them."""
    for name, publisher, published, language, title, text in (*MARKET, *OTHERS):
        yield {"id": name, "publisher": publisher, "published": published, "language": language, "title": title, "text": text,
               "url": f"https://example.org/{name}"}  # fmt: skip


def archive(file: Path) -> Path:
    """Write the archive as JSON lines."""
    file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in articles()), encoding="utf-8")
    return file
