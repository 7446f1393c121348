"""Who gets what at which address: one line per endpoint and method.

A route without a line fails `test_access_matrix`, and so does a line without a route.

The columns are the six visitors of `VISITORS`. What they get is an HTTP status, or

    login    sent to the sign-in page
    confirm  held at the page for addresses that are not confirmed

POSTs are sent with a token and no other fields, so an owner's form is answered 422, one that must
name the version it was read with 409, and a button 303. After the columns, ``name=thing`` fills an
argument of the address with another of `Scene`'s things than the one called like the argument.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from project.enums import Visibility
from project.models import Block, Follower, User
from project.token import generate_stop_token
from tests.support.make import Make

# owner has everything the addresses speak of; blocked is blocked by the owner
VISITORS = ("anonymous", "unconfirmed", "owner", "follower", "stranger", "blocked")

TABLE = """
# endpoint                     method anonymous unconfirmed owner follower stranger blocked
main.healthz                   GET    200       200         200   200      200      200
main.readyz                    GET    503       503         503   503      503      503
main.index                     GET    200       confirm     200   200      200      200
main.manifest                  GET    200       200         200   200      200      200
main.figure                    GET    200       200         200   200      200      200
main.choose_language           POST   422       422         422   422      422      422
main.calendar_feed             GET    200       200         200   200      200      200     token=calendar_token
main.stop_reminders            GET    200       200         200   200      200      200     token=stop_token
main.stop_reminders            POST   200       200         200   200      200      200     token=stop_token

main.reminders                 GET    login     confirm     200   200      200      200
main.reminders                 POST   login     confirm     303   303      303      303
main.calendar_address          GET    login     confirm     200   200      200      200
main.make_calendar_address     POST   login     confirm     303   303      303      303
main.revoke_calendar_address   POST   login     confirm     303   303      303      303

auth.register                  GET    200       303         303   303      303      303
auth.register                  POST   422       303         303   303      303      303
auth.login                     GET    200       303         303   303      303      303
auth.login                     POST   422       303         303   303      303      303
auth.logout                    POST   303       303         303   303      303      303
auth.unconfirmed               GET    login     200         303   303      303      303
auth.resend_confirmation       POST   login     303         303   303      303      303
auth.confirm_email             GET    404       404         404   404      404      404
auth.confirm_email             POST   404       404         404   404      404      404
auth.confirm_new_email         GET    404       404         404   404      404      404
auth.confirm_new_email         POST   404       404         404   404      404      404
auth.forgot                    GET    200       200         200   200      200      200
auth.forgot                    POST   422       422         422   422      422      422
auth.forgot_new                GET    404       404         404   404      404      404
auth.forgot_new                POST   404       404         404   404      404      404
auth.change_password           GET    login     200         200   200      200      200
auth.change_password           POST   login     422         422   422      422      422
auth.change_email              GET    login     200         200   200      200      200
auth.change_email              POST   login     422         422   422      422      422
auth.settings                  GET    login     200         200   200      200      200
auth.sessions_list             GET    login     200         200   200      200      200
auth.end_session               POST   login     303         303   303      303      303
auth.end_other_sessions        POST   login     303         303   303      303      303
auth.export_data               GET    login     200         200   200      200      200
auth.export_data               POST   login     422         422   422      422      422
auth.restore_export            GET    login     confirm     200   200      200      200
auth.restore_export            POST   login     confirm     422   422      422      422
auth.delete_account            GET    login     200         200   200      200      200
auth.delete_account            POST   login     422         422   422      422      422
auth.invite                    GET    login     confirm     200   200      200      200

main.workouts                  GET    login     confirm     200   200      200      200
main.workout                   GET    login     confirm     200   200      404      404
main.add_workout               GET    login     confirm     200   200      200      200
main.add_workout               POST   login     confirm     422   422      422      422
main.edit_workout              GET    login     confirm     200   404      404      404
main.edit_workout              POST   login     confirm     422   404      404      404
main.confirm_delete_workout    GET    login     confirm     200   404      404      404
main.delete_workout            POST   login     confirm     303   404      404      404
main.workout_length            GET    login     confirm     200   404      404      404
main.workout_length            POST   login     confirm     303   404      404      404
main.toggle_done               POST   login     confirm     422   404      404      404

