"""What comes next in a case (co dál), in words: each step, where it is done, and who it waits for."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from coordination.conferences.models import Conference
from coordination.conferences.rules import ConferenceState
from coordination.overview.lines import Shown
from coordination.overview.rules import Progress, Step, StepName
from coordination.overview.story import Story
from coordination.overview.words import names, surname
from foundation import clock, language


@dataclass(frozen=True)
class StepShown:
    """One row of the task list."""

    word: str
    address: str | None
    """None: its turn has not come."""
    state: Shown
    more: str
    label: str
    """What the button says when this step is the next one."""


def steps_of(story: Story) -> list[StepShown]:
    """Every step of the case, for its coordinator."""
    return [_step(step, story) for step in story.steps]


def next_of(story: Story) -> StepShown | None:
    """The step whose turn it is."""
    return _step(story.next_step, story) if story.next_step else None


def _step(step: Step, story: Story) -> StepShown:
    word, label = _words()[step.name]
    if step.name == StepName.AGENCIES and step.names:
        label = _("Add the ground")
    if step.name == StepName.HOLD and story.present_meeting and _goes_on(story.present_meeting):
        label = _("Begin the meeting, or go on with it")
    locked = step.progress == Progress.LOCKED
    return StepShown(
        word=word,
        address=None if locked else _address(step.name, story),
        state=Shown("preparation", step.progress.value, word=_state_word(step)),
        more=_more(step, story),
        label=label,
    )


def _words() -> dict[StepName, tuple[str, str]]:
    return {
        StepName.DESCRIBE: (_("The family and what it needs"), _("Describe the family")),
        StepName.AGENCIES: (_("Organisations and why they may know"), _("Add organisations")),
        StepName.CONVENE: (_("Goal, people, time and place"), _("Convene a meeting")),
        StepName.ANSWERS: (_("Answers to invitations"), _("See the answers")),
        StepName.PLEDGES: (_("Pledges of confidentiality"), _("See who signs")),
        StepName.HOLD: (_("The meeting and who was there"), _("Record attendance")),
        StepName.PLAN: (_("Cooperation plan"), _("Write the plan")),
        StepName.APPROVE: (_("Approval of the plan"), _("Approve the plan")),
        StepName.TASKS: (_("Tasks accepted by their people"), _("See the tasks")),
    }


def _address(name: StepName, story: Story) -> str:
    case_id, meeting = story.frame.id, story.present_meeting
    if name == StepName.DESCRIBE:
        return url_for("cases.people", case_id=case_id)
    if name == StepName.AGENCIES:
        ungrounded = next((one for one in story.agencies if not one.grounded), None)
        if ungrounded is not None:
            return url_for("cases.involvement", involvement_id=ungrounded.involvement.id)
        return url_for("cases.people", case_id=case_id)
    if name == StepName.PLEDGES:
        return url_for("pledges.who", case_id=case_id)
    if name in (StepName.PLAN, StepName.APPROVE, StepName.TASKS):
        return url_for("plans.show", case_id=case_id)
    if meeting is None:
        return url_for("conferences.new", case_id=case_id)
    if meeting.state == ConferenceState.DRAFT:
        return url_for("conferences.goal", conference_id=meeting.id)
    if name == StepName.HOLD and _goes_on(meeting):
        return url_for("minutes.opening", conference_id=meeting.id)
    if name == StepName.HOLD:
        return url_for("conferences.attendance", conference_id=meeting.id)
    return url_for("conferences.show", conference_id=meeting.id)


def _goes_on(meeting: Conference) -> bool:
    """Whether its end is still ahead, so that it can be opened, or gone on with."""
    return meeting.ends_at is not None and clock.now() < meeting.ends_at


def _state_word(step: Step) -> str:
    count = step.count
    if step.progress == Progress.MISSING:
        missing = {
            StepName.DESCRIBE: _("members are missing"),
            StepName.AGENCIES: ngettext("%(num)s ground missing", "%(num)s grounds missing", count),
            StepName.ANSWERS: ngettext("%(num)s answer missing", "%(num)s answers missing", count),
            StepName.PLEDGES: ngettext("%(num)s signature missing", "%(num)s signatures missing", count),
            StepName.TASKS: ngettext("%(num)s task not accepted", "%(num)s tasks not accepted", count),
        }
        return str(missing.get(step.name, ""))
    if step.progress == Progress.DONE and count:
        there = {
            StepName.DESCRIBE: ngettext("%(num)s person", "%(num)s people", count),
            StepName.AGENCIES: ngettext("%(num)s organisation", "%(num)s organisations", count),
            StepName.TASKS: ngettext("%(num)s task", "%(num)s tasks", count),
        }
        return str(there.get(step.name, ""))
    return ""


def _more(step: Step, story: Story) -> str:
    if step.names:
        agencies = {one.name for one in story.invitations if one.awaits_person}
        whole = step.name == StepName.AGENCIES
        return names(name if whole or name in agencies else surname(name) for name in step.names)
    meeting = story.present_meeting
    if step.name == StepName.HOLD and step.progress == Progress.LOCKED and meeting and meeting.starts_at:
        return str(_("It opens %(day)s.", day=language.on_day(clock.in_prague(meeting.starts_at).date())))
    if step.name == StepName.CONVENE and step.progress == Progress.TODO and meeting and meeting.state == "draft":
        return str(_("Being prepared"))
    if step.name == StepName.CONVENE and meeting is None and story.resting and story.resting.set_aside_at:
        day = language.short_day(clock.in_prague(story.resting.set_aside_at).date())
        return str(_("Another way was chosen on %(day)s", day=day))
    return ""
