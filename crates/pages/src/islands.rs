//! Latin words and long numbers inside right-to-left text, set apart so that the signs beside them stay where they
//! belong, and "9 500" is not read as 500 and 9.

/// Safe HTML with every run of Latin words and every grouped number in its text inside `<bdi>`. Tags, their attributes and character
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
    while let Some(start) = rest.find(|character| is_latin(character) || character.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        isolated.push_str(before);
        let (opening, island) = match grouped_number_length(from) {
            _ if from.starts_with(is_latin) => ("<bdi>", island_length(from)),
            Some(length) => ("<bdi dir=\"ltr\">", length),
            None => ("", digits(from)),
        };
        isolated.push_str(opening);
        isolated.push_str(&from[..island]);
        if !opening.is_empty() {
            isolated.push_str("</bdi>");
        }
        rest = &from[island..];
    }
    isolated.push_str(rest);
}

/// The length of a number whose thousands are set apart by spaces.
fn grouped_number_length(text: &str) -> Option<usize> {
    const GROUP: usize = 3;
    let mut length = digits(text);
    let mut is_grouped = false;
    while (1..=GROUP).contains(&length) || is_grouped {
        let mut after = text[length..].chars();
        let Some(space @ (' ' | '\u{A0}' | '\u{202F}')) = after.next() else { break };
        if digits(after.as_str()) != GROUP {
            break;
        }
        length += space.len_utf8() + GROUP;
        is_grouped = true;
    }
    is_grouped.then_some(length)
}

/// How many bytes of digits stand at the beginning.
fn digits(text: &str) -> usize {
    text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len())
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
            ("28 ناۋرىز 2026", "28 ناۋرىز 2026"),
            ("تاعى 9 500 گەكتار", "تاعى <bdi dir=\"ltr\">9 500</bdi> گەكتار"),
            ("1\u{A0}250\u{A0}000,5", "<bdi dir=\"ltr\">1\u{A0}250\u{A0}000</bdi>,5"),
            ("2026 100 9 50 1 5000", "2026 100 9 50 1 5000"),
            ("3G 100", "3<bdi>G 100</bdi>"),
            ("a &amp", "<bdi>a</bdi> &<bdi>amp</bdi>"),
            ("&", "&"),
            ("< x", "< <bdi>x</bdi>"),
        ] {
            assert_eq!(isolate_latin(html), isolated);
        }
    }
}
