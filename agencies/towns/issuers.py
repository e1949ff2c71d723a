"""Issuers of certificates that a town trusts: listed, entered from a file, taken off."""

from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from agencies.directory.models import agency_of
from agencies.towns import models
from agencies.towns.pages import SETTINGS, pages
from foundation import access
from foundation.access import requires
from foundation.reasons import Refused
from foundation.signatures import issuers as trusted
from foundation.web import Form, PaperScan, notice, takes_files


class IssuerForm(Form):
    """The certificate of an issuer."""

    file = PaperScan(
        _l("Certificate of the issuer"), missing=_l("Choose the file."),
        hint=_l("PEM, CRT or CER, as the issuer publishes it. Compare its fingerprint with the one on their pages."),
        render_kw={"accept": ".pem,.crt,.cer,.der"},
    )  # fmt: skip


@pages.route("/towns/<uuid:town_id>/issuers", methods=["GET", "POST"])
@requires(SETTINGS, facts=models.facts_of_town)
@takes_files
def issuers(town_id: UUID) -> str | Response:
    form = IssuerForm()
    if form.submitted():
        try:
            content = form.file.data.read(trusted.LARGEST + 1)
            trusted.trust(content, town_id=town_id, field="file", by=access.actor().key)
            notice(_("Saved."))
            return redirect(url_for(".issuers", town_id=town_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return render_template(
        "agencies/towns/issuers.html",
        form=form,
        remove=Form(prefix="remove"),
        town=agency_of(town_id),
        issuers=trusted.trusted_by(town_id),
        may_change=access.may(SETTINGS, "W"),
    )


@pages.post("/towns/<uuid:town_id>/issuers/<uuid:issuer_id>/removal")
@requires(SETTINGS, facts=models.facts_of_town)
def distrust(town_id: UUID, issuer_id: UUID) -> Response:
    if Form(prefix="remove").submitted():
        try:
            trusted.distrust(issuer_id, town_id=town_id, by=access.actor().key)
        except LookupError:
            abort(404)
        notice(_("The issuer is taken off. Pledges signed before stay as they are."))
    return redirect(url_for(".issuers", town_id=town_id), 303)
