"""The public page: principles in a few sentences, blank forms to print; nothing is asked and nothing changes."""

from uuid import UUID

from flask import Blueprint, abort, make_response, render_template, request
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from agencies.directory.models import towns
from coordination.leaflet import documents, models
from coordination.leaflet.models import FORMS, Issuer
from foundation.access import public
from foundation.web import footer

pages = Blueprint("leaflet", __name__)
footer("leaflet.principles", _l("How we work together, and forms"))


def _issuer() -> Issuer:
    asked = request.args.get("town")
    if not asked:
        return models.issuer(None) or abort(404)
    try:
        return models.issuer(UUID(asked)) or abort(404)
    except ValueError:
        abort(404)


@pages.get("/principles")
@public
def principles() -> str:
    return render_template(
        "coordination/leaflet/principles.html", issuer=_issuer(), towns=towns(), forms=FORMS.values()
    )


@pages.get(f"/principles/<any({', '.join(map(repr, FORMS))}):form>.pdf")
@public
def blank_form(form: str) -> Response:
    answer = make_response(documents.blank_form(FORMS[form], _issuer()))
    answer.content_type = "application/pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{FORMS[form].file_name}.pdf"'
    return answer
