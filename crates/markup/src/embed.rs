//! Addresses of posts and videos: alone in a paragraph they are shown as a card with the name of the place they lead to.
//! `ui/src/story/markdown/embeds.ts` has the same rules; `tests/fixtures/embeds.tsv` holds both to them.

/// A place where people publish, its hosts, and how the addresses of its posts look: segments of a path, in which `*`
/// stands for anything that is not empty and `#` for a number.
const PLACES: [(&str, &[&str], &[&str]); 8] = [
    ("YouTube", &["youtube.com"], &["watch", "shorts/*", "live/*"]),
    ("YouTube", &["youtu.be"], &["*"]),
    ("X", &["x.com", "twitter.com"], &["*/status/#"]),
    ("Instagram", &["instagram.com"], &["p/*", "reel/*", "*/p/*", "*/reel/*"]),
    ("Facebook", &["facebook.com"], &["*/posts/*", "*/videos/*", "reel/*", "watch"]),
    ("Telegram", &["t.me"], &["*/#", "s/*/#"]),
    ("TikTok", &["tiktok.com"], &["*/video/#"]),
    ("Vimeo", &["vimeo.com"], &["#"]),
];

/// In front of a host that is the same place.
const SAME_PLACE: [&str; 3] = ["www.", "m.", "mobile."];

/// How much of an address is shown.
const MOST_SHOWN: usize = 60;

/// A post or a video somewhere else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Embed {
    /// Where it was published.
    pub place: &'static str,
    /// Its address.
    pub address: String,
}

impl Embed {
    /// What a card says: the place, and as much of the address as tells posts apart.
    pub fn words(&self) -> String {
        let bare = self.address.split_once("://").map_or(self.address.as_str(), |(_, rest)| rest);
        let bare = SAME_PLACE.iter().find_map(|prefix| bare.strip_prefix(prefix)).unwrap_or(bare);
        let mut shown: String = bare.chars().take(MOST_SHOWN).collect();
        if shown.len() < bare.len() {
            shown.push('…');
        }
        format!("{}: {shown}", self.place)
    }
}

/// The post or video that a paragraph is, when it is nothing but an address of one.
pub fn embed_of(paragraph: &str) -> Option<Embed> {
    let address = paragraph.trim();
    let address = address.strip_prefix('<').and_then(|inner| inner.strip_suffix('>')).unwrap_or(address);
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    if rest.chars().any(|sign| sign.is_whitespace() || sign.is_control() || "<>\"'\\".contains(sign)) {
        return None;
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let host = rest[..end].to_lowercase();
    let host = SAME_PLACE.iter().find_map(|prefix| host.strip_prefix(prefix)).unwrap_or(&host);
    let path = rest[end..].split(['?', '#']).next().unwrap_or_default().trim_matches('/');
    let (place, _, _) = PLACES
        .iter()
        .find(|(_, hosts, paths)| hosts.contains(&host) && paths.iter().any(|pattern| fits(pattern, path)))?;
    Some(Embed { place, address: address.to_owned() })
}

fn fits(pattern: &str, path: &str) -> bool {
    let (wanted, found): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), path.split('/').collect());
    wanted.len() == found.len()
        && wanted.iter().zip(found).all(|(wanted, found)| match *wanted {
            "*" => !found.is_empty(),
            "#" => !found.is_empty() && found.bytes().all(|sign| sign.is_ascii_digit()),
            wanted => wanted == found,
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::to_html;

    #[test]
    fn an_address_alone_is_a_card_of_its_place() {
        for case in include_str!("../../../tests/fixtures/embeds.tsv").lines() {
            let (paragraph, place) = case.split_once('\t').expect("a paragraph and a place");
            let found = embed_of(paragraph).map_or("", |embed| embed.place);
            assert_eq!(found, place, "{paragraph}");
        }
    }

    #[test]
    fn readers_get_a_link_that_says_where_it_leads() {
        let html =
            to_html("Before.\n\nhttps://www.youtube.com/watch?v=a&b=<c\n\nhttps://x.com/dala/status/17\n\nAfter.");
        let link =
            "<p><a href=\"https://x.com/dala/status/17\" rel=\"noopener nofollow\">X: x.com/dala/status/17</a></p>";
        assert!(html.as_str().contains(link), "{html}");
        assert!(html.as_str().contains("<p>https://www.youtube.com/watch?v=a&amp;b=&lt;c</p>"), "no address: {html}");
        let long = format!("https://youtu.be/{}", "a".repeat(90));
        assert!(embed_of(&long).expect("a card").words().ends_with("aaa…"));
    }
}
