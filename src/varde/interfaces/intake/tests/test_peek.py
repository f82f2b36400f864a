"""The first glance: total on any bytes, right on what units in the field send."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varde.foundation.signallog.port import Lane
from varde.interfaces.intake.peek import MOST_ITEMS, Peek, peek, split
from varde.interfaces.intake.reply import mrs

pytestmark = pytest.mark.unit
SCAIP = "application/scaip+xml"

FIELD = [
    (
        "<mrq><ref>00001A85</ref><cha>0</cha><mty>PI</mty><cid>26317</cid><dty>02</dty><did>00</did>"
        "<crd>no-voice:</crd><stc>102</stc></mrq>",
        ("00001A85", "26317", Lane.ROUTINE, False),
    ),
    (
        "<mrq><ref>v6l7eiuzBTfybE7j</ref><cid>999998</cid><dty>0002</dty><mty>PI</mty><stc>0009</stc>"
        "<lco>002</lco><crd>gsm:</crd><cha>0</cha></mrq>",
        ("v6l7eiuzBTfybE7j", "999998", Lane.ROUTINE, False),
    ),
    (
        "<mrq><ref>1193308443</ref><cid>10149471</cid><dty>3</dty><stc>10</stc><crd>gsm:</crd></mrq>",
        ("1193308443", "10149471", Lane.URGENT, True),
    ),
    (
        "<mrq><ref>yhexGeV5E49zglfi</ref><cid>999998</cid><dty>0004</dty><mty>ME</mty><stc>0010</stc>"
        "<lco>002</lco><crd>gsm:</crd><cha>0</cha></mrq>",
        ("yhexGeV5E49zglfi", "999998", Lane.URGENT, True),
    ),
    (
        "<mrq><ref>803137200003</ref><mty>ME</mty><cid> 8031372</cid><dty>0004</dty><stc>0010</stc>"
        "<crd>gsm:+</crd></mrq>",
        ("803137200003", "8031372", Lane.URGENT, True),
    ),
]


@pytest.mark.parametrize(("sample", "expected"), FIELD)
def test_field_samples_are_read_right(sample, expected):
    glance = peek(sample.encode(), SCAIP)
    assert (glance.ref, glance.device, glance.lane, glance.wants_voice) == expected
    assert (glance.protocol, glance.readable, glance.fault) == ("scaip", True, "")


@pytest.mark.parametrize("kind", [SCAIP, "application/xml", "", "text/plain", "application/octet-stream"])
def test_the_bytes_decide_whatever_the_content_type_says(kind):
    assert peek(FIELD[2][0].encode(), kind).readable


@pytest.mark.parametrize(
    "sample",
    [
        "<?xml version='1.0'?>\n<scaip>\n <cid>1</cid>\n <dty>3</dty>\n <ref> A1 </ref>\n</scaip>\n",
        "<s:mrq xmlns:s='urn:x'><s:dty>3</s:dty><s:ref>A1</s:ref><s:cid>1</s:cid></s:mrq>",
        "<MRQ><REF>A1</REF><CID>1</CID><DTY>3</DTY></MRQ>",
        "<mrq><ref><![CDATA[A1]]></ref><cid>1</cid><dty>3</dty></mrq>",
        '<mrq a="b"><ref x="1">A1</ref><cid>1</cid><dty>3</dty></mrq>',
    ],
)
def test_any_root_any_order_and_white_space_are_taken(sample):
    for data in (sample.encode(), sample.encode("utf-8-sig"), sample.encode("utf-16")):
        glance = peek(data, SCAIP)
        assert (glance.ref, glance.device, glance.fault, glance.lane) == ("A1", "1", "", Lane.URGENT)


def test_a_cancelled_alarm_and_a_silent_unit_are_not_asked_to_call():
    base = "<mrq><ref>1</ref><cid>1</cid><dty>3</dty>{}</mrq>"
    assert peek(base.format("").encode(), SCAIP).wants_voice
    for silent in ("<stc>0019</stc>", "<crd>no-voice:</crd>", "<mty>RE</mty>", "<mty>IN</mty>"):
        assert not peek(base.format(silent).encode(), SCAIP).wants_voice


def test_a_heartbeat_that_says_two_things_is_urgent():
    both = b"<mrq><ref>1</ref><cid>1</cid><dty>3</dty><mty>PI</mty><mty>ME</mty></mrq>"
    faulty = b"<mrq><ref>1</ref><cid>1</cid><mty>PI</mty></mrq>"
    cut = b"<mrq><ref>1</ref><cid>1</cid><dty>2</dty><mty>PI</mty>"
    assert [peek(raw, SCAIP).lane for raw in (both, faulty, cut)] == [Lane.URGENT] * 3


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"id": "1", "device": "u", "type": "3"}, ("1", "u", "", Lane.URGENT)),
        ({"id": 17, "device": 4, "type": "heartbeat"}, ("17", "4", "", Lane.ROUTINE)),
        ({"id": "1", "type": "heartbeat"}, ("1", "", "missing", Lane.URGENT)),
        ({"device": "u", "type": "3"}, ("", "u", "missing", Lane.URGENT)),
        ({"id": True, "device": [], "type": {}}, ("", "", "missing", Lane.URGENT)),
    ],
)
def test_json_is_glanced_at(body, expected):
    glance = peek(json.dumps(body).encode(), "application/json")
    assert (glance.own_id, glance.device, glance.fault, glance.lane) == expected


def test_arrays_are_split_into_the_bytes_of_each():
    assert split(b' [ {"id":1} , {"id": 2}, 3 ] ') == [b'{"id":1}', b'{"id": 2}', b"3"]
    for whole in (b"[]", b"[1,", b"{}", b"", b"[" * 10_000, b"[" + b"1," * MOST_ITEMS + b"1]"):
        assert split(whole) == [whole]


pieces = st.sampled_from(
    [
        b"<mrq>",
        b"</mrq>",
        b"<ref>",
        b"</ref>",
        b"<cid",
        b"<![CDATA[",
        b"]]>",
        b"<!DOCTYPE",
        b"&a;",
        b"\x00",
        b"\xff\xfe",
        b"A1",
        b'{"id":',
        b"[",
        b"]",
        b"}",
        b'"',
        b"1e999",
        b"<" * 50,
        b" " * 70,
    ]
)


@given(raw=st.binary(max_size=4_000) | st.lists(pieces, max_size=60).map(b"".join), kind=st.text(max_size=40))
def test_any_bytes_give_an_answer(raw, kind):
    glance = peek(raw, kind)
    assert isinstance(glance, Peek)
    assert glance.readable or glance.lane is Lane.URGENT
    assert split(raw)
    for stored in (True, False):
        reply = mrs(glance, stored=stored, operator_line='sip:"<&>@x')
        assert reply.startswith(b"<mrs>")
        assert (b"<snu>5</snu>" in reply) is not stored


@pytest.mark.parametrize(
    "raw",
    [
        b"<" * 300000,
        b"<ref " * 60000,
        b"<a " + b" " * 300000,
        b"<ref>" * 60000,
        b"[" * 300000,
        b'{"a":' * 60000,
        b"<mrq><ref>" + b"A" * 300000,
        b"\x00<" * 150000,
        b"</mrq>" * 50000 + b"<mrq>",
    ],
)
def test_long_and_hostile_input_is_looked_at_quickly(raw):
    start = time.perf_counter()
    peek(raw, SCAIP)
    split(raw)
    assert time.perf_counter() - start < 0.5


def test_the_reply_is_strict():
    glance = peek(FIELD[2][0].encode(), SCAIP)
    assert mrs(glance, stored=True) == b"<mrs><ref>1193308443</ref><snu>0</snu></mrs>"
    assert mrs(glance, stored=True, operator_line="sip:a&b@c") == (
        b"<mrs><ref>1193308443</ref><snu>0</snu><mre>1</mre><cre>62</cre><tnu>sip:a&amp;b@c</tnu></mrs>"
    )
    assert mrs(peek(FIELD[0][0].encode(), SCAIP), stored=True, operator_line="sip:a") == (
        b"<mrs><ref>00001A85</ref><snu>0</snu></mrs>"
    )


def test_json_is_json_at_the_wrong_address_cut_off_or_with_a_mark():
    body = b'{"id": "1", "device": "d9", "type": "heartbeat"}'
    for raw in (body, b"\xef\xbb\xbf" + body, body.decode().encode("utf-16")):
        glance = peek(raw, SCAIP)
        assert (glance.protocol, glance.own_id, glance.device, glance.lane) == (
            "json",
            "1",
            "d9",
            Lane.ROUTINE,
        )
    cut = peek(body[:30], "application/json")
    assert (cut.protocol, cut.readable, cut.fault, cut.lane) == ("json", False, "format", Lane.URGENT)
    assert split(b"\xef\xbb\xbf[" + body + b"," + body + b"]") == [body, body]
    for nothing in (b"", b"  ", b"\xef\xbb\xbf", b"BEEP"):
        assert peek(nothing, "application/json").protocol == "unknown"