main.imports                   GET    login     confirm     200   200      200      200
main.imports                   POST   login     confirm     422   422      422      422
main.import_help               GET    login     confirm     200   200      200      200
main.training_import           GET    login     confirm     200   404      404      404
main.answer_import             POST   login     confirm     422   404      404      404
main.import_names              GET    login     confirm     200   404      404      404
main.start_import              POST   login     confirm     422   404      404      404
main.keep_import_names         POST   login     confirm     422   404      404      404
main.import_name               GET    login     confirm     200   404      404      404
main.import_name               POST   login     confirm     422   404      404      404
main.go_on_importing           POST   login     confirm     303   404      404      404
main.discard_import            POST   login     confirm     303   404      404      404
main.undo_import               GET    login     confirm     200   404      404      404   import_id=done_import
main.undo_import               POST   login     confirm     303   404      404      404   import_id=done_import

main.progress                  GET    login     confirm     200   200      200      200
main.starter_library           GET    login     confirm     200   200      200      200
main.show_on_profile           POST   login     confirm     303   404      404      404
main.add_starter_ladder        POST   login     confirm     422   422      422      422
main.placement                 GET    login     confirm     200   200      200      200
main.place                     POST   login     confirm     303   303      303      303
main.answer_proposal           POST   login     confirm     422   404      404      404
main.undo_decision             POST   login     confirm     303   404      404      404

main.start_workout             POST   login     confirm     303   303      303      303
main.log_workout               GET    login     confirm     200   404      404      404      workout_id=running
main.log_state                 GET    login     confirm     200   404      404      404      workout_id=running
main.log_choices               GET    login     confirm     200   404      404      404      workout_id=running
main.log_set                   POST   login     confirm     422   404      404      404      workout_id=running
main.delete_logged_set         POST   login     confirm     422   404      404      404      workout_id=running
main.log_exercise              POST   login     confirm     422   404      404      404      workout_id=running
main.log_notes                 POST   login     confirm     422   404      404      404      workout_id=running
main.delete_logged_exercise    POST   login     confirm     422   404      404      404      workout_id=running
main.order_logged_exercises    POST   login     confirm     422   404      404      404      workout_id=running
main.finish_workout            GET    login     confirm     200   404      404      404      workout_id=running
main.finish_workout            POST   login     confirm     303   404      404      404      workout_id=running
main.finished_workout          GET    login     confirm     200   404      404      404
main.service_worker            GET    200       200         200   200      200      200
main.discard_workout           GET    login     confirm     200   404      404      404      workout_id=running
main.discard_workout           POST   login     confirm     303   404      404      404      workout_id=running

main.workout_templates         GET    login     confirm     200   200      200      200
main.add_template              GET    login     confirm     200   200      200      200
main.add_template              POST   login     confirm     422   422      422      422
main.edit_template             GET    login     confirm     200   404      404      404
main.edit_template             POST   login     confirm     422   404      404      404
main.confirm_delete_template   GET    login     confirm     200   404      404      404
main.delete_template           POST   login     confirm     303   404      404      404
main.use_template              GET    login     confirm     303   404      404      404
main.save_as_template          POST   login     confirm     303   404      404      404
main.write_back                GET    login     confirm     200   404      404      404   workout_id=from_template
main.write_back                POST   login     confirm     409   404      404      404   workout_id=from_template

