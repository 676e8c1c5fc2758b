//! The YAML test suite, and a second parser's opinion on the corpus.

use serde_json::Value;
use sidestep::syntax::{Kind, NodeRef, Number, Style, parse};

use crate::corpus::role_text;
use crate::data_sets::data;

#[derive(serde::Deserialize)]
struct Case {
    id: String,
    name: String,
    yaml: String,
    error: bool,
    json: Option<String>,
}

fn cases() -> Vec<Case> {
    let Some(text) = data("yaml-test-suite.jsonl.gz") else { return Vec::new() };
    let cases: Vec<Case> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(cases.len(), 402);
    cases
}

/// A tree as JSON; keys by their text.
fn json(node: NodeRef<'_>) -> Value {
    match node.kind() {
        Kind::Null | Kind::Alias => Value::Null,
        Kind::True => true.into(),
        Kind::False => false.into(),
        Kind::Number => match node.number().unwrap() {
            Number::Int(n) => n.into(),
            Number::Float(f) => f.into(),
        },
        Kind::String => node.scalar_text().into(),
        Kind::Sequence => node.items().map(json).collect(),
        Kind::Mapping => Value::Object(node.entries().map(|(k, v)| (k.scalar_text().to_owned(), json(v))).collect()),
    }
}

/// Cases that are judged otherwise than the suite does, and why.
const OTHERWISE: [(&str, &str); 3] = [("9C9N", LEFT), ("QB6E", LEFT), ("VJP3/00", LEFT)];

/// Lines of brackets and quotes at the column of their key are read as meant and reported as `indentation`.
const LEFT: &str = "stands too far left";

/// Cases whose value is another than the suite's, and why.
const OTHER_VALUE: [(&str, &str); 0] = [];

#[test]
fn every_case_is_judged_as_the_suite_does() {
    let mut wrong = Vec::new();
    for case in cases() {
        let (_, errors) = parse(&case.yaml);
        if errors.is_empty() == case.error && !OTHERWISE.iter().any(|(id, _)| *id == case.id) {
            let said: Vec<_> = errors.iter().map(|e| &e.message).collect();
            wrong.push(format!("{} {}: {said:?}\n{}", case.id, case.name, case.yaml));
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_value_is_the_suites() {
    let mut wrong = Vec::new();
    for case in cases().into_iter().filter(|case| !case.error) {
        let Some(expected) = &case.json else { continue };
        // The first document counts.
        let expected: Option<Value> =
            serde_json::Deserializer::from_str(expected).into_iter().next().map(Result::unwrap);
        let (tree, _) = parse(&case.yaml);
        let found = tree.root().map(json);
        let same = match (&found, &expected) {
            (None, None | Some(Value::Null)) | (Some(Value::Null), None) => true,
            (found, expected) => same(found.as_ref(), expected.as_ref()),
        };
        if !same && !OTHER_VALUE.iter().any(|(id, _)| *id == case.id) {
            wrong.push(format!("{} {}:\n{}\n  is {found:?}\n  not {expected:?}", case.id, case.name, case.yaml));
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

/// Whether two values are equal; numbers by their value.
fn same(a: Option<&Value>, b: Option<&Value>) -> bool {
    match (a, b) {
        (Some(Value::Number(a)), Some(Value::Number(b))) => a.as_f64() == b.as_f64(),
        (Some(Value::Array(a)), Some(Value::Array(b))) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(Some(a), Some(b)))
        }
        (Some(Value::Object(a)), Some(Value::Object(b))) => {
            a.len() == b.len() && a.iter().all(|(k, v)| b.get(k).is_some_and(|w| same(Some(v), Some(w))))
        }
        (a, b) => a == b,
    }
}

/// The scalars of a text with their bytes, as the second parser reads them; block scalars without their place.
fn theirs(text: &str) -> Vec<(String, Option<(usize, usize)>)> {
    granit_parser::Parser::new_from_str(text)
        .filter_map(|event| match event.unwrap() {
            (granit_parser::Event::Scalar(value, style, ..), span) => {
                let block = matches!(style, granit_parser::ScalarStyle::Literal | granit_parser::ScalarStyle::Folded);
                let place = (span.start.byte_offset().unwrap(), span.end.byte_offset().unwrap());
                // The second parser gives an empty value as `~` without a width.
                let value = if place.0 == place.1 { String::new() } else { value.to_string() };
                Some((value, (!block && place.0 < place.1).then_some(place)))
            }
            _ => None,
        })
        .collect()
}

fn ours(text: &str) -> Vec<(String, Option<(usize, usize)>)> {
    fn visit(node: NodeRef<'_>, found: &mut Vec<(String, Option<(usize, usize)>)>) {
        match node.kind() {
            Kind::Mapping => node.written_entries().for_each(|(k, v)| {
                visit(k, found);
                visit(v, found);
            }),
            Kind::Sequence => node.written_items().for_each(|item| visit(item, found)),
            Kind::Alias => {}
            _ => {
                let block = matches!(node.style(), Style::Literal | Style::Folded);
                let span = node.span();
                let place = (!block && !span.is_empty()).then_some((span.start as usize, span.end as usize));
                found.push((node.scalar_text().to_owned(), place));
            }
        }
    }
    let (tree, errors) = parse(text);
    assert!(errors.is_empty(), "{errors:?}");
    let mut found = Vec::new();
    tree.root().into_iter().for_each(|root| visit(root, &mut found));
    found
}

#[test]
fn a_second_parser_sees_the_same_scalars_at_the_same_places() {
    let mut texts: Vec<String> = (0..40).map(|n| role_text(n, 80)).collect();
    let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("content")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else if entry.path().extension().is_some_and(|e| e == "yaml") {
                texts.push(std::fs::read_to_string(entry.path()).unwrap());
            }
        }
    }
    texts.push("a: 'it''s'\n\"b\\u00e9\": \"x\\n y\"\n? c\n: - d\n  - {e: [f, \"g\" , 'h'], i: }\nj: 😀 k # c\nl: m\n  n\n\n  o\n".to_owned());
    texts.extend(texts.clone().iter().map(|text| text.replace('\n', "\r\n")));
    for text in &texts {
        assert_eq!(ours(text), theirs(text), "{text}");
    }
}
