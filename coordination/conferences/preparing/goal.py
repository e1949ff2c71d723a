"""Step 1: what the meeting is to achieve, whether that can be managed, and whether a meeting is the right tool."""

from uuid import UUID

from flask import redirect, url_for
from flask_babel import lazy_gettext as _l

from coordination.cases.models import case as case_of
from coordination.conferences import actions
from coordination.conferences.actions import Goal
from coordination.conferences.models import Conference, conference_of, draft_of, facts_of_beginning, facts_of_convening
from coordination.conferences.pages import by, pages
from coordination.conferences.preparing import steps
from coordination.conferences.preparing.steps import AGENDA, Answer
from coordination.conferences.words import UNSUITED
from foundation.access import requires
from foundation.web import Choice, Choices, Form, TextBlock, TextLine, Tick


class GoalForm(Form):
    """What the meeting is to achieve, and why that is realistic (S2-14)."""

    goal = TextBlock(
        _l("What should the meeting achieve?"),
        400,
        rows=3,
        hint=_l("One sentence: what will be different, and how everyone will know."),
    )
    unsuited = Choices(
        _l("Is a meeting the right tool?"),
        [(code, word) for code, (word, _tool) in UNSUITED.items()],
        hint=_l("Tick what holds. If anything does, another way will help more."),
        hints={str(code): tool for code, (_word, tool) in UNSUITED.items()},
    )
    other_way = TextLine(_l("Which other way you choose"), 200, optional=True)
    is_realistic = Choice(
        _l("Can it be managed?"),
        [("yes", _l("Yes, with the people whom you invite")), ("no", _l("Not like this"))],
        missing=None,
        hints={"no": _l("Cut the goal to what can be managed, or choose another way than a meeting.")},
    )
    because = TextBlock(
        _l("Why is the goal realistic?"), 400, rows=2, hint=_l("One sentence: what that rests on.")
    )  # fmt: skip
    before_court = Tick(
        _l("The office prepares a motion to the court"),
        hint=_l("Its reasons are discussed here with the parents before it is made."),
    )

    def goal_said(self) -> Goal:
        """The filled form as the deed takes it."""
        return Goal(
            goal=self.goal.data or "", is_realistic={"yes": True, "no": False}.get(self.is_realistic.data or ""),
            because=self.because.data or "", unsuited=tuple(self.unsuited.data or ()),
            other_way=self.other_way.data or "", before_court=bool(self.before_court.data),
        )  # fmt: skip


@pages.route("/cases/<uuid:case_id>/conferences/new", methods=["GET", "POST"])
@requires(AGENDA, facts=facts_of_beginning)
def new(case_id: UUID) -> Answer:
    """The same step before anything is written down; one who prepares already goes on with that."""
    draft = draft_of(case_id)
    if draft is not None and draft.set_aside_at is not None:
        return redirect(url_for("conferences.other_way", conference_id=draft.id), 303)
    form = GoalForm(goal=case_of(case_id).goal)
    if form.submitted():
        begun = conference_of(actions.begin(case_id, by=by(), goal=form.goal_said()))
        assert begun is not None
        return steps.onwards(begun, "conferences.people")
    if draft is not None:
        return redirect(url_for("conferences.goal", conference_id=draft.id), 303)
    return steps.page("goal", case_id, None, form)


@pages.route("/conferences/<uuid:conference_id>/goal", methods=["GET", "POST"])
@requires(AGENDA, facts=facts_of_convening, looked=True)
def goal(conference_id: UUID) -> Answer:
    draft = steps.draft(conference_id)
    form = GoalForm(**_known(draft))
    if form.did(lambda: actions.set_goal(conference_id, **vars(form.goal_said()), by=by())):
        return steps.onwards(draft, "conferences.people")
    return steps.page("goal", draft.case_id, draft, form)


def _known(draft: Conference) -> dict[str, object]:
    said = None if draft.goal_is_realistic is None else "yes" if draft.goal_is_realistic else "no"
    return {
        "goal": draft.goal, "unsuited": list(draft.unsuited), "other_way": draft.other_way, "is_realistic": said,
        "because": draft.realistic_because, "before_court": draft.before_court,
    }  # fmt: skip
