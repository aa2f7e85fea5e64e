//! The TypeScript of the commands and their shapes, made from the one list. The window imports nothing else of us.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use tilshi_story::{DigitalSourceType, RightsBasis};
use ts_rs::{Config, TS, TypeVisitor};

use crate::commands::types::*;
use crate::views::Event;

/// Collects the declarations of a type and of everything it mentions.
struct Declarations {
    config: Config,
    found: BTreeMap<String, String>,
    seen: BTreeSet<String>,
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // A list of a type that holds such a list would be gone through for ever.
        if !self.seen.insert(T::name(&self.config)) {
            return;
        }
        if T::output_path().is_some() {
            self.found.insert(T::ident(&self.config), T::decl(&self.config));
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

macro_rules! functions {
    ($($(#[doc = $doc:literal])* $name:ident($($argument:ident: $type:ty),*) -> $answer:ty;)*) => {
        fn write_commands(declarations: &mut Declarations, text: &mut String) {
            $({
                $(declarations.visit::<$type>();)*
                declarations.visit::<$answer>();
                let arguments: Vec<(&str, String)> =
                    vec![$((stringify!($argument), <$type as TS>::name(&declarations.config))),*];
                let answer = <$answer as TS>::name(&declarations.config);
                let doc = concat!($($doc),*).trim();
                write_function(text, stringify!($name), &arguments, &answer, doc);
            })*
        }
    };
}

crate::for_each_command!(functions);

fn write_function(text: &mut String, name: &str, arguments: &[(&str, String)], answer: &str, doc: &str) {
    let typed: Vec<String> = arguments.iter().map(|(argument, of)| format!("{argument}: {of}")).collect();
    let names: Vec<&str> = arguments.iter().map(|(argument, _)| *argument).collect();
    let names = if names.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", names.join(", ")) };
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "  /** {doc} */\n  {name}: ({}): Promise<{answer}> => call(\"{name}\", {names}),",
        typed.join(", ")
    );
}

/// The whole file.
pub fn typescript() -> String {
    let config = Config::new().with_large_int("number");
    let mut declarations = Declarations { config, found: BTreeMap::new(), seen: BTreeSet::new() };
    let mut commands = String::new();
    write_commands(&mut declarations, &mut commands);
    declarations.visit::<Event>();
    declarations.visit::<RightsBasis>();
    declarations.visit::<DigitalSourceType>();
    let mut text = String::from(
        "// The commands of the core and the shapes they answer with. Generated from crates/newsroom: do not edit.\n\n\
         import { call } from \"./call\";\n\n",
    );
    for declaration in declarations.found.values() {
        let _ = writeln!(text, "export {declaration}");
    }
    let _ = write!(text, "\nexport const commands = {{\n{commands}}};\n");
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_windows_types_are_fresh() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/src/backend/bindings.ts");
        expect_test::expect_file![file].assert_eq(&super::typescript());
    }
}
