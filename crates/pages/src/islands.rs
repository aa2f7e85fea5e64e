//! Latin words inside right-to-left text, set apart so that the signs beside them stay where they belong.

/// Safe HTML with every run of Latin words in its text inside `<bdi>`. Tags, their attributes and character
/// references stay as they are.
pub(crate) fn isolate_latin(html: &str) -> String {
    let mut isolated = String::with_capacity(html.len() + html.len() / 8);
    let mut rest = html;
    while !rest.is_empty() {
        // A tag or a reference is copied whole; what stands before the next one is text.
        let markup_length = match rest.as_bytes().first() {
            Some(b'<') => rest.find('>').map(|end| end + 1),
            Some(b'&') => rest.find(';').map(|end| end + 1),
            Some(_) | None => None,
        };
        let (piece, is_text) = match markup_length {
            Some(length) => (length, false),
            None => (rest.find(['<', '&']).filter(|length| *length > 0).unwrap_or(rest.len()), true),
        };
        let (piece, after) = rest.split_at(piece);
        if is_text {
            isolate_in_text(&mut isolated, piece);
        } else {
            isolated.push_str(piece);
        }
        rest = after;
    }
    isolated
}

fn isolate_in_text(isolated: &mut String, text: &str) {
    let mut rest = text;
    while let Some(start) = rest.find(is_latin) {
        let island = island_length(&rest[start..]);
        isolated.push_str(&rest[..start]);
        isolated.push_str("<bdi>");
        isolated.push_str(&rest[start..start + island]);
        isolated.push_str("</bdi>");
        rest = &rest[start + island..];
    }
    isolated.push_str(rest);
}

/// From the first letter of an island to its last letter or digit, across what stands between two of them.
fn island_length(text: &str) -> usize {
    let mut end = 0;
    for (position, character) in text.char_indices() {
        if is_latin(character) || character.is_ascii_digit() {
            end = position + character.len_utf8();
        } else if !matches!(character, ' ' | '-' | '–' | '.' | ',' | '\'' | '’' | '/' | ':' | '@' | '_' | '+' | '#')
        {
            break;
        }
    }
    end
}

fn is_latin(character: char) -> bool {
    character.is_ascii_alphabetic() || (character.is_alphabetic() && matches!(character, '\u{C0}'..='\u{24F}'))
}

#[cfg(test)]
mod tests {
    use super::isolate_latin;

    #[test]
    fn latin_words_are_set_apart_and_nothing_else_is_touched() {
        for (html, isolated) in [
            ("", ""),
            ("<p>سۋ كەلدى.</p>", "<p>سۋ كەلدى.</p>"),
            ("<p>ول Dala Press-2, ايتتى.</p>", "<p>ول <bdi>Dala Press-2</bdi>, ايتتى.</p>"),
            ("<p>Zürich.</p>", "<p><bdi>Zürich</bdi>.</p>"),
            ("<a href=\"https://dala.example/x\">سايت</a>", "<a href=\"https://dala.example/x\">سايت</a>"),
            ("<em>USD</em> &amp; &quot;EUR&quot;", "<em><bdi>USD</bdi></em> &amp; &quot;<bdi>EUR</bdi>&quot;"),
            ("28 ناۋرىز 9 500", "28 ناۋرىز 9 500"),
            ("a &amp", "<bdi>a</bdi> &<bdi>amp</bdi>"),
            ("&", "&"),
            ("< x", "< <bdi>x</bdi>"),
        ] {
            assert_eq!(isolate_latin(html), isolated);
        }
    }
}
