"""What the library tells whoever listens, so that it need not know who depends on its ladders."""

from typing import Final

from blinker import Signal

ladder_changed: Final = Signal("""An exercise's levels or criteria changed, in the transaction that goes on.

The sender is the athlete (`User`) it belongs to; ``exercise_ids`` are definitions. Standings are
made anew by `project.services.training.progression_upkeep`.
""")
