//! Stories as people type them and as attackers would. Judges the output as a browser would read it.

use proptest::prelude::*;
use tilshi_markup::{Piece, paragraphs, to_html, to_pieces_after, to_plain, without_bidi_controls, without_photos};

#[track_caller]
fn check(markdown: &str, html: &str) {
    assert_eq!(to_html(markdown).as_str(), html, "{markdown}");
}

/// The words of all pieces; a photo shows as its id between brackets.
fn printed_after(dateline: &str, body: &str) -> String {
    let piece = |piece| match piece {
        Piece::Words(words) => words.to_string(),
        Piece::Photo(photo) => format!("[{photo}]"),
    };
    to_pieces_after(dateline, body).into_iter().map(piece).collect()
}

#[test]
fn a_story_without_its_photos_says_the_same() {
    assert_eq!(without_photos("One *a*.\n\n![](photo:b3)\n\nTwo.\n\n![](photo:c4)\n"), "One *a*.\n\nTwo.");
    assert_eq!(without_photos("![](photo:b3)"), "");
    assert_eq!(without_photos("Said ![](photo:b3) inside.\n\n- item"), "Said ![](photo:b3) inside.\n\n- item");
}

#[test]
fn a_photo_has_its_place_between_paragraphs() {
    let body = "One [a].\n\n![](photo:b3)\n\nTwo.\n\n![](photo:c4)\n\n[a]: https://example.org";
    let printed = "<p><span class=\"mark\">ASTANA.</span> One <a href=\"https://example.org\" rel=\"noopener nofollow\">a</a>.</p>[b3]<p>Two.</p>[c4]";
    assert_eq!(printed_after("ASTANA.", body), printed);
    assert_eq!(
        printed_after("ASTANA.", "![](photo:b3)\n\nOne."),
        "[b3]<p><span class=\"mark\">ASTANA.</span> One.</p>"
    );
    assert_eq!(printed_after("ASTANA.", "![](photo:b3)"), "[b3]<p><span class=\"mark\">ASTANA.</span></p>");
    // For search, counting and previews it is no word.
    assert_eq!(to_plain("One.\n\n![](photo:b3)\n\nTwo."), "One.\n\nTwo.");
    check("![](photo:b3)", "");
    // In the middle of words, or with words of its own, it is a picture like any other.
    assert_eq!(printed_after("", "See ![](photo:b3) here."), "<p>See  here.</p>");
    assert_eq!(printed_after("", "![words](photo:b3)"), "<p>words</p>");
    assert_eq!(printed_after("", "> ![](photo:b3)"), "<blockquote>\n<p></p>\n</blockquote>");
}

#[test]
fn what_people_type() {
    check("", "");
    check(
        "One.\n\nTwo, *strong* and **stronger**, ~~gone~~.",
        "<p>One.</p>\n<p>Two, <em>strong</em> and <strong>stronger</strong>, <del>gone</del>.</p>",
    );
    check("# Part\n\n###### Small", "<h2>Part</h2>\n<h6>Small</h6>");
    check("- a\n- b\n\n3. c", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<ol start=\"3\">\n<li>c</li>\n</ol>");
    check("> “Yes,” he said.\\\n> And left.", "<blockquote>\n<p>“Yes,” he said.<br>\nAnd left.</p>\n</blockquote>");
    check(
        "|a|b|\n|-|:-:|\n|1|2|",
        "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>",
    );
    check("Қазақша мәтін — ءبىر ءسوز 中文", "<p>Қазақша мәтін — ءبىر ءسوز 中文</p>");
    check("5 < 6 & 7 > 2", "<p>5 &lt; 6 &amp; 7 &gt; 2</p>");
}

#[test]
fn links_point_to_the_web_and_to_mail_alone() {
    for address in
        ["https://example.org/a?b=c&d", "http://example.org", "mailto:desk@example.org", "HTTPS://EXAMPLE.ORG"]
    {
        let html = to_html(&format!("[text](<{address}>)"));
        assert!(html.as_str().contains("href="), "{html}");
        assert!(html.as_str().contains("rel=\"noopener nofollow\""), "{html}");
    }
    let refused = [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "&#106;avascript:alert(1)",
        "\u{1}javascript:x",
        "data:text/html,%3Cscript%3Ealert(1)%3C/script%3E",
        "vbscript:x",
        "file:///etc/passwd",
        "//example.org",
        "/relative",
        "tauri://x",
        "javascript&colon;alert(1)",
        "&#x6A;&#x61;vascript:x",
    ];
    for address in refused {
        check(&format!("[text](<{address}>)"), "<p>text</p>");
        let definition = to_html(&format!("[text]\n\n[text]: <{address}>"));
        assert!(!definition.as_str().contains("href"), "{address}: {definition}");
    }
    check("<javascript:alert(1)>", "<p>javascript:alert(1)</p>");
}

