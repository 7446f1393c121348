"""A reading as text, a line for each thing, so that people can hold it against the file."""

from collections.abc import Iterator

from project.rules.training.transfer.types import (
    ImportedExercise,
    ImportedSet,
    ImportedWorkout,
    Notice,
    Question,
    Reading,
    SetKind,
)


def transcript(reading: Reading) -> str:
    """Return everything a reading says."""
    return "\n".join(_lines(reading)) + "\n"


def _lines(reading: Reading) -> Iterator[str]:
    yield f"{reading.app or 'nobody'}: {reading.shape or '?'}"
    for question in reading.questions:
        yield _question(question)
    for ladder in reading.ladders:
        rungs = ", ".join(f"{level.rung} {level.level}" for level in ladder.levels)
        yield f"ladder {ladder.name} ({ladder.counting_type}): {rungs}"
    for workout in reading.workouts:
        yield _workout(workout)
        for exercise in workout.exercises:
            yield _exercise(exercise)
            yield from (_set(one) for one in exercise.sets)
    yield from (_notice(notice) for notice in reading.notices)


def _question(question: Question) -> str:
    about = "".join(f" <{name}>" for name in question.names)
    return f"asks {question.kind} {question.proposal}".rstrip() + f"{about} (line {question.line})"


def _workout(workout: ImportedWorkout) -> str:
    start = (
        f"{workout.start:%Y-%m-%d %H:%M:%S}" if workout.has_time else f"{workout.start:%Y-%m-%d}"
    )
    zone = "Z" if workout.start.tzinfo else ""
    length = f" {workout.length} s" if workout.length is not None else ""
    again = f" #{workout.occurrence}" if workout.occurrence else ""
    return f"{start}{zone}{again} [{workout.title}]{length}{_quoted(workout.note)}"


def _exercise(exercise: ImportedExercise) -> str:
    again = f" #{exercise.occurrence}" if exercise.occurrence else ""
    superset = f" superset {exercise.superset}" if exercise.superset is not None else ""
    return f"  {exercise.name}{again}{superset}{_quoted(exercise.note)}"


def _set(one: ImportedSet) -> str:
    parts = [
        f"{one.number}.",
        one.kind.value if one.kind is not SetKind.NORMAL else "",
        f"{one.reps} reps" if one.reps is not None else f"{one.seconds} s",
        f"{one.load_kg:+} kg" if one.load_kg is not None else "",
        one.side or "",
        f"rpe {one.rpe}" if one.rpe is not None else "",
        f"rir {one.rir}" if one.rir is not None else "",
        f"<{one.level}>" if one.level else "",
        f"(line {one.line})",
    ]
    return "    " + " ".join(part for part in parts if part)


def _notice(notice: Notice) -> str:
    values = "".join(f" {name}={value}" for name, value in notice.values.items())
    return f"{notice.gravity} {notice.code} (line {notice.line}){values}"


def _quoted(text: str) -> str:
    return " " + repr(text) if text else ""
