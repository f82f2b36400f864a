"""Ground and consents, adaptations, concerns."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy

from varde.care.pathways import actions, queries
from varde.care.pathways.forms.around import (
    AdaptationForm,
    AnswerForm,
    CompareForm,
    ConcernForm,
    ConsentForm,
    GroundForm,
    ObjectionForm,
    ReviewForm,
    SetAdaptationForm,
    WithdrawForm,
)
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.shipped import shipped_grounds
from varde.care.pathways.rules.due import later
from varde.care.pathways.rules.grounds import GroundRule
from varde.care.pathways.views.doing import Act, Beside, Looking
from varde.care.pathways.views.words import said
from varde.kernel.clock import local


def _rule(look: Looking) -> GroundRule | None:
    """The ground that the address names; None before one is chosen."""
    code = look.query.get("grunn", "")
    if code and code not in shipped_grounds():
        raise Http404
    return shipped_grounds()[code] if code else None


def _choosing(look: Looking) -> Beside:
    rule = _rule(look)
    rules = [
        one
        for one in shipped_grounds().values()
        if not one.services or look.case.service_type in one.services
    ]
    offered = [
        {"code": one.code, "name": said(one.name), "about": said(one.about), "source": one.source}
        for one in rules
    ]
    if rule is None:
        return Beside({}, {}, {"rules": offered, "rule": None})
    shown = {
        "name": said(rule.name),
        "about": said(rule.about),
        "source": rule.source,
        "clinician": said(rule.clinician),
    }
    again = later(local(look.now).date(), rule.review_months, "months", public=frozenset())
    conditions = [(one.code, said(one.text)) for one in rule.conditions]
    return Beside(
        {"conditions": conditions},
        {"review_on": again},
        {"rules": offered, "rule": shown, "afterwards": [said(one) for one in rule.afterwards]},
    )


def _choose(look: Looking, given: dict[str, Any]) -> Any:
    rule = _rule(look)
    if rule is None:
        raise Http404
    return actions.choose_ground(
        look.actor, case_id=look.case.pk, values={"code": rule.code, **given}, now=look.now
    )


def _review(look: Looking, given: dict[str, Any]) -> Any:
    return actions.review_ground(look.actor, case_id=look.case.pk, now=look.now, **given)


def _object(look: Looking, given: dict[str, Any]) -> Any:
    return actions.record_objection(look.actor, case_id=look.case.pk, text=given["objection"], now=look.now)


def _consent(look: Looking, given: dict[str, Any]) -> Any:
    key = look.case.recipient_id
    return actions.give_consent(
        look.actor, recipient_id=key, case_id=look.case.pk, values=given, now=look.now
    )


def _withdraw(look: Looking, given: dict[str, Any]) -> Any:
    return actions.withdraw_consent(look.actor, consent_id=look.key, now=look.now, **given)


def _consenting(look: Looking) -> Beside:
    return Beside({}, {"given_on": local(look.now).date(), "giver": "self"}, {})


def _recommend(look: Looking, given: dict[str, Any]) -> Any:
    return actions.recommend_adaptation(look.actor, case_id=look.case.pk, now=look.now, **given)


def _set(look: Looking, given: dict[str, Any]) -> Any:
    return actions.set_adaptation(look.actor, adaptation_id=look.key, now=look.now, **given)


def _compare(look: Looking, given: dict[str, Any]) -> Any:
    return actions.compare_adaptation(
        look.actor, adaptation_id=look.key, text=given["compared"], now=look.now
    )


def _end(look: Looking, given: dict[str, Any]) -> Any:
    return actions.end_adaptation(look.actor, adaptation_id=look.key, now=look.now)


def _adapting(look: Looking) -> Beside:
    row = queries.adaptation(look.actor, case_id=look.case.pk, adaptation_id=look.key, now=look.now)
    doses = "\n".join(f"{one['at']} {one['latest']}" for one in row.doses)
    held = {"setting": str(row.setting or row.recommended), "doses": doses, "compared": str(row.compared)}
    return Beside({}, held, {"adaptation": row})


def _concern(look: Looking, given: dict[str, Any]) -> Any:
    return actions.log_concern(look.actor, case_id=look.case.pk, now=look.now, **given)


def _answer(look: Looking, given: dict[str, Any]) -> Any:
    return actions.answer_concern(look.actor, concern_id=look.key, now=look.now, **given)


def _worried(look: Looking) -> Beside:
    row = queries.concern(look.actor, case_id=look.case.pk, concern_id=look.key, now=look.now)
    return Beside({}, {}, {"concern": row})


ACTS = {
    "grunnlag": Act(
        gettext_lazy("Velg rettslig grunnlag"),
        P.ASSESS,
        _choose,
        gettext_lazy("Grunnlaget er valgt."),
        form=GroundForm,
        button=gettext_lazy("Velg dette grunnlaget"),
        icon="Book",
        template="pathways/act_ground.html",
        beside=_choosing,
        anchor="#na",
    ),
    "vurder-grunnlag": Act(
        gettext_lazy("Vurder grunnlaget på nytt"),
        P.ASSESS,
        _review,
        gettext_lazy("Grunnlaget er vurdert på nytt."),
        form=ReviewForm,
        button=gettext_lazy("Grunnlaget holder fortsatt"),
        icon="Book",
    ),
    "innvending": Act(
        gettext_lazy("Personen sier nei"),
        P.WORK,
        _object,
        gettext_lazy(
            "Grunnlaget har falt bort. Den ansvarlige må avgjøre i dag hva som skjer med tjenesten."
        ),
        form=ObjectionForm,
        button=gettext_lazy("Skriv innvendingen"),
        icon="XMarkOctagon",
        anchor="#na",
    ),
    "samtykke": Act(
        gettext_lazy("Nytt samtykke"),
        P.ASSESS,
        _consent,
        gettext_lazy("Samtykket er skrevet ned."),
        form=ConsentForm,
        button=gettext_lazy("Lagre"),
        beside=_consenting,
    ),
    "trekk-samtykke": Act(
        gettext_lazy("Trekk samtykket"),
        P.WORK,
        _withdraw,
        gettext_lazy("Samtykket er trukket, fra nå."),
        form=WithdrawForm,
        icon="XMark",
        lead=gettext_lazy(
            "Samtykket trekkes fra nå. De andre samtykkene gjelder fortsatt. Hviler tjenesten på det, faller grunnlaget bort."
        ),
    ),
    "tilpasning": Act(
        gettext_lazy("Anbefal tilpasning"),
        P.WORK,
        _recommend,
        gettext_lazy("Tilpasningen er anbefalt. Den settes ved installeringen."),
        form=AdaptationForm,
        button=gettext_lazy("Lagre"),
        lead=gettext_lazy(
            "En tilpasning er det som er annerledes enn standard. Den vises for den som får alarmen."
        ),
    ),
    "sett-tilpasning": Act(
        gettext_lazy("Slik er det satt"),
        P.WORK,
        _set,
        gettext_lazy("Tilpasningen er lagret, og vises for den som får alarmen."),
        form=SetAdaptationForm,
        button=gettext_lazy("Lagre"),
        icon="Wrench",
        template="pathways/act_adaptation.html",
        beside=_adapting,
    ),
    "sammenlign": Act(
        gettext_lazy("Passer det fortsatt?"),
        P.WORK,
        _compare,
        gettext_lazy("Sammenligningen er lagret."),
        form=CompareForm,
        button=gettext_lazy("Lagre"),
        icon="Wrench",
        template="pathways/act_adaptation.html",
        beside=_adapting,
    ),
    "avslutt-tilpasning": Act(
        gettext_lazy("Avslutt tilpasningen"),
        P.WORK,
        _end,
        gettext_lazy("Tilpasningen gjelder ikke lenger."),
        icon="MinusCircle",
        template="pathways/act_adaptation.html",
        beside=_adapting,
    ),
    "utrygg": Act(
        gettext_lazy("Noen er utrygg"),
        P.WORK,
        _concern,
        gettext_lazy("Det er skrevet ned. Den ansvarlige svarer innen fristen."),
        form=ConcernForm,
        button=gettext_lazy("Lagre"),
        icon="HandHeart",
        lead=gettext_lazy(
            "Skriv det personen sa, med personens egne ord. Den ansvarlige får det straks, med en frist for å svare."
        ),
    ),
    "svar": Act(
        gettext_lazy("Svar på utrygghet"),
        P.WORK,
        _answer,
        gettext_lazy("Svaret er lagret."),
        form=AnswerForm,
        button=gettext_lazy("Lagre svaret"),
        icon="HandHeart",
        template="pathways/act_concern.html",
        beside=_worried,
    ),
}
