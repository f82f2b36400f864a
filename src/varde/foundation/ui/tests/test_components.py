import inspect
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

import varde
from varde.foundation.ui.components import formats
from varde.foundation.ui.marks import Mark
from varde.foundation.ui.templatetags import ui
from varde.kernel.actor import Actor

pytestmark = pytest.mark.unit

ROOT = Path(varde.__file__).parent
UI = ROOT / "foundation" / "ui"
NASTY = "<script>x</script>\"'&"
NOW = datetime(2026, 11, 21, 1, 14, 31, tzinfo=UTC)


def drawn(source: str, **context: object) -> str:
    request = RequestFactory().get("/liste/", {"q": NASTY, "sort": "-time"})
    return Template("{% load ui %}" + source).render(
        Context({"bad": NASTY, "now": NOW, "request": request, **context})
    )


TRIED = {
    "icon": "{% icon 'Bell' bad %}",
    "button": "{% button bad name=bad value=bad %}",
    "link_button": "{% link_button bad bad color=bad %}",
    "post_button": "{% post_button bad bad fields=hidden %}",
    "tag": "{% tag bad bad %}",
    "severity": "{% severity bad %}{% severity mark %}",
    "urgency": "{% urgency bad %}{% urgency mark %}",
    "badge": "{% badge bad bad bad %}",
    "avatar": "{% avatar bad %}",
    "copy_button": "{% copy_button bad bad %}",
    "dialog_button": "{% dialog_button bad bad bad %}",
    "key_figure": "{% key_figure bad bad note=bad color=bad href=bad %}",
    "fact": "{% fact bad bad %}",
    "tabs": "{% tabs items bad %}",
    "breadcrumbs": "{% breadcrumbs crumbs %}",
    "timeline": "{% timeline items now %}",
    "steps": "{% steps items bad %}",
    "time": "{% time now %}",
    "th": "{% th bad 'time' %}{% th bad %}",
    "pagination": "{% pagination page bad %}",
    "actions": "{% actions %}{{ bad }}{% endactions %}",
    "card": "{% card bad color=bad %}{{ bad }}{% endcard %}",
    "alert": "{% alert bad title=bad %}{{ bad }}{% endalert %}",
    "details": "{% details bad %}{{ bad }}{% enddetails %}",
    "empty_state": "{% empty_state bad %}{{ bad }}{% endempty_state %}",
    "dialog": "{% dialog bad bad %}{{ bad }}{% enddialog %}",
    "facts": "{% facts columns=bad %}{{ bad }}{% endfacts %}",
    "table": "{% table bad %}{{ bad }}{% endtable %}",
    "filter_bar": "{% filter_bar bad reset=bad %}{{ bad }}{% endfilter_bar %}",
}


@pytest.mark.parametrize("name", sorted(ui.TAGS | ui.IN_CONTEXT | ui.BLOCKS))
def test_a_component_never_lets_text_become_markup(name):
    html = drawn(
        TRIED[name],
        mark=Mark(NASTY, "Bell", NASTY),
        hidden={NASTY: NASTY},
        items=[
            {
                "title": NASTY,
                "url": NASTY,
                "text": NASTY,
                "who": NASTY,
                "count": NASTY,
                "color": NASTY,
                "at": NOW,
            }
        ],
        crumbs=[(NASTY, NASTY)],
        page=Paginator(range(50), 10).page(2),
    )
    assert "<script" not in html
    assert "&lt;script&gt;" in html or "%3Cscript" in html or name == "time"
    assert not re.search(r"=\"[^\"]*\"'&", html)


def test_every_tag_and_filter_stands_in_the_gallery():
    shown = "".join(p.read_text() for p in (UI / "templates" / "ui").rglob("*.html") if "gallery" in str(p))
    for tag in ui.register.tags:
        assert re.search(rf"{{% {tag}\b", shown), f"{tag} is not in the gallery"
    for name in set(ui.register.filters) - {"kind", "choices"}:
        assert f"|{name}" in shown, f"{name} is not in the gallery"


def test_every_tag_says_what_it_does():
    for function in (ui.TAGS | ui.IN_CONTEXT | ui.BLOCKS | ui.FILTERS).values():
        assert inspect.getdoc(function), function.__name__


