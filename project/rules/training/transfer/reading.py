"""From the bytes of a file to what it says about training."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from typing import Final

from project.rules.training.transfer import (
    calisthenics_memory,
    columns_by_hand,
    fitnotes,
    hevy,
    liftlog,
    liftosaur,
    own,
    own_tables,
    strong,
)
from project.rules.training.transfer.figures import Figures
from project.rules.training.transfer.formats import Context, Format
from project.rules.training.transfer.gathering import Found, Gathering
from project.rules.training.transfer.json_stream import kind_of
from project.rules.training.transfer.moments import Order, order_of
from project.rules.training.transfer.notices import LeftOutError, Notices, UnreadableError
from project.rules.training.transfer.opening import Source, sources
from project.rules.training.transfer.tables import Row, Table, table_of
from project.rules.training.transfer.types import (
    NO_ANSWERS,
    Answers,
    DateOrder,
    ImportedLadder,
    Question,
    QuestionKind,
    Reading,
    SourceApp,
    WeightUnit,
)

FORMATS: Final = tuple(
    chain.from_iterable(
        module.FORMATS
        for module in (strong, hevy, fitnotes, liftlog, liftosaur, calisthenics_memory, own_tables)
    )
)
_KNOWN: Final = (*(one.needs for one in FORMATS), calisthenics_memory.EXERCISES)
_NEARLY: Final = 3
"""Columns of a format that a table may lack and still be taken for a damaged one of it."""

_LEAST: Final = 4
"""Columns of a format that such a table must have."""

Sets = Iterable[Found | tuple[int, LeftOutError]]


@dataclass(slots=True)
class _Run:
    """One reading while it goes on."""

    answers: Answers
    today: date
    notices: Notices = field(default_factory=Notices)
    app: SourceApp | None = None
    shape: str = ""
    ladders: list[ImportedLadder] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


def read(content: bytes, answers: Answers = NO_ANSWERS, *, today: date) -> Reading:
    """Return what a file says; never raises for anything that may be in it.

    ``today`` is the athlete's: what is dated later than tomorrow is a slip.
    """
    run = _Run(answers, today)
    try:
        reading = _read(run, sources(content))
    except UnreadableError as error:
        notices = (error.notice, *run.notices.kept())
        counts = {**run.notices.counts, error.notice.code: 1}
        return Reading(app=run.app, shape=run.shape, notices=notices, counts=counts)
    return reading


def _read(run: _Run, files: list[Source]) -> Reading:
    tables = []
    for source in files:
        start = source.starts_with()
        if start == "{":
            kind = kind_of(source, own.MARKS, calisthenics_memory.BACKUP)
            if kind == own.MARKS:
                return _read_own(run, source)
            if kind == calisthenics_memory.BACKUP:
                return _read_backup(run, source)
        elif start != "[" and (table := table_of(source, _KNOWN)) is not None:
            tables.append(table)
    return _read_tables(run, tables)


def _read_own(run: _Run, source: Source) -> Reading:
    run.app, run.shape = SourceApp.OWN, "archive"
    found, run.ladders = own.read_own(source)
    return _gathered(run, found, Context(run.answers, DateOrder.DAY_FIRST), numbered=False)


def _read_backup(run: _Run, source: Source) -> Reading:
    run.app, run.shape = SourceApp.CALISTHENICS_MEMORY, "backup"
    context = Context(run.answers, DateOrder.DAY_FIRST)
    found, run.ladders = calisthenics_memory.read_backup(source, context)
    return _gathered(run, found, context, numbered=True)


def _read_tables(run: _Run, tables: list[Table]) -> Reading:
    known = [(table, form) for table in tables if (form := _format_of(table)) is not None]
    lists = [table for table in tables if calisthenics_memory.is_exercises(table)]
    if len(known) > 1 and len({form.app for _, form in known}) == 1 and known[0][1].app == "own":
        known = known[:1]  # the same sets for people and for machines
    if len(known) > 1:
        raise UnreadableError("zip_several")
    for table in lists:
        run.ladders.extend(calisthenics_memory.table_ladders(table))
    if known:
        ((table, form),) = known
        return _read_table(run, table, form)
    if lists:
        run.app, run.shape = SourceApp.CALISTHENICS_MEMORY, "exercises"
        return Reading(app=run.app, shape=run.shape, ladders=tuple(run.ladders))
    if not tables:
        raise UnreadableError("unknown")
    if len(tables) > 1:
        raise UnreadableError("zip_several")
    return _read_by_hand(run, tables[0])


def _format_of(table: Table) -> Format | None:
    """Return the format of a table: of those whose columns are all there, the one with most."""
    names = table.places.keys()
    fitting = [form for form in FORMATS if form.needs <= names]
    return max(fitting, key=lambda form: len(form.needs), default=None)


def _read_table(run: _Run, table: Table, form: Format) -> Reading:
    run.app, run.shape = form.app, form.shape
    if twice := sorted(table.twice() & form.needs):
        raise UnreadableError("duplicate_header", table.line, name=twice[0])
    width = _Width(len(table.headers))
    order = order_of((row.line, row.get(form.date)) for row in width.watching(table.rows()))
    if order.is_mixed:
        run.notices.note("orders_mixed", order.line)
    context = Context(run.answers, order.order)
    if order.line is not None and not order.is_sure:
        context.order = run.answers.date_order or order.order
        run.questions.append(_order_question(order, run.answers))
    found = _found(table, form, context, width.cells)
    return _gathered(run, found, context, numbered=form.numbered)


def _read_by_hand(run: _Run, table: Table) -> Reading:
    run.app, run.shape = SourceApp.COLUMNS, "by-hand"
    if twice := sorted(table.twice()):
        raise UnreadableError("duplicate_header", table.line, name=twice[0])
    nearest = max(FORMATS, key=lambda form: len(form.needs & table.places.keys()))
    lacking = sorted(nearest.needs - table.places.keys())
    if len(lacking) <= _NEARLY and len(nearest.needs) - len(lacking) >= _LEAST:
        names = ", ".join(lacking)
        run.notices.note("headers_missing", table.line, app=nearest.app.value, names=names)
    meanings = run.answers.columns
    run.questions.append(columns_by_hand.question(table, is_answered=meanings is not None))
    if meanings is None:
        return _finished(run, Reading(app=run.app, shape=run.shape))
    if lacks := columns_by_hand.missing(meanings):
        raise UnreadableError("columns_missing", table.line, meaning=lacks[0].value)
    return _read_table(run, table, columns_by_hand.by_hand(table, meanings))


def _order_question(order: Order, answers: Answers) -> Question:
    return Question(
        kind=QuestionKind.DATE_ORDER,
        proposal=order.order.value,
        line=order.line,
        is_answered=answers.date_order is not None,
    )


class _Width:
    """How many cells a row may have: more than columns only where all rows end so."""

    def __init__(self, columns: int) -> None:
        self.cells = columns

    def watching(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the rows on; afterwards it is known."""
        least = None
        for row in rows:
            least = len(row.cells) if least is None else min(least, len(row.cells))
            yield row
        self.cells = max(self.cells, least or 0)


