"""Step 4: what each invited person is to bring; the house proposes it by the kind of organisation and the role."""

from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, HiddenField
from wtforms import Form as PlainForm

from coordination.conferences import actions
from coordination.conferences.models import facts_of_convening
from coordination.conferences.pages import by, pages
from coordination.conferences.preparing import steps
from coordination.conferences.preparing.steps import AGENDA, Answer
from coordination.conferences.words import ROLES
from foundation.access import requires
from foundation.web import Form, TextLine


class BringForm(PlainForm):
    """What one person is to bring."""

    key = HiddenField()
    prepare = TextLine(_l("What to bring"), 300, optional=True)


class PreparationForm(Form):
    """What everybody is to bring, a line for each."""

    rows = FieldList(FormField(BringForm))


@pages.route("/conferences/<uuid:conference_id>/bring", methods=["GET", "POST"])
@requires(AGENDA, facts=facts_of_convening, looked=True)
def bring(conference_id: UUID) -> Answer:
    draft = steps.draft(conference_id)
    coming = {str(each.id): each for each in draft.invitations if each.comes}
    form = PreparationForm(rows=[{"key": key, "prepare": each.to_prepare} for key, each in coming.items()])
    if form.did(lambda: actions.set_preparation(conference_id, _written(form), by=by())):
        return steps.onwards(draft, "conferences.check")
    rows = [(coming[row.form.key.data], row.form) for row in form.rows if row.form.key.data in coming]
    return steps.page("bring", draft.case_id, draft, form, rows=rows, roles=ROLES)


def _written(form: PreparationForm) -> dict[UUID, str]:
    found = {}
    for row in form.rows:
        try:
            found[UUID(row.form.key.data or "")] = row.form.prepare.data or ""
        except ValueError:
            continue
    return found
