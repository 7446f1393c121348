"""Pure rules, above all the level engine: plain values in, plain values out.

No Flask, no database, no clock.

Everything an athlete is told about levels is derived from their log here, each time anew. Nothing
of it is stored except the athlete's answers to proposals and the forecasts to be judged later.
``docs/PROGRESSION.md`` has the rules in words, their sources and worked examples.

A caller turns rows into values once and asks as many questions as it likes::

    criteria = resolve_criteria("reps", definition_override, level_override)
    levels = [Level(row.id, criteria), …]                  # easy to hard
    sessions = [Session(workout.id, local_time, (PerformedSet(level_id, 8), …)), …]
    history = read_history(levels, sessions)                # linear, any order of sessions
    level = current_level(history, decided_level(decisions))
    standing = read_standing(levels, zone, sessions)        # what to keep; then standing.add(session)
    target = standing.target(history.level(level), today)   # values, reason, evidence, lay-off
    proposal = open_proposal(history, decisions)            # at most one, with its evidence
    records = record_history(history)                       # of which is_news(record) are told
    result = forecast(history.by_level[level], criteria, today)  # a Forecast or a Silence

What to hand in: finished workouts that are no templates, one ``Session`` a workout (sets of an
exercise that stands in it twice go into one, in order); times and ``today`` in the athlete's own
time zone; ids of levels, None for a set whose level was removed; repetitions or seconds.

``sets``             the figures of a set: bounds, grammar, words
``drafts``           what somebody wants to store of a workout
``limits``           how long and how many
``texts``            how typed text is kept
``durations``        the only grammar of durations, mm:ss and seconds
``counts``           the only grammar of repetitions
``criteria``         the five numbers of a level, the site's defaults, overrides, validation
``ladder``           sessions, session value, current level, met, ready, struggling, ladder done
``targets``          the next target with its reason
``proposals``        advance, step back, ladder done; decisions and when a proposal comes back
``records``          personal records, each with its day
``standing``         what to keep of a log so that it need not be read again
``theil_sen``        slope and interval of a line through scattered points
``forecast``         weeks to go, reasons for silence, hit or missed
``pairs``            left and right as one set
``load``             minutes × effort, weekly sum, monotony, strain
``starter_library``  the ladders to start from
"""
