"""Interim."""
import re
from eventx.model import *
def clean(article, *, published=None, publisher="", language=""):
    zones=[]
    if article.title: zones.append(Zone("title","title",0,len(article.title)))
    for m in re.finditer(r"[^\n]+", article.text):
        s=m.start(); t=m.group()
        d=re.match(r"^[A-ZÉÀ][A-ZÉÈÀ'’/ .\-]{2,}[^\n]{0,40}?\s[-–—]\s|^[A-Z]{4,}: ",t)
        if d: s+=d.end()
        kind="item" if re.match(r"^(\d{1,2}[h:]\d\d|[•*-] )",t) else "body"
        zones.append(Zone("text",kind,s,m.end()))
    return Story(article,tuple(zones),article.published or published,article.publisher or publisher,article.language or language)