#[test]
fn pictures_leave_only_their_text() {
    check("See ![a *map*](https://example.org/pixel.gif) here", "<p>See a <em>map</em> here</p>");
    check("[![x](data:image/svg+xml;base64,AA)](javascript:1)", "<p>x</p>");
}

#[test]
fn html_is_shown_as_it_was_typed_and_does_nothing() {
    check("a <script>alert(1)</script> b", "<p>a &lt;script&gt;alert(1)&lt;/script&gt; b</p>");
    check("<div>\na\n</div>\n\nb", "<p>&lt;div&gt;\na\n&lt;/div&gt;</p>\n<p>b</p>");
    for hostile in [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<svg><script>1</script></svg>",
        "<style>*{display:none}</style>",
        "<iframe srcdoc='<script>1</script>'>",
        "<!-- --><script>1</script>",
        "<!--><script>1</script>-->",
        "<a href=\"java&#10;script:1\" onclick=1>x</a>",
        "<math><mi><mglyph><style><img src onerror=1>",
        "<p style=position:fixed>",
        "<base href=//evil.example>",
        "<meta http-equiv=refresh content=0>",
        "<form action=//x><button>go",
        "<?php 1 ?>",
        "<![CDATA[<script>1</script>]]>",
        "<noscript><p title=\"</noscript><img src=x onerror=1>\">",
        "```\n<script>1</script>\n```",
        "`<script>1</script>`",
        "    <script>1</script>",
        "&lt;script&gt;1&lt;/script&gt;",
        "&#60;script&#62;",
        "\\<script>",
        "<scr<script>ipt>",
        "[a](https://x.example/\"onmouseover=\"1)",
        "[a](https://x.example 'x\" onmouseover=\"1')",
        "| <img onerror=1> |\n|-|\n| <script> |",
        "# <script>1</script>",
    ] {
        assert_harmless(to_html(hostile).as_str(), hostile);
        assert_harmless(&printed_after(hostile, hostile), hostile);
    }
}

#[test]
fn a_malformed_address_is_text_and_no_link_that_leads_nowhere() {
    check("<https://x.example&#60;>", "<p>https://x.example&lt;</p>");
    check("[canal](https://)", "<p>canal</p>");
    check("<https://x.example\\-->", "<p>https://x.example\\--</p>");
}

#[test]
fn signs_that_turn_text_around_do_not_reach_the_reader() {
    check("a \u{202E}fdp.exe\u{202C} \u{2067}b\u{2069}", "<p>a fdp.exe b</p>");
    assert_eq!(without_bidi_controls("plain"), "plain");
    assert_eq!(without_bidi_controls("a\u{200F}\u{202E}b"), "a\u{200F}b");
}

#[test]
fn the_dateline_opens_the_first_paragraph() {
    let opened = printed_after;
    assert_eq!(
        opened("ASTANA. TILSHI –", "First.\n\nNext."),
        "<p><span class=\"mark\">ASTANA. TILSHI –</span> First.</p>\n<p>Next.</p>"
    );
    assert_eq!(opened("（通讯社讯）", "今年"), "<p><span class=\"mark\">（通讯社讯）</span>今年</p>");
    assert_eq!(opened("A", "- item"), "<p><span class=\"mark\">A</span></p>\n<ul>\n<li>item</li>\n</ul>");
    assert_eq!(opened("A", ""), "<p><span class=\"mark\">A</span></p>");
    assert_eq!(opened("  ", "First."), "<p>First.</p>");
}