main.plan                      GET    login     confirm     200   200      200      200
main.program_address           GET    login     confirm     200   404      404      404
main.share_program             POST   login     confirm     303   404      404      404
main.revoke_program            POST   login     confirm     303   404      404      404
main.program_file              GET    login     confirm     200   404      404      404
main.upload_program            GET    login     confirm     200   200      200      200
main.upload_program            POST   login     confirm     422   422      422      422
main.shared_program            GET    200       200         200   200      200      404      token=program_token
main.take_program              POST   login     confirm     303   303      303      404      token=program_token
main.plan_calendar             GET    login     confirm     200   200      200      200
main.start_program             GET    login     confirm     200   404      404      404
main.start_program             POST   login     confirm     303   404      404      404
main.paper_program             GET    login     confirm     200   404      404      404
main.skip_day                  POST   login     confirm     422   404      404      404
main.choose_day                POST   login     confirm     422   404      404      404
main.undo_step                 POST   login     confirm     422   404      404      404
main.pause_program             POST   login     confirm     303   404      404      404
main.resume_program            POST   login     confirm     303   404      404      404
main.begin_deload              POST   login     confirm     303   404      404      404
main.end_deload                POST   login     confirm     303   404      404      404
main.end_program               GET    login     confirm     200   404      404      404
main.end_program               POST   login     confirm     303   404      404      404
main.program_summary           GET    login     confirm     200   404      404      404
main.programs                  GET    login     confirm     200   200      200      200
main.ready_made_programs       GET    login     confirm     200   200      200      200
main.add_ready_made_program    POST   login     confirm     422   422      422      422
main.add_program               GET    login     confirm     200   200      200      200
main.add_program               POST   login     confirm     422   422      422      422
main.program                   GET    login     confirm     200   200      404      404
main.edit_program              GET    login     confirm     200   404      404      404
main.edit_program              POST   login     confirm     422   404      404      404
main.copy_program              POST   login     confirm     303   303      404      404
main.confirm_delete_program    GET    login     confirm     200   404      404      404
main.delete_program            POST   login     confirm     303   404      404      404

auth.edit_profile              GET    login     confirm     200   200      200      200
auth.edit_profile              POST   login     confirm     422   422      422      422
main.explore                   GET    login     confirm     200   200      200      200
main.people                    GET    login     confirm     200   200      200      200
main.user                      GET    login     200         200   200      200      404
main.followers                 GET    login     confirm     200   200      200      404
main.following                 GET    login     confirm     200   200      200      404
main.follow                    POST   login     confirm     403   303      303      404
main.unfollow                  POST   login     confirm     303   303      303      404
main.accept_follower           POST   login     confirm     303   303      303      404
main.remove_follower           POST   login     confirm     303   303      303      404
main.blocked                   GET    login     confirm     200   200      200      200
main.confirm_block             GET    login     confirm     404   200      200      404
main.block                     POST   login     confirm     403   303      303      404
main.unblock                   POST   login     confirm     303   303      303      404
main.picture                   GET    login     200         200   200      200      200
main.initials                  GET    login     200         200   200      200      200

main.messages                  GET    login     confirm     200   200      200      200
main.send_message              GET    login     confirm     403   200      200      404
main.send_message              POST   login     confirm     403   422      422      404
main.delete_message            POST   login     confirm     303   303      404      404
main.confirm_delete_conversation GET  login     confirm     404   200      200      404
main.delete_conversation       POST   login     confirm     404   303      303      404
main.notifications             GET    login     confirm     200   200      200      200
main.notification_list         GET    login     confirm     200   200      200      200
main.mark_seen                 POST   login     confirm     303   303      303      303

main.all_exercises             GET    login     confirm     200   200      200      200
main.exercise                  GET    login     confirm     200   200      200      404
main.add_exercise              GET    login     confirm     200   200      200      200
main.add_exercise              POST   login     confirm     422   422      422      422
main.update_exercise           GET    login     confirm     200   404      404      404
main.update_exercise           POST   login     confirm     422   404      404      404
main.delete_exercise           GET    login     confirm     200   404      404      404
main.delete_exercise           POST   login     confirm     303   404      404      404
main.bring_back_exercise       POST   login     confirm     303   404      404      404
main.copy_exercise             POST   login     confirm     303   303      303      404