def _found(
    table: Table, form: Format, context: Context, width: int
) -> Iterator[Found | tuple[int, LeftOutError]]:
    for row in table.rows():
        if len(row.cells) > width:
            # Most often a decimal comma without quotes, which would move all that follows.
            yield row.line, LeftOutError("too_many_cells", number=len(row.cells), most=width)
            continue
        try:
            yield from form.read(row, context)
        except LeftOutError as error:
            yield row.line, error


def _gathered(run: _Run, sets: Sets, context: Context, *, numbered: bool) -> Reading:
    gathering = Gathering(run.notices, today=run.today, numbered=numbered)
    figures = Figures(run.answers)
    for one in sets:
        try:
            if isinstance(one, tuple):
                line, error = one
                raise error
            line = one.line
            gathering.add(one, figures)
        except LeftOutError as error:
            run.notices.note(error.code, line, **error.values)
    faults = run.notices.faults()
    if faults > gathering.sets:
        raise UnreadableError("mostly_wrong", wrong=faults, rows=faults + gathering.sets)
    if not gathering.sets:
        raise UnreadableError("nothing_done")
    run.questions.extend(_questions(run.answers, context, gathering, figures))
    return _finished(
        run,
        Reading(
            app=run.app,
            shape=run.shape,
            workouts=gathering.workouts(),
            ladders=tuple(run.ladders),
        ),
    )


def _questions(
    answers: Answers, context: Context, gathering: Gathering, figures: Figures
) -> Iterator[Question]:
    if figures.unit_line is not None:
        yield Question(
            kind=QuestionKind.UNIT,
            proposal=WeightUnit.KG.value,
            line=figures.unit_line,
            is_answered=answers.unit is not None,
        )
    if context.body_mass:
        yield Question(
            kind=QuestionKind.BODY_MASS,
            names=tuple(sorted(context.body_mass)),
            line=min(context.body_mass.values()),
            is_answered=answers.body_mass is not None,
        )
    if gathering.naive_line is not None:
        yield Question(kind=QuestionKind.ZONE, line=gathering.naive_line)


def _finished(run: _Run, reading: Reading) -> Reading:
    return replace(
        reading,
        notices=run.notices.kept(),
        counts=dict(run.notices.counts),
        questions=tuple(run.questions),
    )
