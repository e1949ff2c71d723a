"""Brings the invented town into an empty database and lets its people do what they did, by everyone's deeds."""

from datetime import UTC, date, datetime, time, timedelta

from flask import Flask

from agencies.directory.actions import Offer, offer_service, state_capacity
from agencies.directory.models import Agency, Unit, agencies
from agencies.staff.models import Post, Worker
from coordination.demonstration import models, storyline
from coordination.demonstration.people import BODIES, COLLEAGUES, TOWN_SETTINGS
from coordination.demonstration.storyline import Town
from foundation import clock, town_settings, wordings
from foundation.database import transaction

LAST_SAMPLE_DAY = date(2026, 4, 14)
"""The story is written for real days of 2026 and is moved by whole weeks, so that each keeps its day of the week."""


def seed(app: Flask) -> None:
    """Fill an empty demonstration; a filled one stays as it is. Raises NotADemonstration where a town lives."""
    if models.is_marked():
        return
    models.mark()
    weeks = (clock.today() - LAST_SAMPLE_DAY) // timedelta(weeks=1)
    town = _settle(weeks)
    with clock.standing_at(datetime.combine(LAST_SAMPLE_DAY + timedelta(weeks=weeks - 3), time(8), UTC)):
        _offer_services()
    storyline.play(app, town)


def _offer_services() -> None:
    """Let every body say what it offers to families and whether it can take somebody."""
    found = {agency.name: agency.id for agency in agencies()}
    for body in BODIES:
        for help_ in body.services:
            offer = Offer(name=help_.name, for_whom=help_.for_whom, description=help_.description)
            service_id = offer_service(found[body.name], offer, by="house")
            state_capacity(
                service_id, capacity=help_.capacity, places=help_.places, note=help_.note, by="house"
            )  # fmt: skip


def _settle(weeks: int) -> Town:
    began = LAST_SAMPLE_DAY + timedelta(weeks=weeks - 60)
    with clock.standing_at(datetime.combine(began, time(8), UTC)):
        wordings.load_shipped()
        with transaction() as session:
            agencies = {
                body.key: Agency(
                    name=body.name,
                    kind=body.kind,
                    address=body.address,
                    phone=TOWN_SETTINGS["phone"],
                    convenes=body.town is not None,
                    town_name=body.town,
                    contact_email=body.contact,
                )
                for body in BODIES
            }
            session.add_all(agencies.values())
            session.flush()
            units = {
                (body.key, name): Unit(agency_id=agencies[body.key].id, name=name, kind=kind)
                for body in BODIES
                for name, kind in body.units
            }
            workers = {
                one.key: Worker(name=one.name, email=one.email, mailbox_shared=one.mailbox_shared, phone=one.phone)
                for one in COLLEAGUES
            }
            session.add_all([*units.values(), *workers.values()])
            session.flush()
            for one in COLLEAGUES:
                unit = units[one.body, one.unit] if one.unit else None
                session.add(
                    Post(
                        worker_id=workers[one.key].id,
                        agency_id=agencies[one.body].id,
                        unit_id=unit and unit.id,
                        function=one.function,
                        role=one.role,
                        profession=one.profession,
                        from_on=began,
                    )
                )
            town = Town(
                {key: agency.id for key, agency in agencies.items()},
                {key: worker.id for key, worker in workers.items()},
                timedelta(weeks=weeks),
            )
        for key in ("podlesi", "zalesi"):
            town_settings.change(town.agencies[key], TOWN_SETTINGS, by="house")
    return town
