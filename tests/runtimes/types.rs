//! The TypeScript types come from the Rust types: `npm run types` writes `js/generated/types.ts`,
//! this test compares it.
//!
//! The other direction, that what goes in and comes out fits these types, is shown by
//! `tests/packaging/types.test.ts`: it compiles every scenario against them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use latchstring::{Error, ErrorCode, api, code, forecast, model, rules, site, time, virtual_lock};
use ts_rs::{Config, TS, TypeVisitor};

#[path = "../support/shapes.rs"]
mod shapes;
use shapes::{Fields, Shape};

/// Every public function, the type of its arguments as one object, and that of its result.
const FUNCTIONS: &[(&str, &str, &str)] = &[
    ("generateCode", "GenerateCodeInput", "GeneratedCode"),
    ("checkCode", "CheckCodeInput", "CheckedCode"),
    ("issueOfflineCode", "IssueOfflineCodeInput", "OfflineCode"),
    (
        "verifyOfflineCode",
        "VerifyOfflineCodeInput",
        "OfflineAnswer",
    ),
    ("maskCode", "{ code: string }", "string"),
    ("lockProfile", "LockProfileInput", "LockProfile"),
    ("validityWindow", "ValidityWindowInput", "ValidityWindow"),
    ("localTimes", "LocalTimesInput", "string[]"),
    ("instantsOf", "InstantsOfInput", "Instant[]"),
    ("fitWindow", "FitWindowInput", "Fit"),
    ("visitWindows", "VisitWindowsInput", "VisitWindows"),
    (
        "isAnotherGuest",
        "{ before: Guest; after: Guest }",
        "boolean",
    ),
    ("selectAccess", "SelectAccessInput", "Decision"),
    ("recalculateTrip", "RecalculateTripInput", "TripChange"),
    ("explain", "ExplainInput", "string"),
    ("renderMessage", "RenderMessageInput", "string"),
    ("defaultTemplate", "DefaultTemplateInput", "string"),
    ("version", "Record<string, never>", "Version"),
    ("createSite", "NewSite", "Site"),
    (
        "advance",
        "{ site: Site; facts: Fact[]; now: Timestamp; key: string }",
        "Step & { site: Site }",
    ),
    (
        "accessCodes",
        "{ site: Site } & AccessCodeFilter",
        "AccessCodeView[]",
    ),
    ("guestCard", "{ site: Site } & GuestCardInput", "GuestCard"),
    (
        "diagnoseEntry",
        "{ site: Site; fact: { \"type\": \"access_denied\" } & AccessDenied }",
        "EntryDiagnosis",
    ),
    (
        "withoutPin",
        "{ fact: { \"type\": \"access_denied\" } & AccessDenied }",
        "{ \"type\": \"access_denied\" } & AccessDenied",
    ),
    ("review", "{ site: Site; now: Timestamp }", "Finding[]"),
    (
        "preview",
        "{ site: Site; from: Timestamp; to: Timestamp; now: Timestamp }",
        "Preview",
    ),
    (
        "forecast",
        "{ site: Site; now: Timestamp; until: Timestamp; assume?: Array<Trouble | Fact>; key?: string }",
        "Forecast",
    ),
    ("survival", "{ site: Site } & SurvivalInput", "Survival"),
    ("withoutPins", "{ site: Site }", "Site"),
    ("openSite", "{ site: Site; key: string }", "number"),
    (
        "site.advance",
        "{ handle: number; facts: Fact[]; now: Timestamp }",
        "Step",
    ),
    (
        "site.accessCodes",
        "{ handle: number } & AccessCodeFilter",
        "AccessCodeView[]",
    ),
    (
        "site.guestCard",
        "{ handle: number } & GuestCardInput",
        "GuestCard",
    ),
    (
        "site.diagnoseEntry",
        "{ handle: number; fact: { \"type\": \"access_denied\" } & AccessDenied }",
        "EntryDiagnosis",
    ),
    (
        "site.review",
        "{ handle: number; now: Timestamp }",
        "Finding[]",
    ),
    ("site.toJSON", "{ handle: number }", "Site"),
    ("site.close", "{ handle: number }", "boolean"),
    ("virtualLock", "NewVirtualLock", "VirtualLock"),
    (
        "runCommand",
        "{ lock: VirtualLock; command: Command; now: Timestamp; entropy?: number }",
        "PlayedLock",
    ),
    (
        "passTime",
        "{ lock: VirtualLock; now: Timestamp; entropy?: number }",
        "PlayedLock",
    ),
    (
        "readList",
        "{ lock: VirtualLock; now: Timestamp; entropy?: number }",
        "PlayedLock",
    ),
    (
        "readStatus",
        "{ lock: VirtualLock; now: Timestamp; entropy?: number }",
        "PlayedLock",
    ),
    (
        "typePin",
        "{ lock: VirtualLock; pin: string; now: Timestamp }",
        "TypedPin",
    ),
    (
        "byHand",
        "{ lock: VirtualLock; hand: Hand; now: Timestamp }",
        "VirtualLock",
    ),
];

