"""What is made after the house is open: the past of Froland, by the real actions at past times, each in its own transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from varde.demo.region.names import elder
from varde.demo.region.numbers import national_id
from varde.demo.region.visitors import VISITORS
from varde.foundation.accounts.models import User
from varde.foundation.encryption import search_hash
from varde.foundation.ownership import scope
from varde.ground.organisations.models import Organisation
from varde.ground.organisations.queries import actor_for_user
from varde.ground.people.models import CareRelation, Recipient
from varde.ground.people.rules.holder import HolderKind
from varde.ground.people.rules.relation import Basis
from varde.kernel.actor import EVERYWHERE, Actor


@dataclass(frozen=True, slots=True)
class Past:
    """`now`: the present instant, that nothing is made after."""

    now: datetime
    seed: int

    def chance(self, *about: object) -> Random:
        """The same for the same seed and subject."""
        return Random(":".join(map(str, (self.seed, *about))))

    def place(self, number: str) -> Organisation:
        return Organisation.objects.get(municipality_number=number)

    def named(self, name: str) -> Organisation:
        return Organisation.objects.get(name=name)

    def people(self, number: str) -> list[Recipient]:
        """The recipients of a municipality, in the order they were made."""
        with scope(EVERYWHERE):
            return list(Recipient.objects.filter(owner=self.place(number)).order_by("pk"))

    def inpatients(self, owner: Organisation, count: int) -> list[Recipient]:
        """People whom the hospital follows at home, made past the guard as the rest of the region is."""
        used: set[str] = set()
        made = []
        for turn in range(count):
            chance = self.chance("inpatient", turn)
            number = national_id(date(1941 + turn, 1 + turn % 12, 2 + turn), chance, used)
            name = elder(chance)
            made.append(
                Recipient(
                    owner=owner,
                    name=name,
                    name_key=name.casefold(),
                    birth_date=number.birth_date,
                    national_id=number.value,
                    national_kind=number.kind,
                    national_key=search_hash(number.value, context="people.national_id"),
                )
            )
        with scope(EVERYWHERE):
            return Recipient.objects.bulk_create(made)

    def staff(self, where: str) -> dict[str, Actor]:
        """The visitors of the demo who work there, each under their roles."""
        names = [one.name for one in VISITORS if one.where == where]
        found: dict[str, Actor] = {}
        for user in User.objects.filter(name__in=names).order_by("pk"):
            actor = actor_for_user(user, now=self.now)
            found |= dict.fromkeys(actor.roles, actor)
        return found

    def let_in(self, staff: dict[str, Actor], people: list[Recipient]) -> None:
        """They know these recipients: own case, since before the first of them was referred."""
        holders = {actor.id: actor for actor in staff.values()}
        with scope(EVERYWHERE):
            CareRelation.objects.bulk_create(
                CareRelation(
                    owner_id=person.owner_id,
                    recipient=person,
                    kind=HolderKind.STAFF,
                    holder=actor.id,
                    holder_name=actor.name,
                    basis=Basis.CASE,
                    starts_at=self.now - timedelta(days=390),
                )
                for person in people
                for actor in holders.values()
            )
