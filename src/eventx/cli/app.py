"""The commands with their options; what they do is imported when one of them is called."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

app = typer.Typer(
    name="eventx", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
    help="Conflict reporting in, research-grade event rows out. Rows go to standard output, all else to standard "
    "error. Exit codes: 0 done, 1 data errors, 2 wrong usage, 3 some articles failed.",
)  # fmt: skip
lang = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Language packs: run the rules' own examples.")
gazetteer = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Places and actors: find names, check and compile the tables.")
app.add_typer(lang, name="lang")
app.add_typer(gazetteer, name="gazetteer")

Published = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Day of publication where the article does not say.")]
Publisher = Annotated[str, typer.Option(help="Outlet where the article does not say.")]
Language = Annotated[str, typer.Option(help="Language (ISO 639-1) where the article does not say; else it is detected.")]
Column = Annotated[list[str] | None, typer.Option("--column", metavar="FIELD=NAME", help="The key or column that holds a field (id, publisher, published, language, title, url, text) under another name; may be given several times.")]
Geocoder = Annotated[Literal["nominatim", "geonames", "photon", "pelias"] | None, typer.Option(help="Ask this online geocoder for places that no table knows, one name a second; answers are kept in your data folder. Never by default.")]
UserAgent = Annotated[str, typer.Option("--user-agent", metavar="NAME", help="Who asks the geocoder: your project and an address.")]
GeocoderUser = Annotated[str, typer.Option("--geocoder-user", metavar="NAME", help="User name of GeoNames, key of Pelias.")]
GeocoderUrl = Annotated[str, typer.Option("--geocoder-url", metavar="URL", help="A server of your own in place of the public one.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No summary on standard error.")]


def _version(value: bool) -> None:
    if value:
        from importlib.metadata import PackageNotFoundError, version

        try:
            typer.echo(f"eventx {version('eventx')}")
        except PackageNotFoundError:
            typer.echo("eventx (source tree)")
        raise typer.Exit


@app.callback()
def _root(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")] = False) -> None:
    del version


@app.command()
def extract(
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLE...", help="Files (txt, html, json, jsonl, csv, parquet, warc; also gzipped), folders of them, quoted patterns such as 'news/**/*.html', or - for standard input.")],
    form: Annotated[Literal["jsonl", "csv", "parquet", "table"] | None, typer.Option("--format", "-f", help="Default: table on a terminal, else jsonl; of a file, what its ending says. With -o, table is printed beside the files.")] = None,
    output: Annotated[list[Path] | None, typer.Option("--output", "-o", metavar="FILE", help="Write rows here instead of standard output; may be given several times.")] = None,
    published: Published = None,
    publisher: Publisher = "",
    language: Language = "",
    column: Column = None,
    evidence: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the words that prove each cell, as JSON lines.")] = None,
    problems: Annotated[Path | None, typer.Option(metavar="FILE", help="Write doubts and dismissed mentions, as JSON lines.")] = None,
    names: Annotated[Literal["eventx", "acled"], typer.Option(help="Spelling of places: common English (Idlib), or ACLED's and OCHA's (Idleb).")] = "eventx",
    workers: Annotated[int, typer.Option(min=1, help="Processes; the rows and their order stay the same.")] = 1,
    geocoder: Geocoder = None,
    user_agent: UserAgent = "",
    geocoder_user: GeocoderUser = "",
    geocoder_url: GeocoderUrl = "",
    quiet: Quiet = False,
) -> None:
    """Articles in, event rows out."""
    from eventx.cli import extracting, naming
    from eventx.guard import Given

    online = naming.online(geocoder, user_agent, geocoder_user, geocoder_url)
    given = Given(published.date() if published else None, publisher, language, online)
    raise typer.Exit(
        extracting.run(articles, given, columns=column or [], form=form or "", outputs=output or [], evidence=evidence, problems=problems, names=names, workers=workers, quiet=quiet)
    )


@app.command()
def build(
    corpus: Annotated[list[str], typer.Argument(metavar="CORPUS...", help="Files (txt, html, json, jsonl, csv, parquet, warc; also gzipped), folders of them, quoted patterns such as 'news/**/*.html', or - for standard input.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The folder of the data set; finished work is kept in it, so that the next run goes on.")],
    workers: Annotated[int, typer.Option(min=1, help="Processes; the files stay the same.")] = 1,
    published: Published = None,
    publisher: Publisher = "",
    language: Language = "",
    column: Column = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget finished work and read all articles anew.")] = False,
    engine: Annotated[Literal["local", "dask"], typer.Option(help="Who works: processes of this machine, or a dask.distributed cluster.")] = "local",
    scheduler: Annotated[str, typer.Option(metavar="ADDRESS", help="Scheduler of the cluster, such as tcp://10.0.0.1:8786; a cluster of this machine when none is given.")] = "",
    geocoder: Geocoder = None,
    user_agent: UserAgent = "",
    geocoder_user: GeocoderUser = "",
    geocoder_url: GeocoderUrl = "",
    quiet: Quiet = False,
) -> None:
    """An archive to a published data set: rows, evidence, problems, description, report."""
    from eventx.cli import building, naming
    from eventx.guard import Given

    online = naming.online(geocoder, user_agent, geocoder_user, geocoder_url)
    given = Given(published.date() if published else None, publisher, language, online)
    raise typer.Exit(
        building.run(corpus, given, folder=output, columns=column or [], workers=workers, fresh=fresh, engine=engine, scheduler=scheduler, quiet=quiet)
    )


@app.command()
def explain(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="One file, or - for standard input.")],
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a web page instead, with each cell's words highlighted.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Also sentences in which nothing was found.")] = False,
    published: Published = None,
    publisher: Publisher = "",
    language: Language = "",
) -> None:
    """How an article became rows: sentence, layers, clauses, candidates, row; dismissed candidates with the reason."""
    from eventx.cli import extracting
    from eventx.guard import Given

    given = Given(published.date() if published else None, publisher, language)
    raise typer.Exit(extracting.explain(article, given, html=html, every=every))


@app.command()
def validate(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Event rows as CSV, JSON lines or Parquet, ours or ACLED's.")],
    form: Annotated[Literal["text", "json", "github"], typer.Option("--format", "-f", help="How a finding is printed.")] = "text",
    quiet: Quiet = False,
) -> None:
    """Check files of event rows; exit code 1 when a row is wrong."""
    from eventx.cli import judging

    raise typer.Exit(judging.validate(files, form=form, quiet=quiet))


@app.command()
def convert(
    source: Annotated[Path, typer.Argument(metavar="IN", help="Event rows as csv, jsonl, parquet, geojson or xlsx, ours or ACLED's of any age.")],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write; its ending says the format.")],
    profile: Annotated[Literal["acled", "ucdp", "hxl"] | None, typer.Option(help="Other columns: ACLED's 31, UCDP GED's, or ours under a row of HXL hashtags.")] = None,
    names: Annotated[Literal["eventx", "acled"] | None, typer.Option(help="Spelling of places; ACLED's is the default of its profile.")] = None,
    excel: Annotated[bool, typer.Option("--excel", help="Begin CSV with the mark (BOM) by which Excel knows UTF-8.")] = False,
    kind: Annotated[Literal["csv", "jsonl", "parquet", "geojson", "xlsx"] | None, typer.Option("--from", help="Format of IN where its ending does not say.")] = None,
    into: Annotated[Literal["csv", "jsonl", "parquet", "geojson", "xlsx"] | None, typer.Option("--to", help="Format of OUT where its ending does not say.")] = None,
    quiet: Quiet = False,
) -> None:
    """Event rows to another format or other columns; exit code 1 when a row is broken (all others are written)."""
    from eventx.cli import converting

    raise typer.Exit(
        converting.run(source, target, kind=kind or "", into=into or "", profile=profile or "", names=names or "", excel=excel, quiet=quiet)
    )


@app.command()
def evaluate(
    gold: Annotated[list[Path], typer.Argument(metavar="FOLDER...", help="Folders of gold cases (or single case files).")],
    misses: Annotated[bool, typer.Option("--misses", help="Also what is wrong, case by case.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Everything as one JSON object.")] = False,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Also write a web page: figures, and case by case the text, the gold row beside the given one, what differs.")] = None,
) -> None:
    """Precision, recall and F1 per column against gold cases; exit code 1 when a file is none (all others are scored).

    Where gold rows name their incident, also how well rows of several articles become one.
    """
    from eventx.cli import judging

    raise typer.Exit(judging.evaluate(gold, misses=misses, as_json=as_json, html=html))


@app.command()
def schema(
    form: Annotated[Literal["json", "markdown", "arrow"], typer.Option("--format", "-f", help="JSON Schema, a table for people, or Arrow types.")] = "json",
) -> None:
    """The columns of a row: order, types, values, definitions."""
    from eventx.cli import judging

    raise typer.Exit(judging.schema(form))


@app.command()
def review(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="What `eventx build` wrote, or a folder with the events, evidence.jsonl and problems.jsonl of `eventx extract`.")],
    articles: Annotated[list[Path] | None, typer.Option(metavar="FILE", help="Where the articles are, when not in the folder; may be given several times.")] = None,
    who: Annotated[str, typer.Option("--coder", metavar="NAME", help="Who signs the decisions; the account's name by default.")] = "",
    second: Annotated[str, typer.Option("--second", metavar="NAME", help="A second coder, blind to the first: own judgements, the rows that the first has judged.")] = "",
    sample: Annotated[int, typer.Option(min=0, metavar="N", help="Give the second coder only N of these rows, always the same.")] = 0,
    export: Annotated[bool, typer.Option("--export", help="Write the reviewed data set and the agreement report, and leave.")] = False,
    judged: Annotated[bool, typer.Option("--judged", help="Export only rows that somebody accepted.")] = False,
    out: Annotated[Path | None, typer.Option("--output", "-o", metavar="DIR", help="Where --export writes; DIR/exports by default.")] = None,
    report: Annotated[bool, typer.Option("--report", help="Print the measured precision and the agreement of the coders, and leave.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The report as one JSON object.")] = False,
    host: Annotated[str, typer.Option(help="Address to listen on; beyond this machine a token is asked for.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8321,
    token: Annotated[str, typer.Option(envvar="EVENTX_REVIEW_TOKEN", help="The token to ask for; one is made where one is needed.")] = "",
    names: Annotated[list[str] | None, typer.Option("--name", metavar="HOST", help="Another name under which the desk is reached; may be given several times.")] = None,
    browser: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """See, correct and trust the rows: a local web page. Decisions go to judgements.jsonl, the files stay as they are."""
    from eventx.cli import reviewing

    if report:
        raise typer.Exit(reviewing.report(folder, articles or [], as_json=as_json))
    if export:
        raise typer.Exit(reviewing.export(folder, articles or [], out=out, judged=judged))
    desk = reviewing.Desk(who, second, sample, host, port, token, tuple(names or ()), browser)
    raise typer.Exit(reviewing.serve(folder, articles or [], desk))


@lang.command("check")
def lang_check(
    languages: Annotated[list[str] | None, typer.Argument(metavar="[LANG...]", help="Languages; all that have a pack when none is given.")] = None,
    fired: Annotated[list[str] | None, typer.Option(metavar="CORPUS", help="Count each rule's firings over these articles instead; may be given several times.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a finding.")] = False,
) -> None:
    """Run every rule's examples; exit code 1 when one fails."""
    from eventx.cli import packing

    raise typer.Exit(packing.fired(languages or [], fired, as_json=as_json) if fired else packing.check(languages or [], as_json=as_json))