/// The types that nothing in [`FUNCTIONS`] leads to, and those that do; the types of their fields
/// follow by themselves.
fn roots(types: &mut Declarations) {
    types.visit::<ErrorCode>();
    types.visit::<Error>();
    types.visit::<api::Version>();
    types.visit::<model::Listing>();
    types.visit::<model::Lock>();
    types.visit::<model::LockProfileInput>();
    types.visit::<model::LockProfile>();
    types.visit::<model::Reservation>();
    types.visit::<model::Visit>();
    types.visit::<model::AccessCode>();
    types.visit::<model::Policy>();
    types.visit::<time::Window>();
    types.visit::<time::TimeFrame>();
    types.visit::<code::GenerateCodeInput>();
    types.visit::<code::GeneratedCode>();
    types.visit::<code::CheckCodeInput>();
    types.visit::<code::CheckedCode>();
    types.visit::<code::IssueOfflineCodeInput>();
    types.visit::<code::OfflineCode>();
    types.visit::<code::VerifyOfflineCodeInput>();
    types.visit::<code::OfflineAnswer>();
    types.visit::<rules::ValidityWindowInput>();
    types.visit::<rules::ValidityWindow>();
    types.visit::<rules::FitWindowInput>();
    types.visit::<rules::Fit>();
    types.visit::<rules::VisitWindowsInput>();
    types.visit::<rules::VisitWindows>();
    types.visit::<rules::SelectAccessInput>();
    types.visit::<rules::Decision>();
    types.visit::<rules::RecalculateTripInput>();
    types.visit::<rules::TripChange>();
    types.visit::<rules::RenderMessageInput>();
    types.visit::<rules::DefaultTemplateInput>();
    types.visit::<rules::Finding>();
    types.visit::<site::NewSite>();
    types.visit::<site::Site>();
    types.visit::<site::Fact>();
    types.visit::<site::Step>();
    types.visit::<site::AccessCodeFilter>();
    types.visit::<site::AccessCodeView>();
    types.visit::<site::GuestCardInput>();
    types.visit::<site::GuestCard>();
    types.visit::<rules::EntryDiagnosis>();
    types.visit::<forecast::Trouble>();
    types.visit::<forecast::Forecast>();
    types.visit::<forecast::SurvivalInput>();
    types.visit::<forecast::Survival>();
    types.visit::<rules::ExplainInput>();
    types.visit::<time::Locale>();
    types.visit::<virtual_lock::NewVirtualLock>();
    types.visit::<virtual_lock::VirtualLock>();
    types.visit::<virtual_lock::Hand>();
    types.visit::<api::LocalTimesInput>();
    types.visit::<api::InstantsOfInput>();
    types.visit::<api::PlayedLock>();
    types.visit::<api::TypedPin>();
}

const HEADER: &str = "\
// Written by `npm run types` out of the Rust types: change them there.

/**
 * A point in time: RFC 3339 text such as `2026-05-01T15:00:00Z` or `2026-05-01T17:00:00+02:00`, or
 * a `Date`.
 */