def test_every_icon_used_in_a_page_is_fetched():
    fetched = set((ROOT.parent.parent / "frontend" / "icons.txt").read_text().split())
    used = set()
    for page in ROOT.rglob("*.html"):
        used |= set(re.findall(r"{% icon ['\"](\w+)['\"]|icon=['\"](\w+)['\"]", page.read_text()))
    for source in (UI).rglob("*.py"):
        used |= {
            ("", name)
            for name in re.findall(r"(?:sign\(|icon: str = |icon\": )\"(\w+)\"", source.read_text())
        }
    names = {a or b for a, b in used}
    assert len(names) > 20
    assert names <= fetched, f"not in frontend/icons.txt: {names - fetched}"


def test_no_template_and_no_component_carries_inline_style_or_script():
    for page in UI.rglob("*.html"):
        text = re.sub(r"{%.*?%}", "", page.read_text())
        assert " style=" not in text, page
        assert not re.search(r"<script(?![^>]*(src=|application/json))", text), page
        assert not re.search(r"\son[a-z]+=", text), page


def test_numbers_are_written_the_norwegian_way():
    assert formats.number(1284.5, 1) == "1\u00a0284,5"
    assert formats.number(Decimal("-4700000")) == "\u22124\u00a0700\u00a0000"
    assert formats.number(-0.2) == "0"
    assert formats.percent(0.964, 1) == "96,4\u00a0%"
    assert formats.kroner(12) == "12\u00a0kr"
    assert formats.number(None) == "–"


def test_a_deadline_at_midnight_is_the_day_before_it_also_when_the_clock_changes():
    for midnight in ("2026-11-21T23:00", "2026-03-28T23:00", "2026-10-25T23:00"):
        end = datetime.fromisoformat(f"{midnight}+00:00")
        assert formats.clock(end) == "00:00"
        assert formats.deadline(end) == formats.day(end - timedelta(hours=1))
    assert formats.deadline(datetime(2026, 11, 21, 1, 14, tzinfo=UTC)) == "21.11.2026 kl. 02:14"
    assert formats.deadline(None) == "–"


def test_phone_numbers_are_grouped_and_foreign_ones_left_alone():
    assert formats.phone("+4741234567") == "412\u00a034\u00a0567"
    assert formats.phone("37001234") == "37\u00a000\u00a012\u00a034"
    assert formats.phone("+46701234567") == "+46701234567"


def test_a_moment_is_shown_as_the_wall_clock_in_norway():
    assert formats.clock(NOW) == "02:14"
    assert formats.moment(NOW) == "21.11.2026 kl. 02:14"
    assert formats.long_day(NOW) == "lørdag 21. november 2026"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (42, "42 s"),
        (840, "14 min"),
        (8040, "2 t 14 min"),
        (7200, "2 t"),
        (86_400, "1 dag"),
        (260_000, "3 dager"),
    ],
)
def test_a_duration_is_short_and_plain(seconds, text):
    assert formats.duration(timedelta(seconds=seconds)).replace("\u00a0", " ") == text


def test_time_says_both_how_long_ago_and_exactly_when():
    html = formats.time(NOW - timedelta(minutes=3), NOW)
    assert "02:11 (for 3\u00a0min siden)" in html
    assert 'datetime="2026-11-21T01:11:31+00:00"' in html
    assert "20.11.2026 kl. 02:14" in formats.time(NOW - timedelta(days=1), NOW)
    assert "om 2 t" in formats.time(NOW + timedelta(hours=2), NOW, "relative")
    assert "nå" in formats.time(NOW, NOW)


def test_an_unknown_code_is_shown_and_not_hidden():
    html = drawn("{% severity 77 marks %}", marks={40: Mark("Kritisk", "Bell", "danger")})
    assert "77" in html and "QuestionmarkDiamond" in html


def test_a_sorted_column_says_which_way_and_keeps_the_filters():
    html = drawn("{% th 'Tid' 'time' %}")
    assert 'aria-sort="descending"' in html
    assert "sort=time" in html and "q=%3Cscript" in html


def test_pagination_marks_the_page_one_is_on_and_says_nothing_about_a_single_page():
    html = drawn("{% pagination page %}", page=Paginator(range(90), 10).page(3))
    assert html.count('aria-current="true"') == 1 and 'aria-label="Side 3"' in html
    assert drawn("{% pagination page %}", page=Paginator(range(3), 10).page(1)) == ""


def test_may_asks_the_actor_and_nobody_may_nothing():
    here, there = UUID(int=1), UUID(int=2)
    actor = Actor(UUID(int=9), "Kari", grants={"alarms.answer": frozenset({here})})
    source = "{% may actor 'alarms.answer' place as can %}{{ can }}"
    assert drawn(source, actor=actor, place=here) == "True"
    assert drawn(source, actor=actor, place=there) == "False"
    assert drawn(source, actor=None, place=here) == "False"
