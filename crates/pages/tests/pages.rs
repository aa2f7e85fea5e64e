//! Whole pages in all editions. Names, places and figures are invented.

use expect_test::{Expect, expect};
use tilshi_language::{Edition, TimeZone, editions};
use tilshi_pages::{
    Change, ChangeKind, HomePage, Image, Link, Origin, Picture, Place, Rate, Rates, STYLESHEET, Section, Site,
    StoryPage, SwitcherEntry, Teaser, TeaserPhoto, Weather, WithdrawnPage, home_page, not_found_page, story_page,
    stylesheet_path, withdrawn_page,
};
use tilshi_story::{DigitalSourceType, Timestamp};

/// 2026-03-16, 16:42 in Almaty.
const PUBLISHED: Timestamp = Timestamp(1_773_661_320_000);
const MINUTE: i64 = 60_000;

fn edition(key: &str) -> &'static Edition {
    tilshi_language::edition(&key.parse().expect("an edition key")).expect("a known edition")
}

fn link(label: &str, path: &str) -> Link {
    Link { label: label.into(), path: (!path.is_empty()).then(|| path.into()) }
}

fn image(url: &str) -> Image {
    Image { url: url.into(), width: 1600, height: 900, ..Image::default() }
}

fn from(source: &str) -> Origin {
    Origin { source: source.into(), ..Origin::default() }
}

fn site(key: &str) -> Site {
    Site {
        edition: edition(key),
        name: "Dala Press".into(),
        tagline: "News of the steppe".into(),
        origin: Some("https://dala.example".into()),
        home_path: format!("/{key}"),
        now: Timestamp(PUBLISHED.0 + 90 * MINUTE),
        time_zone: TimeZone::get("Asia/Almaty").expect("a known time zone"),
        phone: Some("+7 7172 00 00 00".into()),
        main_site: Some("https://dala.example/about".into()),
        rates: None,
        weather: None,
        sections: vec![Section { label: "Regions".into(), path: format!("/{key}/regions"), current: true }],
    }
}

fn switcher(with: &[&str]) -> Vec<SwitcherEntry> {
    let entry = |edition: &Edition| SwitcherEntry {
        edition: edition.key.clone(),
        path: with.contains(&edition.key.as_str()).then(|| format!("/{}/regions/canals-0a1b2c3d", edition.key)),
    };
    editions().iter().map(entry).collect()
}

fn story(key: &str) -> StoryPage {
    StoryPage {
        path: format!("/{key}/regions/canals-0a1b2c3d"),
        headline: "Canals open two weeks early".into(),
        lead: String::new(),
        dateline: edition(key).dateline(Some("Sauran"), "DALA"),
        body: "The first water came on Monday.\n\n“Enough for *three* waterings,” an engineer said.".into(),
        published_at: PUBLISHED,
        change: None,
        photos: vec![Picture {
            id: "PHOTO".into(),
            image: Image {
                smaller: vec![("/pictures/0a/640".into(), 640)],
                webp: vec![("/pictures/0a/640.webp".into(), 640), ("/pictures/0a/web.webp".into(), 1600)],
                ..image("/pictures/0a/web")
            },
            wide: image("/pictures/0a/wide"),
            creator: "Dana Ermek".into(),
            copyright_notice: "© Dala Press".into(),
            license: "https://dala.example/rights".into(),
            source_type: Some(DigitalSourceType::DigitalCapture),
            caption: "Water in the canal.".into(),
            credit_line: "Photo desk / Dala Press".into(),
            alt_text: "A canal between fields".into(),
            headline: "Water in the canal".into(),
            extended_description: "In front a canal, behind it two fields.\n\nNobody is to be seen.".into(),
        }],
        authors: vec!["Aliya Bekova".into(), "Dias Omar".into()],
        tags: vec![link("Water", "/en/tags/water"), link("Harvest", "")],
        section: Some(link("Regions", &format!("/{key}/regions"))),
        switcher: switcher(&["kk", key]),
        related: Vec::new(),
        popular: Vec::new(),
    }
}