#[test]
fn plain_text_keeps_every_word() {
    let story = "# Canals *open*\n\nFirst line\nwraps, [a link](https://example.org) and ![a map](x.png).\n\n- one\n- two\n  > quoted\n\n|a|b|\n|-|-|\n|1|2|\n\n```\ncode <b>\n```\n\n---\n<div>raw</div>";
    assert_eq!(
        paragraphs(story),
        [
            "Canals open",
            "First line wraps, a link and a map.",
            "one",
            "two",
            "quoted",
            "a\tb",
            "1\t2",
            "code <b>",
            "<div>raw</div>"
        ]
    );
    assert_eq!(to_plain("a\\\nb\n\nc &amp; d"), "a\nb\n\nc & d");
    assert_eq!(to_plain(" \n "), "");
}

#[test]
fn quotations_nest_only_so_deep() {
    let html = to_html(&format!("{} *deep*", ">".repeat(40)));
    assert_eq!(html.as_str().matches("<blockquote>").count(), 8);
    assert!(html.as_str().contains("<p><em>deep</em></p>"), "{html}");
}

#[test]
fn deep_and_long_nonsense_ends_soon() {
    for piece in [">", "[", "![", "*a_", "- ", "`", "<", "|", "[a](", "&#", "<a href=\"", "~~", "![a]("] {
        let long = piece.repeat(6_000);
        assert_harmless(to_html(&long).as_str(), piece);
        let _ = to_plain(&long);
    }
}

/// Reads the output tag by tag: only known elements, and attributes only where they belong.
#[track_caller]
fn assert_harmless(html: &str, input: &str) {
    assert!(!html.contains(['\u{202E}', '\0']), "{input:?} -> {html:?}");
    for piece in html.split('<').skip(1) {
        let (tag, _) = piece.split_once('>').unwrap_or_else(|| panic!("an open tag: {input:?} -> {html:?}"));
        let plain = [
            "p",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "ul",
            "ol",
            "li",
            "blockquote",
            "pre",
            "code",
            "em",
            "strong",
            "del",
            "hr",
            "br",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "/a",
            "span class=\"mark\"",
            "/span",
        ];
        let known = plain.contains(&tag)
            || tag.strip_prefix('/').is_some_and(|name| plain.contains(&name))
            || is_ordered_list(tag)
            || is_link(tag);
        assert!(known, "<{tag}> in {input:?} -> {html:?}");
    }
}

fn is_ordered_list(tag: &str) -> bool {
    let number = tag.strip_prefix("ol start=\"").and_then(|rest| rest.strip_suffix('"'));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_link(tag: &str) -> bool {
    let quoted: Vec<&str> = tag.split('"').collect();
    let named = quoted.iter().step_by(2).map(|name| name.trim()).collect::<Vec<_>>();
    let address = named.iter().position(|name| name.ends_with("href=")).and_then(|at| quoted.get(at * 2 + 1));
    let scheme = address.and_then(|address| address.split_once(':')).map(|(scheme, _)| scheme.to_ascii_lowercase());
    let shape = named.iter().all(|name| ["a href=", "title=", "rel=", ""].contains(name));
    shape && scheme.is_some_and(|scheme| ["http", "https", "mailto"].contains(&scheme.as_str()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_typed_can_run(pieces in proptest::collection::vec(prop_oneof![
        Just("<script>"), Just("</script>"), Just("<img src=x onerror="), Just(" onclick="), Just("javascript:"), Just("data:text/html,"),
        Just("["), Just("]("), Just(")"), Just("!["), Just("<"), Just(">"), Just("\""), Just("'"), Just("&#60;"), Just("&lt;"), Just("`"),
        Just("\n"), Just("\n\n"), Just("    "), Just("> "), Just("- "), Just("|"), Just("\n|-|\n"), Just("*"), Just("~~"), Just("# "), Just("\\"),
        Just("<!--"), Just("-->"), Just("<svg"), Just("<style>"), Just("]: "), Just("https://x.example"), Just("\u{202E}"), Just("\0"), Just("қазақ"), Just("中"),
        Just("<a href="), Just("&colon;"), Just("\t"), Just("text"),
    ], 0..24)) {
        let markdown = pieces.concat();
        assert_harmless(to_html(&markdown).as_str(), &markdown);
        assert_harmless(&printed_after(&markdown, &markdown), &markdown);
        for paragraph in paragraphs(&markdown) {
            prop_assert!(!paragraph.trim().is_empty());
        }
    }

    #[test]
    fn any_text_is_harmless(markdown in ".{0,200}") {
        assert_harmless(to_html(&markdown).as_str(), &markdown);
    }
}