export type Timestamp = string | Date;

/** A policy that takes the default for whatever it leaves out. */
export type PartialPolicy = {
\t[Section in keyof Policy]?: Policy[Section] extends readonly unknown[] | undefined
\t\t? Policy[Section]
\t\t: Partial<Policy[Section]>;
};

/** Of some fields, those that always stand and those that may. The others are `undefined`. */
type Of<Fields, Always extends keyof Fields, Maybe extends keyof Fields> = {
\t[Name in Always]-?: Fields[Name];
} & { [Name in Maybe]?: Fields[Name] } & {
\t[Name in Exclude<keyof Fields, Always | Maybe | \"key\" | \"kind\" | \"to\" | \"values\">]?: never;
};

/** A command of one kind. */
type CommandOf<
\tKind extends CommandKind,
\tAlways extends keyof CommandFields,
\tMaybe extends keyof CommandFields,
> = { kind: Kind } & Of<CommandFields, Always, Maybe>;

/** A notice of one kind to one reader. */
type NoticeOf<
\tKind extends NoticeKind,
\tTo extends Audience,
\tIds extends keyof NoticeFields,
\tMaybeIds extends keyof NoticeFields,
\tAlways extends keyof NoticeValues,
\tMaybe extends keyof NoticeValues,
> = { key: Text; kind: Kind; to: To; values: Of<NoticeValues, Always, Maybe> } & Of<
\tNoticeFields,
\tIds,
\tMaybeIds
>;
";

#[derive(Default)]
struct Declarations {
    config: Config,
    by_name: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_none() {
            // A type of the language or a list: only what it holds is of interest.
            T::visit_dependencies(self);
            T::visit_generics(self);
            return;
        }
        let name = T::ident(&self.config);
        let docs = T::docs().unwrap_or_default();
        let declaration = tidy(&docs) + "export " + &tidy(&T::decl(&self.config));
        if let Some(known) = self.by_name.get(&name) {
            assert_eq!(known, &declaration, "two types are called {name}");
            return;
        }
        self.by_name.insert(name, declaration);
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

/// One line a field and a short comment, as a person would write them.
fn tidy(declaration: &str) -> String {
    let short_comments = without_marks(&without_examples(declaration))
        .replace("/**\n * ", "/** ")
        .replace("\\[", "[")
        .replace("\\]", "]")
        .replace("[`", "`")
        .replace("`]", "`");
    let mut text = String::new();
    let mut lines = short_comments.lines().map(str::trim_end).peekable();
    let mut inside = "";
    while let Some(line) = lines.next() {
        let (field, end) = match line.strip_suffix(", };") {
            Some(field) => (field.to_owned() + ",", "};\n"),
            None => (line.to_owned(), ""),
        };
        let closes = lines.next_if_eq(&" */").map_or("", |_| " */");
        writeln!(text, "{inside}{field}{closes}").unwrap();
        text.push_str(end);
        if line.ends_with('{') {
            inside = "\t";
        }
    }
    text
}

/// Examples in Rust say nothing to those who write TypeScript.
fn without_examples(documented: &str) -> String {
    let mut kept = String::new();
    let mut inside = false;
    for line in documented.lines() {
        if line.trim_start().starts_with("* ```") {
            inside = !inside;
        } else if !inside {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept.replace(" *\n */", " */")
}

/// Marks of rules, such as `(W5, T6)`, lead to nothing in the package.
fn without_marks(documented: &str) -> String {
    let mut kept = String::new();
    let mut rest = documented;
    while let Some((before, after)) = rest.split_once('(') {
        kept.push_str(before);
        match after.split_once(')') {
            Some((inside, end)) if !inside.is_empty() && words(inside).all(is_mark) => {
                // A line that begins with the parenthesis goes on where the one above it ends.
                let line = kept.trim_end();
                let above = line
                    .strip_suffix("\n\t *")
                    .or_else(|| line.strip_suffix("\n *"));
                kept.truncate(above.unwrap_or(line).trim_end().len());
                rest = end;
            }
            _ => {
                kept.push('(');
                rest = after;
            }
        }
    }
    kept + rest
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// A letter for a chapter of the rules, and the number of a rule in it.
fn is_mark(word: &str) -> bool {
    let (chapter, number) = word.split_at(1);
    let number = number.strip_suffix('b').unwrap_or(number);
    "PWTABECSVNLODIFMRH".contains(chapter)
        && !number.starts_with('0')
        && number.len() <= 2
        && number.bytes().all(|digit| digit.is_ascii_digit())
}

/// The name under which the fields of all kinds stand, and the union that has the type's own name.
fn by_kind(types: &mut Declarations, name: &str, union: &[String]) {
    let flat = types.by_name.remove(name).unwrap();
    let docs = flat.split("export type").next().unwrap();
    let fields = flat.replacen(docs, "", 1);
    let fields = fields.replacen(
        &format!("export type {name} ="),
        &format!("export type {name}Fields ="),
        1,
    );
    let text = format!("/** The fields of `{name}` of any kind. */\n{fields}");
    types.by_name.insert(format!("{name}Fields"), text);
    let docs = docs.replace(
        " */",
        "\n *\n * Which fields there are depends on `kind`. */",
    );
    let text = format!(
        "{docs}export type {name} =\n\t| {};\n",
        union.join("\n\t| ")
    );
    types.by_name.insert(name.to_owned(), text);
}

fn unions(types: &mut Declarations) {
    let words = |words: &[&str]| {
        let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
        if words.is_empty() {
            "never".to_owned()
        } else {
            words.join(" | ")
        }
    };
    let both = |fields: &Fields| format!("{}, {}", words(&fields.always), words(&fields.maybe));
    let notice = |shape: &Shape| {
        let Shape {
            kind,
            to,
            fields,
            values,
        } = shape;
        format!(
            "NoticeOf<\"{kind}\", \"{to}\", {}, {}>",
            both(fields),
            both(values)
        )
    };
    let command =
        |Shape { kind, fields, .. }: &Shape| format!("CommandOf<\"{kind}\", {}>", both(fields));
    let notices: Vec<String> = shapes::notices().iter().map(notice).collect();
    let commands: Vec<String> = shapes::commands().iter().map(command).collect();
    by_kind(types, "Notice", &notices);
    by_kind(types, "Command", &commands);
}

fn generated() -> String {
    let mut types = Declarations::default();
    roots(&mut types);
    unions(&mut types);
    let mut text = HEADER.to_owned();
    for declaration in types.by_name.values() {
        write!(text, "\n{declaration}").unwrap();
    }
    text.push_str(
        "\n/** Every public function by name: its arguments as one object, and its result. */\n",
    );
    text.push_str("export interface Functions {\n");
    for (name, input, output) in FUNCTIONS {
        let name = if name.contains('.') {
            format!("\"{name}\"")
        } else {
            (*name).to_owned()
        };
        writeln!(text, "\t{name}: {{ input: {input}; output: {output} }};").unwrap();
    }
    text.push_str("}\n");
    text
}

#[test]
fn the_types_name_no_mark() {
    let text = generated();
    // `A`, `T` and such are words of English and of TypeScript as well.
    let marks: Vec<&str> = words(&text)
        .filter(|word| word.len() > 1 && is_mark(word))
        .collect();
    assert!(marks.is_empty(), "{marks:?}");
}

#[test]
fn marks_leave_no_gap() {
    let documented = "/** A (W5) span (of\n\t * (T6, A3b)\n\t * days) ends\n\t * (B). */";
    assert_eq!(
        without_marks(documented),
        "/** A span (of\n\t * days) ends. */"
    );
}

#[test]
fn typescript_types_are_those_of_rust() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../js/generated/types.ts");
    let generated = generated();
    if std::env::var_os("WRITE_TYPES").is_some() {
        std::fs::write(path, &generated).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        generated == committed,
        "js/generated/types.ts is not what the Rust types give: run `npm run types`"
    );
}
