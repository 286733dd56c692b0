"""The article of a page, among all that pages of the usual kinds have around it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.formats.known import Reading
from cleantext.formats.reader import read, render
from tests.cli.running import run
from tests.formats.contract import document, edits_of, expected, same
from tests.tries import tries

TITLE = "The ferry that came back"
TEXTS = (
    "Nobody on the island had seen the old ferry for eleven years, and when she came around the headland on Monday the"
    " whole harbour went quiet.",
    "“I knew her by the sound,” said Ida Holm, who sold tickets on the quay until the line was closed.",
    "Three yards had worked on her",
    "The engine was rebuilt twice, the deck was laid anew with larch from the mainland, and a cabin that had burnt out"
    " in her last winter was made again from photographs.",
    "It was worth it.",
    "The first crossing leaves on Saturday at nine; tickets are sold at the quay, as they always were, and nowhere else.",
)
BODY = f"<p>{TEXTS[0]}</p>\n<p>{TEXTS[1]}</p><h2>{TEXTS[2]}</h2><p>{TEXTS[3]}</p><p>{TEXTS[4]}</p><p>{TEXTS[5]}</p>"
NAVIGATION = "".join(f'<li><a href="/{n}">{n}</a></li>' for n in ("Home", "News of the islands", "Sport", "Sign in"))
TEASER = (
    '<div class="card"><a href="/x"><h3>Storm takes the roof of a school</h3></a><p>The roof of the school in Norvik was'
    " taken off by a gust on Sunday night, when nobody was in the building, and came down in a field.</p></div>"
)
COMMENT = (
    "<p>I sailed on her as a boy and was sick the whole way, both ways, every summer until I was twelve years old. I would"
    " do it again tomorrow, and I will be first in the queue on Saturday.</p>"
)
COOKIES = "We and our 812 partners store information on your device, such as cookies, to show you what you may like."

PAGES = {
    "news site": f"""<!doctype html><html><head><title>{TITLE} | Island News</title></head><body class="has-sidebar ad-free">
        <div id="cookie-consent"><p>{COOKIES}</p></div><header><nav><ul>{NAVIGATION}</ul></nav></header><main><article>
        <header><h1>{TITLE}</h1><p class="byline">By <a href="/a">Nils Berg</a></p></header>{BODY}</article>
        <aside><h2>Read next</h2>{TEASER * 3}</aside></main><footer><p>© Island News. All rights are reserved, and no part
        of this page may be used without the consent of its publisher, wherever you are.</p></footer></body></html>""",
    "WordPress": f"""<body class="single post"><div id="page"><div id="masthead"><ul>{NAVIGATION}</ul></div><div
        id="content"><div id="primary"><div class="post hentry"><h1 class="entry-title">{TITLE}</h1><div
        class="entry-content">{BODY}<div class="sharedaddy"><p class="share">Share this with all of your friends, who
        would surely like to know more about it.</p></div></div></div><div id="comments" class="comments-area"><h2>2
        thoughts</h2>{COMMENT * 2}</div></div><div id="secondary" class="sidebar">{TEASER}</div></div></div></body>""",
    "Blogger": f"""<div class="content"><div class="blog-posts hfeed"><div class="post-outer"><h3 class="post-title">{TITLE}
        </h3><div class="post-body">{BODY}</div><div class="post-footer"><p>Posted by somebody at 10 in the morning, and
        read by nobody in particular until today.</p></div></div></div><div id="sidebar-right"><h2>About me</h2><p>I write
        about boats, islands, and the people who live with both, mostly on Sundays when it rains.</p></div></div>""",
    "tables": f"""<HTML><BODY BGCOLOR=white><TABLE><TR><TD WIDTH=150>{NAVIGATION.replace('li>', 'p>')}</TD><TD><H1>{TITLE}
        </H1>{BODY}</TD></TR><TR><TD COLSPAN=2><A HREF=m>Write to the keeper of these pages, who is always glad to hear from
        you</A></TD></TR></TABLE></BODY></HTML>""",
    "MediaWiki": f"""<body class="mediawiki"><div id="mw-page-base"></div><div id="content" class="mw-body" role="main"><h1
        id="firstHeading">{TITLE}</h1><div id="siteSub">From the island's own encyclopedia</div><div id="mw-content-text"><div
        class="mw-parser-output">{BODY}</div></div></div><div id="mw-navigation"><ul>{NAVIGATION}</ul></div></body>""",
    "blocks of no kind": "<body><div class='x1'><div class='x2'><a href=/>Island News</a></div><div class='x3'><div"
        f" class='x4'><div class='x5'>{TITLE}</div><section>{BODY.replace('<p>', '<div>').replace('</p>', '</div>')}</section>"
        f"</div></div><div class='x6'>{NAVIGATION}</div></div></body>",
    "links before and after": f"<body><h1>{TITLE}</h1><ul>{NAVIGATION}</ul><div>{BODY}</div><ul>{NAVIGATION * 4}</ul>",
    "generator of documentation": f"""<div class="document"><div class="documentwrapper"><div class="bodywrapper"><div
        class="body" role="main"><section id="s"><h1>{TITLE}<a class="headerlink" href="#s">¶</a></h1>{BODY}</section></div>
        </div></div><div class="sphinxsidebar" role="navigation"><p class="topless"><a href="i">Previous: how to read these
        pages, and what they are for, in some detail.</a></p></div></div>""",
    "newsletter": f"""<article class="post"><h1>{TITLE}</h1><div class="subscribe-widget"><p>Type your email and become one
        of 12,000 readers who get these letters each week.</p></div>{BODY}</article><div class="related-posts">{TEASER}
        </div>""",
    "XHTML": f"""<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><div
        id="nav">{NAVIGATION}</div><div id="text"><h1>{TITLE}</h1>{BODY}</div></body></html>""",
}  # fmt: skip


def article(page: str) -> list[str]:
    return [" ".join(each.split()) for each in document(page, "a.html", Reading("article")).text.split("\n\n")]


@pytest.mark.parametrize("kind", PAGES)
def test_the_article_and_nothing_else(kind: str) -> None:
    found = article(PAGES[kind])
    assert [text for text in TEXTS if text not in found] == []
    assert [text for text in found if text not in (TITLE, f"{TITLE}¶", *TEXTS) and not text.startswith("By ")] == []


@pytest.mark.parametrize("page", ["", "<p>Short.", f"<ul>{NAVIGATION}</ul>", f"<nav>{BODY}</nav>", COOKIES])
def test_a_page_without_an_article_is_left_alone(page: str) -> None:
    assert article(page) == [""]


@pytest.mark.slow
def test_deep_and_long_pages_take_linear_time() -> None:
    began = time.perf_counter()
    article("<div>" * 20_000 + BODY + "<p class='ad nav'>" * 20_000)
    article((BODY + TEASER) * 500)
    assert time.perf_counter() - began < 20


def test_repairs_of_the_article_only(tmp_path: Path) -> None:
    page = PAGES["news site"].replace("It was worth", "It was was worth").replace("and our", "and and our")
    (tmp_path / "a.html").write_text(page)
    (tmp_path / "b.txt").write_text("It was late .\n")
    done = run("clean", tmp_path, "-o", tmp_path / "out", "--main-content", "--level", "suggested", "-q")
    assert done.returncode == 0
    assert (tmp_path / "out/a.html").read_text() == page.replace("was was", "was")
    assert (tmp_path / "out/b.txt").read_text() == "It was late.\n"
    assert '"format": "article"' in (tmp_path / "out/report.json").read_text()
    again = run("apply", tmp_path / "out/report.json", tmp_path / "none.json", "-o", tmp_path / "final")
    assert again.returncode == 2  # no such decisions
    (tmp_path / "none.json").write_text('{"schema": "cleantext-decisions/2", "decisions": []}')
    run("apply", tmp_path / "out/report.json", tmp_path / "none.json", "-o", tmp_path / "final")
    assert (tmp_path / "final/a.html").read_bytes() == (tmp_path / "out/a.html").read_bytes()


@given(st.sampled_from(list(PAGES)), st.data())
@tries(40)
def test_edits_are_read_back_where_they_were(kind: str, chosen: st.DataObject) -> None:
    whole = document(PAGES[kind], "a.html")
    part = document(PAGES[kind], "a.html", Reading("article"))
    edits = chosen.draw(edits_of(part))
    again = read(whole.path, render(part, edits))
    for text in expected(part, edits).split("\n\n"):
        assert "".join(text.split()) in "".join(again.text.split())
    assert same(document(render(part, []), "a.html").text, whole.text)