@gazetteer.command("find")
def gazetteer_find(
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Names, or - for one JSON query a line on standard input.")],
    kind: Annotated[Literal["place", "actor"] | None, typer.Option(help="Only places or only actors.")] = None,
    country: Annotated[str, typer.Option(help="ISO3 of the country that the article is about.")] = "",
    language: Annotated[str, typer.Option(help="Language of the name.")] = "",
    day: Annotated[datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], metavar="DATE", help="Day of the event: regimes change names.")] = None,
    near: Annotated[str, typer.Option(help="A place nearby.")] = "",
    geocoder: Geocoder = None,
    user_agent: UserAgent = "",
    geocoder_user: GeocoderUser = "",
    geocoder_url: GeocoderUrl = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a query.")] = False,
) -> None:
    """What a name can stand for, best first, with reasons."""
    from eventx.cli import naming

    options = {"kind": kind, "country": country, "language": language, "date": day.date().isoformat() if day else "", "near": near}
    online = naming.online(geocoder, user_agent, geocoder_user, geocoder_url)
    raise typer.Exit(naming.find(names, {key: value for key, value in options.items() if value}, as_json=as_json, online=online))


@gazetteer.command("check")
def gazetteer_check(as_json: Annotated[bool, typer.Option("--json", help="One JSON object a finding.")] = False) -> None:
    """Check every line of the tables; exit code 1 when one is wrong."""
    from eventx.cli import naming

    raise typer.Exit(naming.check(as_json=as_json))


