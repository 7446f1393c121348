"""The floor: what a page of twenty full workouts costs with nothing around it.

Three raw SQL statements on the right indexes, a row for every set, and one precompiled template
of the same content, served by the same gunicorn; beside it a page without a database, and a bare JSON answer.
"""

import os
import sqlite3
from typing import Any

from flask import Flask, jsonify, request
from jinja2 import Environment

app = Flask(__name__)
PAGE = Environment(autoescape=True).from_string("""<!doctype html><html lang="de"><head>
<meta charset="utf-8"><title>Training</title></head><body><h1>Training</h1>
{% for w in workouts %}<article><header><a href="/user/{{ w[3] }}">{{ w[3] }}</a>
<time>{{ w[2] }}</time></header><h2><a href="/workout/{{ w[0] }}">{{ w[1] }}</a></h2><ul>
{% for e in exercises[w[0]].values() %}<li><a href="/exercises/{{ e[0][1] }}">{{ e[0][2] }}</a>
<span>{{ e[0][3] }}</span> <b>{% for s in e %}{{ s[4] }}{{ " · " if not loop.last }}{% endfor %}</b>
</li>{% endfor %}</ul></article>{% endfor %}
</body></html>""")
HELLO = Environment(autoescape=True).from_string("<!doctype html><title>Hallo</title><p>{{ name }}")
WHO = "SELECT u.id, u.username FROM user u JOIN user_session s ON s.user_id = u.id WHERE s.id = ?"
WORKOUTS = """SELECT w.id, w.title, w.timestamp, u.username FROM workout w JOIN user u
  ON u.id = w.user_id WHERE w.user_id = ? AND w.is_template = 0
  ORDER BY w.timestamp DESC, w.id DESC LIMIT 20"""
SETS = """SELECT e.workout_id, d.id, d.title, s.progression, coalesce(s.reps, s.duration), e.id
  FROM exercise e JOIN exercises d ON d.id = e.exercise_definition_id
  JOIN exercise_sets s ON s.exercise_id = e.id
  WHERE e.workout_id IN ({}) ORDER BY e.workout_id, e.exercise_order, s.set_order"""
connections: list[sqlite3.Connection] = []


def database() -> sqlite3.Connection:
    """Return this worker's connection, opened at its first request."""
    if not connections:
        connections.append(sqlite3.connect(os.environ["BENCH_FILE"], check_same_thread=False))
    return connections[0]


@app.get("/workouts")
def workouts() -> str:
    """Answer like the app's own list."""
    athlete = database().execute(WHO, (int(request.cookies["athlete"]),)).fetchone()
    rows = database().execute(WORKOUTS, (athlete[0],)).fetchall()
    ids = [row[0] for row in rows]
    exercises: dict[int, dict[int, list[Any]]] = {key: {} for key in ids}
    for row in database().execute(SETS.format(",".join("?" * len(ids))), ids):
        exercises[row[0]].setdefault(row[5], []).append(row)
    return PAGE.render(workouts=rows, exercises=exercises)


@app.get("/hello")
def hello() -> str:
    """Answer a page without a database."""
    return HELLO.render(name=request.cookies.get("athlete", ""))


@app.post("/bare")
def bare() -> Any:
    """Answer JSON to JSON and nothing else."""
    return jsonify(request.get_json())
