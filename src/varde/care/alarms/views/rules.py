"""Triage rules and action cards: what is in force, the organisation's own or the shipped one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from varde.care.alarms import actions, queries
from varde.care.alarms.actions.shipped import shipped_cards, shipped_rules
from varde.care.alarms.forms.setup import NAMES, CardForm, RuleForm
from varde.care.alarms.permissions import AlarmPermission as P
from varde.care.alarms.rules.cards import card_from
from varde.care.alarms.rules.triage import judge, rules_from
from varde.care.alarms.views.marks import SEVERITIES, URGENCIES
from varde.care.alarms.views.person import words_of
from varde.care.alarms.views.sources import owners_of
from varde.foundation.accounts.http import StaffRequest
from varde.kernel.clock import now


@require_safe
def rules(request: StaffRequest) -> HttpResponse:
    at, actor = now(), request.actor
    own = [(row, rules_from(row.body).rules[0]) for row in queries.rules(actor, now=at)]
    cards = [(row, words_of(card_from(row.body))) for row in queries.cards(actor, now=at)]
    page = {
        "own": [
            (row, _(NAMES.get(row.alert, row.alert)), *_marks(rule), rule.because.nb) for row, rule in own
        ],
        "own_cards": [(row, _(NAMES.get(row.alert, row.alert)), words) for row, words in cards],
        "shipped": [_shipped(code) for code in NAMES],
    }
    return render(request, "alarms/rules.html", page)


def _marks(rule: Any) -> tuple[Any, Any]:
    return SEVERITIES[rule.severity], URGENCIES[rule.urgency]


def _shipped(code: str) -> dict[str, Any]:
    judged = judge(code, (), shipped_rules())
    severity, urgency = _marks(judged)
    card = shipped_cards().get(judged.card)
    return {
        "code": code,
        "name": _(NAMES[code]),
        "severity": severity,
        "urgency": urgency,
        "card": words_of(card)["title"] if card else "",
    }


def _alert(request: StaffRequest, code: str) -> str:
    if not request.actor.may(P.MANAGE_RULES):
        raise PermissionDenied
    if code not in NAMES:
        raise Http404
    return code


def new_rule(request: StaffRequest, code: str) -> HttpResponse:
    alert = _alert(request, code)
    cards = tuple((key, words_of(card)["title"]) for key, card in shipped_cards().items())
    near = next((rule for rule in shipped_rules().rules if rule.alert == alert and not rule.when), None)
    form = RuleForm(request.POST or None, owners_of(request.actor, P.MANAGE_RULES), cards, rule=near)
    if request.method == "POST" and form.is_valid():
        values = {"title": _(NAMES[alert])[:200], "alert": alert, "body": form.body(alert)}
        actions.save_rule(request.actor, owner_id=form.cleaned_data["owner_id"], values=values, now=now())
        messages.success(request, _("Regelen gjelder fra nå."))
        return redirect("alarms:rules")
    return _form_page(request, form, alert, _("Egen regel"))


def new_card(request: StaffRequest, code: str) -> HttpResponse:
    alert = _alert(request, code)
    shipped = shipped_cards().get(judge(alert, (), shipped_rules()).card)
    form = CardForm(request.POST or None, owners_of(request.actor, P.MANAGE_RULES), card=shipped)
    if request.method == "POST" and form.is_valid():
        values = {"title": form.cleaned_data["title"], "alert": alert, "body": form.body(alert)}
        actions.save_card(request.actor, owner_id=form.cleaned_data["owner_id"], values=values, now=now())
        messages.success(request, _("Tiltakskortet gjelder fra nå."))
        return redirect("alarms:rules")
    return _form_page(request, form, alert, _("Eget tiltakskort"))


def _form_page(request: StaffRequest, form: Any, alert: str, title: str) -> HttpResponse:
    page = {"form": form, "name": _(NAMES[alert]), "title": title}
    return render(request, "alarms/rule_form.html", page, status=422 if form.errors else 200)


@require_POST
def end_rule(request: StaffRequest, pk: UUID) -> HttpResponse:
    actions.end_rule(request.actor, rule_id=pk, now=now())
    messages.success(request, _("Den felles regelen gjelder igjen."))
    return redirect("alarms:rules")


@require_POST
def end_card(request: StaffRequest, pk: UUID) -> HttpResponse:
    actions.end_card(request.actor, card_id=pk, now=now())
    messages.success(request, _("Det felles tiltakskortet gjelder igjen."))
    return redirect("alarms:rules")