@gazetteer.command("import")
def gazetteer_import(
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE...", help="A GeoNames country dump (SY.txt, SY.zip) or an OCHA COD-AB table (csv, tsv, xlsx) that you have downloaded.")] = None,
    name: Annotated[str, typer.Option(help="What the import is called; the file's name by default. An import of that name is replaced.")] = "",
    country: Annotated[str, typer.Option(metavar="ISO3", help="The country of a table that does not say it.")] = "",
    listed: Annotated[bool, typer.Option("--list", help="Show what has been imported, and leave.")] = False,
    remove: Annotated[list[str] | None, typer.Option("--remove", metavar="NAME", help="Take an import away; may be given several times.")] = None,
    refresh: Annotated[bool, typer.Option("--refresh", help="Compile what was imported anew, as after a new version of eventx.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a fault, or an import of --list.")] = False,
    quiet: Quiet = False,
) -> None:
    """Places of downloaded tables beside ours, in your data folder (EVENTX_DATA); exit code 1 when a line was left out."""
    from eventx.cli import importing
    from eventx.errors import UsageError

    if listed:
        raise typer.Exit(importing.show(as_json=as_json))
    if remove:
        raise typer.Exit(importing.remove(remove, quiet=quiet))
    if refresh:
        raise typer.Exit(importing.refresh(quiet=quiet))
    if not files:
        raise UsageError("no file to import", hint="eventx gazetteer import SY.txt, or --list, --remove NAME, --refresh")
    raise typer.Exit(importing.take(files, name=name, country=country, as_json=as_json, quiet=quiet))


@gazetteer.command("compile")
def gazetteer_compile(force: Annotated[bool, typer.Option("--force", help="Also when the index is fresh.")] = False) -> None:
    """Compile the tables into the index that look-ups map."""
    from eventx.cli import naming

    raise typer.Exit(naming.compile_index(force=force))
