"""The counter of the intervisions: write one down, mend it, finish it, print it; and how many a month."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from agencies.circles.models import Circle, circle_of, cooperating
from agencies.circles.standing import CARE, DESK, TEAM, of_circle, of_desk
from agencies.circles.views import show_in_file, to_write
from agencies.directory.models import agency_of
from agencies.intervisions import actions, documents, models
from agencies.intervisions.actions import Record
from agencies.intervisions.models import Intervision
from agencies.intervisions.standing import of_intervision
from foundation import access, clock
from foundation.access import requires
from foundation.web import Choices, DayField, TextBlock, TogetherForm, attachment, notice, saved

Answer = str | Response
pages = Blueprint("intervisions", __name__)
LONGEST = 8000


def _circle(one: Intervision) -> Circle:
    return circle_of(one.circle_id) or abort(404)


# --- the record -------------------------------------------------------------------------------------------------------


class RecordForm(TogetherForm):
    held_on = DayField(_l("Day of the intervision"))
    participants = Choices(
        _l("Who was there?"), validate_choice=False, hint=_l("Only those who work with the file take part.")
    )  # fmt: skip
    discussed = TextBlock(_l("What was discussed"), LONGEST, rows=8)
    conclusions = TextBlock(
        _l("Conclusions"), LONGEST, rows=4, optional=True,
        hint=_l("What you agreed on for the work with the family. Without them the record cannot be finished."),
    )  # fmt: skip

    @property
    def record(self) -> Record:
        """What was filled in; the deed says who cannot take part and why, whoever was ticked."""
        ticked = [_worker(value) for value in self.participants.data or []]
        return Record(
            self.held_on.data, [each for each in ticked if each is not None], self.discussed.data or "",
            self.conclusions.data or "",
        )  # fmt: skip


def _worker(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None


def _offered(circle_id: UUID, one: Intervision | None = None) -> list[tuple[str, str]]:
    """The workers of the file; of a record also those who were there and have left it since."""
    there = {each.worker_id: each.worker.name for each in one.participants} if one is not None else {}
    return [(str(worker_id), name) for worker_id, name in (cooperating(circle_id) | there).items()]


@pages.route("/service/files/<uuid:circle_id>/intervisions", methods=["GET", "POST"])
@requires(CARE, to_write(of_circle, CARE))
def write_down(circle_id: UUID) -> Answer:
    form, written = RecordForm(data={"held_on": clock.today()}), list[UUID]()
    form.participants.choices = _offered(circle_id)
    if form.did(lambda: written.append(actions.write_down(circle_id, form.record, actor=access.actor()))):
        notice(_("Written down. Finish the record once its conclusions hold."))
        return redirect(url_for(".show", intervision_id=written[0]), 303)
    return render_template(
        "agencies/intervisions/write_down.html", form=form, circle=circle_of(circle_id),
        joins=access.decide(of_circle(access.actor(), circle_id), TEAM, "W", clock.now()).allowed,
    )  # fmt: skip


@pages.get("/service/intervisions/<uuid:intervision_id>")
@requires(CARE, of_intervision, looked=True)
def show(intervision_id: UUID) -> str:
    one = models.whole(intervision_id)
    return render_template(
        "agencies/intervisions/show.html", one=one, circle=_circle(one), writes=access.may(CARE, "W")
    )


def _record_form(one: Intervision, **options: Any) -> RecordForm:
    form = RecordForm(
        data={
            "held_on": one.held_on, "participants": [str(each.worker_id) for each in one.participants],
            "discussed": one.discussed, "conclusions": one.conclusions, "version": str(one.version),
        },
        **options,
    )  # fmt: skip
    form.participants.choices = _offered(one.circle_id, one)
    return form


@pages.route("/service/intervisions/<uuid:intervision_id>/mend", methods=["GET", "POST"])
@requires(CARE, to_write(of_intervision, CARE))
def mend(intervision_id: UUID) -> Answer | tuple[str, int]:
    form = _record_form(models.whole(intervision_id))
    theirs = saved(
        form,
        lambda: actions.mend(intervision_id, form.record, version=form.seen, actor=access.actor()),
        lambda: _record_form(models.whole(intervision_id), formdata=None),
    )
    if theirs is None:
        notice(_("Saved."))
        return _back(intervision_id)
    return _page("mend", form, intervision_id, theirs)


class FinishForm(TogetherForm):
    conclusions = TextBlock(
        _l("Conclusions"), LONGEST, rows=6, hint=_l("What you agreed on for the work with the family.")
    )  # fmt: skip


def _finish_form(one: Intervision, **options: Any) -> FinishForm:
    return FinishForm(data={"conclusions": one.conclusions, "version": str(one.version)}, **options)


@pages.route("/service/intervisions/<uuid:intervision_id>/finish", methods=["GET", "POST"])
@requires(CARE, to_write(of_intervision, CARE))
def finish(intervision_id: UUID) -> Answer | tuple[str, int]:
    form = _finish_form(models.whole(intervision_id))
    theirs = saved(
        form,
        lambda: actions.finish(
            intervision_id, conclusions=form.conclusions.data or "", version=form.seen, actor=access.actor()
        ),
        lambda: _finish_form(models.whole(intervision_id), formdata=None),
    )
    if theirs is None:
        notice(_("The record is finished."))
        return _back(intervision_id)
    return _page("finish", form, intervision_id, theirs)


@pages.get("/service/intervisions/<uuid:intervision_id>/record.pdf")
@requires(CARE, of_intervision, looked=True)
def paper(intervision_id: UUID) -> Response:
    """The record for the folder of the file."""
    content = documents.record_paper(models.whole(intervision_id))
    return attachment(content, "application/pdf", "zaznam-intervize.pdf")


def _page(name: str, form: TogetherForm, intervision_id: UUID, theirs: dict[str, str]) -> tuple[str, int]:
    one = models.whole(intervision_id)
    page = render_template(
        f"agencies/intervisions/{name}.html", form=form, one=one, circle=_circle(one), theirs=theirs
    )  # fmt: skip
    return page, 409 if theirs else 200


def _back(intervision_id: UUID) -> Response:
    return redirect(url_for(".show", intervision_id=intervision_id), 303)


# --- by month ---------------------------------------------------------------------------------------------------------


@pages.get("/counselling/<uuid:agency_id>/intervisions")
@requires(DESK, of_desk)
def by_month(agency_id: UUID) -> str:
    return render_template(
        "agencies/intervisions/by_month.html", agency=agency_of(agency_id), wanted=models.wanted_at(agency_id),
        months=models.by_month(agency_id, clock.today()),
    )  # fmt: skip


# --- in the file ------------------------------------------------------------------------------------------------------


def _part_of_file(circle: Circle) -> str:
    found = models.intervisions_of(circle.id) if access.may(CARE, "R") else []
    writes = access.may(CARE, "W")
    if not found and not writes:
        return ""
    month = clock.today().replace(day=1)
    return render_template(
        "agencies/intervisions/part_of_file.html", circle=circle, found=found, writes=writes,
        this_month=sum(one.held_on >= month for one in found),
    )  # fmt: skip


show_in_file(70, _part_of_file)