/// The page from its body on, a line an element, without the icon drawings.
fn shape(page: &str) -> String {
    let body = page.split_once("<body>").map_or(page, |(_, body)| body);
    let drawn: Vec<&str> =
        body.split("<svg").map(|piece| piece.split_once("</svg>").map_or(piece, |(_, rest)| rest)).collect();
    let mut lines = String::new();
    for piece in drawn.concat().split_inclusive('>') {
        let starts_block = [
            "<div", "<nav", "<main", "<article", "<header", "<footer", "<h1", "<h2", "<p", "<figure", "<ul", "<ol",
            "<li", "<aside", "<section", "<a", "<img",
        ]
        .iter()
        .any(|start| piece.starts_with(start));
        if starts_block {
            lines.push('\n');
        }
        lines.push_str(piece);
    }
    lines.trim_start().to_owned() + "\n"
}

fn check(page: &str, expected: Expect) {
    expected.assert_eq(&shape(page));
}

#[test]
fn an_english_story() {
    let mut story = story("en");
    story.change = Some(Change {
        kind: ChangeKind::Correction,
        at: Timestamp(PUBLISHED.0 + 38 * MINUTE),
        note: "the ditch is 38 kilometres long.".into(),
    });
    check(
        &story_page(&site("en"), &story),
        expect![[r##"
            <a class="skip" href="#main">Skip to the text</a>
            <header>
            <div class="strip">
            <div class="wrap"><time datetime="2026-03-16">Monday, 16 March 2026</time>
            <div class="end">
            <a href="tel:+77172000000"><bdi dir="ltr">+7 7172 00 00 00</bdi></a>
            <a href="https://dala.example/about">Main site</a></div></div></div>
            <div class="wrap mast">
            <a class="name" href="/en">Dala Press<small>News of the steppe</small></a>
            <nav class="switch" aria-label="Editions">
            <a href="/kk/regions/canals-0a1b2c3d" hreflang="kk-Cyrl" lang="kk-Cyrl" dir="ltr" title="Қазақша">қз</a><span class="off" title="Not in this edition"><bdi lang="kk-Latn" dir="ltr">qz</bdi></span><span class="off" title="Not in this edition"><bdi lang="kk-Arab" dir="rtl">ق ز</bdi></span><span class="off" title="Not in this edition"><bdi lang="ru" dir="ltr">ру</bdi></span>
            <a href="/en/regions/canals-0a1b2c3d" lang="en" dir="ltr" title="English" aria-current="page">en</a><span class="off" title="Not in this edition"><bdi lang="zh-Hans" dir="ltr">中文</bdi></span><span class="off" title="Not in this edition"><bdi lang="uz-Cyrl" dir="ltr">Ўз</bdi></span></nav></div>
            <div class="sections">
            <nav class="wrap" aria-label="Sections">
            <a href="/en/regions" aria-current="page">Regions</a></nav></div></header>
            <div class="wrap cols">
            <main class="story" id="main">
            <nav class="crumbs" aria-label="Breadcrumb">
            <ol>
            <li>
            <a href="/en">Main page</a></li>
            <li>
            <a href="/en#news">News</a></li>
            <li>
            <a href="/en/regions">Regions</a></li></ol></nav>
            <article>
            <h1>Canals open two weeks early</h1>
            <p class="time"><time datetime="2026-03-16T11:42:00Z">16 March 2026, 16:42</time><span> · Corrected at 17:20</span></p>
            <figure itemscope itemtype="https://schema.org/ImageObject">
            <picture><source type="image/webp" srcset="/pictures/0a/640.webp 640w, /pictures/0a/web.webp 1600w" sizes="(max-width: 760px) 100vw, 740px" width="1600" height="900">
            <img itemprop="contentUrl" src="/pictures/0a/web" srcset="/pictures/0a/640 640w, /pictures/0a/web 1600w" sizes="(max-width: 760px) 100vw, 740px" width="1600" height="900" alt="A canal between fields" loading="eager" decoding="async"></picture><span itemprop="creator" itemscope itemtype="https://schema.org/Person"><meta itemprop="name" content="Dana Ermek"></span><meta itemprop="copyrightNotice" content="© Dala Press">
            <link itemprop="license" href="https://dala.example/rights"><meta itemprop="headline" content="Water in the canal">
            <link itemprop="digitalSourceType" href="http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"><figcaption><span itemprop="caption">Water in the canal.</span> <span class="credit">Photo: <bdi itemprop="creditText">Photo desk / Dala Press</bdi></span></figcaption><details><summary>Description of the picture</summary>
            <div itemprop="description">
            <p>In front a canal, behind it two fields.</p>
            <p>Nobody is to be seen.</p></div></details></figure>
            <div class="body">
            <p><span class="mark">SAURAN. DALA</span> The first water came on Monday.</p>
            <p>“Enough for <em>three</em> waterings,” an engineer said.</p>
            <p class="fix">Correction, 17:20: the ditch is 38 kilometres long.</p></div>
            <p class="by">Author: <b><bdi>Aliya Bekova</bdi>, <bdi>Dias Omar</bdi></b></p>
            <ul class="tags" aria-label="Tags">
            <li>
            <a href="/en/tags/water">Water</a></li>
            <li><span>Harvest</span></li></ul></article></main></div>
            <footer class="wrap foot">When using the text, a link to the agency is required.</footer></body></html>
        "##]],
    );
}

#[test]
fn a_story_in_arabic_script() {
    let mut story = story("tote");
    story.headline = "ارنالارعا سۋ ەكى اپتا ەرتە جىبەرىلدى".into();
    story.body = "العاشقى سۋ دۇيسەنبىدە كەلدى.".into();
    story.dateline = edition("tote").dateline(Some("ساۋران"), "دالا");
    let mut site = site("tote");
    site.rates =
        Some(Rates { rates: vec![Rate { currency: "USD".into(), hundredths: 49_820 }], origin: from("بانك") });
    site.weather = Some(Weather { city: "استانا".into(), celsius: -4, origin: from("مەتەو") });
    check(
        &story_page(&site, &story),
        expect![[r##"
            <a class="skip" href="#main">ماتىنگە ءوتۋ</a>
            <header>
            <div class="strip">
            <div class="wrap"><time datetime="2026-03-16">2026 ج. 16 ناۋرىز، دۇيسەنبى</time>
            <div class="money" role="group" aria-label="باعامدار">
            <ul class="rates">
            <li><bdi>USD</bdi> <b><bdi>498,20</bdi></b></li></ul></div><span class="sky" aria-label="اۋا رايى" role="group">استانا <bdi dir="ltr">−4 °C</bdi></span>
            <div class="end">
            <a href="tel:+77172000000"><bdi dir="ltr">+7 7172 00 00 00</bdi></a>
            <a href="https://dala.example/about">نەگىزگى سايت</a></div></div></div>
            <div class="wrap mast">
            <a class="name" href="/tote">Dala Press<small>News of the steppe</small></a>
            <nav class="switch" aria-label="ءتىل نۇسقالارى">
            <a href="/kk/regions/canals-0a1b2c3d" hreflang="kk-Cyrl" lang="kk-Cyrl" dir="ltr" title="Қазақша">қз</a><span class="off" title="بۇل نۇسقادا جوق"><bdi lang="kk-Latn" dir="ltr">qz</bdi></span>
            <a href="/tote/regions/canals-0a1b2c3d" lang="kk-Arab" dir="rtl" title="قازاقشا" aria-current="page">ق ز</a><span class="off" title="بۇل نۇسقادا جوق"><bdi lang="ru" dir="ltr">ру</bdi></span><span class="off" title="بۇل نۇسقادا جوق"><bdi lang="en" dir="ltr">en</bdi></span><span class="off" title="بۇل نۇسقادا جوق"><bdi lang="zh-Hans" dir="ltr">中文</bdi></span><span class="off" title="بۇل نۇسقادا جوق"><bdi lang="uz-Cyrl" dir="ltr">Ўз</bdi></span></nav></div>
            <div class="sections">
            <nav class="wrap" aria-label="بولىمدەر">
            <a href="/tote/regions" aria-current="page">Regions</a></nav></div></header>
            <div class="wrap cols">
            <main class="story" id="main">
            <nav class="crumbs" aria-label="جول">
            <ol>
            <li>
            <a href="/tote">باستى بەت</a></li>
            <li>
            <a href="/tote#news">جاڭالىقتار</a></li>
            <li>
            <a href="/tote/regions">Regions</a></li></ol></nav>
            <article>
            <h1>ارنالارعا سۋ ەكى اپتا ەرتە جىبەرىلدى</h1>
            <p class="time"><time datetime="2026-03-16T11:42:00Z">2026 ج. 16 ناۋرىز، 16:42</time></p>
            <figure itemscope itemtype="https://schema.org/ImageObject">
            <picture><source type="image/webp" srcset="/pictures/0a/640.webp 640w, /pictures/0a/web.webp 1600w" sizes="(max-width: 760px) 100vw, 740px" width="1600" height="900">
            <img itemprop="contentUrl" src="/pictures/0a/web" srcset="/pictures/0a/640 640w, /pictures/0a/web 1600w" sizes="(max-width: 760px) 100vw, 740px" width="1600" height="900" alt="A canal between fields" loading="eager" decoding="async"></picture><span itemprop="creator" itemscope itemtype="https://schema.org/Person"><meta itemprop="name" content="Dana Ermek"></span><meta itemprop="copyrightNotice" content="© Dala Press">
            <link itemprop="license" href="https://dala.example/rights"><meta itemprop="headline" content="Water in the canal">
            <link itemprop="digitalSourceType" href="http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"><figcaption><span itemprop="caption"><bdi>Water in the canal</bdi>.</span> <span class="credit">سۋرەت: <bdi itemprop="creditText">Photo desk / Dala Press</bdi></span></figcaption><details><summary>سۋرەتتىڭ سيپاتتاماسى</summary>
            <div itemprop="description">
            <p><bdi>In front a canal, behind it two fields</bdi>.</p>
            <p><bdi>Nobody is to be seen</bdi>.</p></div></details></figure>
            <div class="body">
            <p><span class="mark">ساۋران. دالا –</span> العاشقى سۋ دۇيسەنبىدە كەلدى.</p></div>
            <p class="by">اۆتور: <b><bdi>Aliya Bekova</bdi>، <bdi>Dias Omar</bdi></b></p>
            <ul class="tags" aria-label="تەگتەر">
            <li>
            <a href="/en/tags/water">Water</a></li>
            <li><span>Harvest</span></li></ul></article></main></div>
            <footer class="wrap foot">باعامدار: بانك. اۋا رايى: مەتەو. ءماتىندى پايدالانعاندا اگەنتتىككە سىلتەمە قاجەت.</footer></body></html>
        "##]],
    );
}

#[test]
fn every_edition_has_its_language_direction_and_date() {
    let times = [
        "2026 ж. 16 наурыз, 16:42",
        "2026 j. 16 nauryz, 16:42",
        "2026 ج. 16 ناۋرىز، 16:42",
        "16 марта 2026 г., 16:42",
        "16 March 2026, 16:42",
        "2026年3月16日 16:42",
        "16 март, 2026, 16:42",
    ];
    for (edition, time) in editions().iter().zip(times) {
        let key = edition.key.as_str();
        let site = site(key);
        let withdrawn = WithdrawnPage { at: PUBLISHED, note: String::new(), switcher: switcher(&[]) };
        let home = HomePage {
            path: format!("/{key}"),
            heading: None,
            stories: Vec::new(),
            place: Place::default(),
            switcher: switcher(&[key]),
            popular: Vec::new(),
        };
        let story = story_page(&site, &story(key));
        assert!(story.contains(&format!("<time datetime=\"2026-03-16T11:42:00Z\">{time}</time>")), "{key}");
        for page in [
            story,
            home_page(&site, &home),
            not_found_page(&site, &switcher(&["kk"])),
            withdrawn_page(&site, &withdrawn),
        ] {
            let opening =
                format!("<!DOCTYPE html><html lang=\"{}\" dir=\"{}\">", edition.tag, edition.direction.as_str());
            assert!(page.starts_with(&opening), "{key}: {}", &page[..80]);
            assert_eq!(page.matches("<h1").count(), 1, "{key}");
            assert_eq!(page.matches("<main").count(), 1, "{key}");
            assert_eq!(
                page.matches("aria-current=\"page\" ").count() + page.matches("aria-current=\"page\">").count(),
                2,
                "{key}"
            );
        }
    }
}

#[test]
fn a_caption_ends_before_its_credit_line_begins() {
    for (key, caption, expected) in [
        ("en", "Water in the canal", "Water in the canal</span>. <span"),
        ("en", "Is this “the canal?”", "Is this “the canal?”</span> <span"),
        ("zh", "渠水", "渠水</span>。<span"),
        ("zh", "渠水流来。", "渠水流来。</span><span"),
        ("en", "", "<figcaption><span"),
    ] {
        let mut story = story(key);
        story.photos[0].caption = caption.into();
        let page = story_page(&site(key), &story);
        assert!(page.contains(&format!("{expected} class=\"credit\">")), "{key} {caption}");
    }
    let mut story = story("en");
    story.photos[0].credit_line.clear();
    story.photos[0].caption = "Water in the canal".into();
    assert!(story_page(&site("en"), &story).contains("Water in the canal</span></figcaption>"), "left as written");
}

#[test]
fn the_footer_names_its_sources_in_the_editions_own_punctuation() {
    let rates = Some(Rates { rates: Vec::new(), origin: from("银行") });
    let page = story_page(&Site { rates, ..site("zh") }, &story("zh"));
    assert!(page.contains("汇率：银行。使用本文"), "{}", shape(&page));
}

#[test]
fn the_head_says_what_others_show_of_the_page() {
    let page = story_page(&site("kk"), &StoryPage { lead: "In short.".into(), ..story("kk") });
    for piece in [
        "<title>Canals open two weeks early – Dala Press</title>",
        "<meta name=\"description\" content=\"In short.\">",
        "<link rel=\"canonical\" href=\"https://dala.example/kk/regions/canals-0a1b2c3d\">",
        "<link rel=\"alternate\" hreflang=\"kk-Cyrl\" href=\"https://dala.example/kk/regions/canals-0a1b2c3d\">",
        "<meta property=\"og:type\" content=\"article\">",
        "<meta property=\"og:image\" content=\"https://dala.example/pictures/0a/wide\">",
        "<meta property=\"article:published_time\" content=\"2026-03-16T11:42:00Z\">",
    ] {
        assert!(page.contains(piece), "{piece}\n{page}");
    }
    assert!(!page.contains("hreflang=\"en\""), "an edition that is not public has no address");
    let unknown_host = story_page(&Site { origin: None, ..site("kk") }, &story("kk"));
    assert!(!unknown_host.contains("canonical") && !unknown_host.contains("og:url"), "no half addresses");
}

#[test]
fn hostile_words_stay_words() {
    let hostile = "</title><script>alert(1)</script>\"'><img src=x onerror=alert(1)>\u{202E}{note}{time}";
    let path = "/\"><script>alert(1)</script>' onerror=alert(1) {note}";
    let site = Site {
        name: hostile.into(),
        tagline: hostile.into(),
        phone: Some(hostile.into()),
        main_site: Some(format!("javascript:{hostile}")),
        rates: Some(Rates { rates: vec![Rate { currency: hostile.into(), hundredths: 1 }], origin: from(hostile) }),
        weather: Some(Weather { city: hostile.into(), celsius: 5, origin: from(hostile) }),
        sections: vec![Section { label: hostile.into(), path: "/x".into(), current: false }],
        ..site("en")
    };
    let teaser = Teaser {
        headline: hostile.into(),
        lead: hostile.into(),
        path: path.into(),
        published_at: PUBLISHED,
        photo: Some(TeaserPhoto { wide: image(path), standard: image(path) }),
    };
    let links = vec![Link { label: hostile.into(), path: Some(path.into()) }];
    let story = StoryPage {
        path: path.into(),
        headline: hostile.into(),
        lead: hostile.into(),
        dateline: hostile.into(),
        body: hostile.into(),
        change: Some(Change { kind: ChangeKind::Update, at: PUBLISHED, note: hostile.into() }),
        photos: vec![
            Picture {
                id: "PHOTO".into(),
                image: image(path),
                wide: image(path),
                creator: hostile.into(),
                copyright_notice: hostile.into(),
                license: hostile.into(),
                source_type: Some(DigitalSourceType::TrainedAlgorithmicMedia),
                caption: hostile.into(),
                credit_line: hostile.into(),
                alt_text: hostile.into(),
                headline: hostile.into(),
                extended_description: hostile.into(),
            };
            2
        ],
        authors: vec![hostile.into()],
        tags: links.clone(),
        section: links.first().cloned(),
        switcher: vec![SwitcherEntry { edition: edition("kk").key.clone(), path: Some(path.into()) }],
        related: vec![teaser.clone()],
        popular: links.clone(),
        ..story("en")
    };
    let home = HomePage {
        path: path.into(),
        heading: Some(hostile.into()),
        stories: vec![teaser],
        place: Place { pages_before: 1, previous: Some(path.into()), next: Some(path.into()) },
        switcher: Vec::new(),
        popular: links,
    };
    let withdrawn = WithdrawnPage { at: PUBLISHED, note: hostile.into(), switcher: Vec::new() };
    for page in [
        story_page(&site, &story),
        home_page(&site, &home),
        withdrawn_page(&site, &withdrawn),
        not_found_page(&site, &[]),
    ] {
        let body = page.replace("<img src=\"", "");
        for trace in ["<script", "<img src=x", "\u{202E}", "href=\"javascript:"] {
            assert!(!body.contains(trace), "{trace}\n{page}");
        }
        for tag in page.split('<').skip(1).filter_map(|piece| piece.split_once('>').map(|(tag, _)| tag)) {
            let outside_quotes: String = tag.split('"').step_by(2).collect();
            assert!(!outside_quotes.contains("onerror"), "<{tag}>");
        }
    }
    assert!(story_page(&site, &story).contains("{note}{time}"), "what looks like a place for a value stays as typed");
}

#[test]
fn a_later_day_is_named_in_full() {
    let later = Change { kind: ChangeKind::Update, at: Timestamp(PUBLISHED.0 + 24 * 60 * MINUTE), note: String::new() };
    let page = story_page(&site("en"), &StoryPage { change: Some(later), ..story("en") });
    assert!(page.contains("Updated on 17 March 2026, 16:42"), "{page}");
    assert!(!page.contains("class=\"fix\""), "no note, no box");
}

#[test]
fn lists_show_days_and_lead_to_stories() {
    let teaser = |headline: &str, age_days: i64| Teaser {
        headline: headline.into(),
        lead: "Lead.".into(),
        path: format!("/en/news/{age_days}"),
        published_at: Timestamp(PUBLISHED.0 - age_days * 24 * 60 * MINUTE),
        photo: None,
    };
    let half = |url: &str| Image { smaller: vec![(format!("{url}-320"), 320)], ..image(url) };
    let photo = Some(TeaserPhoto { wide: half("/wide"), standard: half("/standard") });
    let first = Teaser { photo: photo.clone(), ..teaser("Newest", 0) };
    let stories = vec![first, Teaser { photo, ..teaser("Older", 2) }];
    let home = HomePage {
        path: "/en".into(),
        heading: None,
        stories: stories.clone(),
        place: Place::default(),
        switcher: switcher(&["en"]),
        popular: vec![link("Read most", "/en/news/2")],
    };
    let page = home_page(&site("en"), &home);
    assert!(page.contains("<h2><a href=\"/en/news/0\">Newest</a></h2>"), "{page}");
    assert!(page.contains("<ol class=\"pop\"><li><a href=\"/en/news/2\">Read most</a></li></ol>"), "{page}");
    let related = vec![teaser("Older", 2), teaser("A year old", 365)];
    let page = story_page(&site("en"), &StoryPage { related, ..story("en") });
    assert!(page.contains(">14 March</time>") && page.contains(">16 March 2025</time>"), "{page}");
}

#[test]
fn figures_say_when_they_are_made_up_or_old() {
    let with = |key: &str, is_sample: bool, known_at: Option<Timestamp>| {
        let origin = Origin { source: "Bank".into(), is_sample, known_at };
        let rate = |currency: &str, hundredths| Rate { currency: currency.into(), hundredths };
        let rates = Rates { rates: vec![rate("USD", 49_820), rate("RUB", 608)], origin: origin.clone() };
        let weather = Weather { city: "Astana".into(), celsius: -4, origin };
        let page = story_page(&Site { rates: Some(rates), weather: Some(weather), ..site(key) }, &story(key));
        let (_, strip) = page.split_once("class=\"strip\"").expect("a strip");
        let (strip, rest) = strip.split_once("class=\"wrap mast\"").expect("a masthead");
        (strip.to_owned(), rest.rsplit_once("<footer").expect("a footer").1.to_owned())
    };
    let (fresh, footer) = with("en", false, None);
    assert!(fresh.contains(">498.20<") && fresh.contains(">6.08<") && !fresh.contains("<small>"), "{fresh}");
    assert!(footer.contains("Currency rates: Bank. Weather: Bank."), "{footer}");
    for (key, word, figure) in [("en", "sample", "498.20"), ("kk", "үлгі", "498,20"), ("zh", "示例", "498.20")] {
        let (strip, footer) = with(key, true, None);
        assert_eq!(strip.matches(&format!("<small>({word})</small>")).count(), 2, "rates and weather: {strip}");
        assert!(strip.contains(&format!(">{figure}<")), "{strip}");
        assert!(footer.contains(word) && !footer.contains("Bank"), "{footer}");
    }
    let (today, _) = with("en", false, Some(PUBLISHED));
    assert!(today.contains("<time datetime=\"2026-03-16T11:42:00Z\">as of 16:42</time>"), "{today}");
    let (yesterday, _) = with("ru", false, Some(Timestamp(PUBLISHED.0 - 24 * 60 * MINUTE)));
    assert!(yesterday.contains("на 15 марта 2026 г., 16:42"), "{yesterday}");
}

#[test]
fn a_long_list_is_read_page_by_page() {
    let home = |place: Place| HomePage {
        path: "/en/regions/?page=2".into(),
        heading: Some("Regions".into()),
        stories: Vec::new(),
        place,
        switcher: switcher(&["en"]),
        popular: Vec::new(),
    };
    let page = home_page(
        &site("en"),
        &home(Place {
            pages_before: 1,
            previous: Some("/en/regions/".into()),
            next: Some("/en/regions/?page=3".into()),
        }),
    );
    for piece in [
        "<title>Regions, page 2 – Dala Press</title>",
        "<link rel=\"prev\" href=\"/en/regions/\">",
        "<link rel=\"next\" href=\"/en/regions/?page=3\">",
        "<a rel=\"prev\" href=\"/en/regions/\">Previous page</a>",
        "<a rel=\"next\" href=\"/en/regions/?page=3\">Next page</a>",
        "<link rel=\"canonical\" href=\"https://dala.example/en/regions/?page=2\">",
    ] {
        assert!(page.contains(piece), "{piece}\n{page}");
    }
    let only = home_page(&site("en"), &home(Place::default()));
    assert!(!only.contains("rel=\"next\"") && !only.contains("rel=\"prev\"") && !only.contains("page 1"), "{only}");
}

#[test]
fn latin_names_in_arabic_script_keep_their_order() {
    let body = StoryPage { body: "ول Dala Press-2, دەپ جازدى.".into(), ..story("tote") };
    assert!(story_page(&site("tote"), &body).contains("ول <bdi>Dala Press-2</bdi>, دەپ جازدى."));
    let headline = StoryPage { headline: "تاعى 9 500 <b>".into(), ..story("tote") };
    let page = story_page(&site("tote"), &headline);
    assert!(page.contains("<h1>تاعى <bdi dir=\"ltr\">9 500</bdi> &lt;<bdi>b</bdi>&gt;</h1>"), "{page}");
    let body = StoryPage { body: "Dala Press-2".into(), ..story("en") };
    assert!(!story_page(&site("en"), &body).contains("<bdi>Dala Press-2"));
}

#[test]
fn withdrawn_and_missing_pages_are_not_for_search_engines() {
    let withdrawn = WithdrawnPage { at: PUBLISHED, note: "A name was wrong.".into(), switcher: switcher(&[]) };
    let page = withdrawn_page(&site("ru"), &withdrawn);
    assert!(
        page.contains("Агентство отозвало этот материал: 16 марта 2026 г., 16:42.")
            && page.contains("A name was wrong.")
    );
    for page in [page, not_found_page(&site("ru"), &[])] {
        assert!(page.contains("<meta name=\"robots\" content=\"noindex\">"));
        assert!(!page.contains("canonical") && !page.contains("og:"));
    }
}

#[test]
fn pages_are_light_and_need_no_script() {
    let page = story_page(&site("kk"), &story("kk"));
    assert!(page.len() + STYLESHEET.len() < 50_000, "{} + {}", page.len(), STYLESHEET.len());
    assert!(!page.contains("<script") && !page.contains("style=\""), "the policy of the portal allows neither");
    assert!(page.contains(&format!("<link rel=\"stylesheet\" href=\"{}\">", stylesheet_path())));
    assert!(!STYLESHEET.contains("url(") && !STYLESHEET.contains("@import"), "nothing is fetched from elsewhere");
    for physical in [
        "margin-left",
        "margin-right",
        "padding-left",
        "padding-right",
        "text-align: left",
        "text-align: right",
        "border-left",
        "border-right",
        "float",
    ] {
        assert!(!STYLESHEET.contains(physical), "{physical} breaks right-to-left pages");
    }
}

#[test]
fn a_photo_stands_where_the_body_has_its_place_and_nowhere_else() {
    let one = story("en").photos.remove(0);
    let photos = vec![
        Picture { id: "first".into(), image: image("/1"), ..one.clone() },
        Picture { id: "second".into(), image: image("/2"), ..one.clone() },
        Picture { id: "third".into(), image: image("/3"), ..one },
    ];
    let order = |body: &str| {
        let page = story_page(&site("en"), &StoryPage { body: body.into(), photos: photos.clone(), ..story("en") });
        let page = &page[page.find("<article").expect("a story")..];
        let mut found: Vec<(usize, &str)> = ["src=\"/1\"", "src=\"/2\"", "src=\"/3\"", "Opened.", "Closed."]
            .iter()
            .flat_map(|what| {
                page.match_indices(what).map(|(at, found)| (at, found.trim_matches(['"', 's', 'r', 'c', '='])))
            })
            .collect();
        found.sort();
        found.into_iter().map(|(_, what)| what).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(order("Opened.\n\nClosed."), "/1 Opened. Closed. /2 /3");
    assert_eq!(order("Opened.\n\n![](photo:second)\n\nClosed."), "/1 Opened. /2 Closed. /3");
    assert_eq!(order("Opened.\n\n![](photo:first)\n\nClosed."), "/2 Opened. /1 Closed. /3");
    // A photo that the story has no more leaves nothing, and twice in the text it stands once.
    assert_eq!(order("Opened.\n\n![](photo:gone)\n\nClosed.\n\n![](photo:gone)"), "/1 Opened. Closed. /2 /3");
    assert_eq!(order("![](photo:third)\n\nOpened.\n\n![](photo:third)\n\nClosed."), "/1 /3 Opened. Closed. /2");
}