main.manage_categories         GET    login     confirm     200   200      200      200
main.add_category              POST   login     confirm     422   422      422      422
main.rename_category           GET    login     confirm     200   200      200      200
main.rename_category           POST   login     confirm     422   422      422      422
main.delete_category           GET    login     confirm     200   200      200      200
main.delete_category           POST   login     confirm     409   409      409      409
"""


@dataclass(frozen=True)
class Row:
    """One line of the table; ``gets`` pairs each visitor with what they get."""

    endpoint: str
    method: str
    gets: dict[str, str]
    things: dict[str, str] = field(default_factory=dict)


def rows() -> Iterator[Row]:
    """Read the table."""
    for line in TABLE.splitlines():
        words = line.split()
        if not words or words[0] == "#":
            continue
        endpoint, method, *rest = words
        gets = dict(zip(VISITORS, rest[: len(VISITORS)], strict=True))
        things = dict(word.split("=", 1) for word in rest[len(VISITORS) :])
        yield Row(endpoint, method, gets, things)


DOWNLOADS = {"main.calendar_feed", "main.program_file"}
"""What a browser keeps as a file and does not show."""


class Scene:
    """The visitors, and what the owner has; ``things`` fill the arguments of addresses."""

    def __init__(self, make: Make) -> None:
        owner, follower, stranger, blocked = (
            make.user(username=name) for name in ("owner", "follower", "stranger", "blocked")
        )
        self.visitors: dict[str, User | None] = {
            "anonymous": None,
            "unconfirmed": make.user(username="unconfirmed", confirmed=False),
            "owner": owner,
            "follower": follower,
            "stranger": stranger,
            "blocked": blocked,
        }
        with make.session() as session:
            session.add(Follower(follower_id=follower.id, followed_id=owner.id))
            session.add(Block(blocker_id=owner.id, blocked_id=blocked.id))
            session.get_one(User, owner.id).calendar_token = "c" * 43
            stop_token = generate_stop_token(owner.id)
        category = make.category("Stangenakrobatik")
        exercise = make.exercise(owner=owner, levels=["Leicht", "Schwer"], categories=[category])
        entries = [(exercise, [("Leicht", 8), ("Schwer", 3)])]
        workout = make.workout(
            athlete=owner, exercises=entries, visibility=Visibility.FOLLOWERS, is_done=True
        )
        template = make.workout(athlete=owner, exercises=entries, is_template=True)
        running = make.workout(athlete=owner, exercises=entries, is_running=True)
        decision = make.decision(exercise=exercise)
        program = make.program(
            owner=owner, days=[template], share_token="p" * 43, visibility="followers"
        )
        enrolment = make.enrolment(program=program)
        from_template = make.workout(athlete=owner, exercises=entries, template_id=template.id)
        self.things: dict[str, object] = {
            "workout_id": workout.id,
            "template_id": template.id,
            "from_template": from_template.id,
            "program_id": program.id,
            "enrolment_id": enrolment.id,
            "running": running.id,
            "exercise_id": exercise.id,
            "exercises_id": exercise.id,
            "import_id": make.import_of(athlete=owner).id,
            "done_import": make.import_of(athlete=owner, done=True).id,
            "number": 0,
            "category_id": category.id,
            "decision_id": decision.id,
            "username": owner.username,
            "recipient": owner.username,
            "token": "no-token-of-ours",
            "calendar_token": "c" * 43,
            "stop_token": stop_token,
            "program_token": "p" * 43,
            "session_id": 2**31 - 1,
            "language": "de",
            "message_id": make.message(owner, follower).id,
            "name": "0" * 32 + ".webp",
            "size": 125,
            "letters": "OW",
            "colour": 3,
            "mark": "0" * 12,
            "way": "moving",
            "key": "liegestuetze",
        }

    def arguments(self, row: Row, names: set[str]) -> dict[str, object]:
        """Return the arguments of the row's address."""
        return {name: self.things[row.things.get(name, name)] for name in names}
