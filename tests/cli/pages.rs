//! Rendered pages: the shipped content word for word, the fixed words of section 8, and what authors may not do to HTML.

use crate::support::{Folder, expect_file, repository, run};

const ROLES: [&str; 7] = [
    "backend-engineer",
    "cloud-architect",
    "data-engineer",
    "devops-engineer",
    "frontend-engineer",
    "fullstack-engineer",
    "ml-engineer",
];

#[test]
fn shipped_pages() {
    for slug in ROLES {
        let page = |format: &str| run(repository(), &["render", slug, "--format", format]).is(0).out.clone();
        expect_file(&format!("pages/{slug}.md"), &page("markdown"));
        expect_file(&format!("pages/{slug}.html"), &page("html"));
    }
}

/// A small workspace whose page has everything.
fn workspace(settings: &str) -> Folder {
    Folder::new(&[
        ("sidestep.yaml", settings),
        ("content/tools.yaml", "- name: PostgreSQL\n"),
        (
            "content/roles/writer.yaml",
            "name: Writer\nsummary: Writes <b>things</b>.\nwhy: |\n  Because *why*, see [[Editor]], [[Editor|the other]] and [[tool:PostgreSQL]].\nalternatives:\n  - role: Text Editor\n    tagline: Edits.\n    about: About it.\n    best_for: [People, 'Others, [too](https://example.org/)']\n  - role: Poet\n    tagline: Sings.\n    about: About poets.\ncomparison:\n  columns: [Focus, Tools]\n  rows:\n    - role: Writer\n      Focus: Text | more\n      Tools: PostgreSQL\n    - role: Editor\n    - role: Poet\n      Tools: [PostgreSQL, Pen]\nhow_to_pick:\n  intro: Intro.\n  options:\n    - if: you edit\n      role: Editor\n      then: Go.\n    - if: you sing\n      role: Poet\n      then: Sing.\n  outro: Outro.\n",
        ),
        (
            "content/roles/editor.yaml",
            "name: Editor\navoid: [Text Editor]\ntoolkit: https://example.org/editor?a=1&b=2\nsummary: Edits.\ncomparison:\n  rows:\n    - role: Editor\n      Focus: Other people's text\n      Tools: PostgreSQL\n",
        ),
        ("content/roles/poet.yaml", "name: Poet\nsummary: Sings.\n"),
    ])
}

const COLUMNS: &str = "columns: [{ name: Focus, optional: true }, { name: Tools, kind: tool }]\n";

#[test]
fn sections_and_words() {
    let page = workspace(COLUMNS).run(&["render", "Writer"]).is(0).out.clone();
    let expected = "# Why look beyond Writer toolkit

Because *why*, see [Editor](https://example.org/editor?a=1&b=2), [the other](https://example.org/editor?a=1&b=2) and PostgreSQL.

## Top alternatives ranked

### 1. Editor — Edits.

About it.

Best for:

- People
- Others, [too](https://example.org/)

Explore the [Editor toolkit](https://example.org/editor?a=1&b=2) for more details.

### 2. Poet — Sings.

About poets.

Explore the [Poet toolkit](/poet/) for more details.

## Side-by-side

| Role | Focus | Tools |
| --- | --- | --- |
| Writer | Text \\| more | PostgreSQL |
| Editor | Other people's text | PostgreSQL |
| Poet |  | PostgreSQL, Pen |

## How to pick

Intro.

- If you edit: Go.
- If you sing: Sing.

Outro.
";
    assert_eq!(page, expected);
}

/// The text that a reader of an HTML page sees, one block in a line.
fn plain(html: &str) -> String {
    let body = html.split_once("<main>").unwrap().1.replace("</td>", "\n").replace("</th>", "\n");
    let mut text = String::new();
    let mut inside = false;
    for c in body.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    lines.join("\n").replace("&#39;", "'").replace("&amp;", "&")
}

#[test]
fn the_same_words_in_html() {
    let html = workspace(COLUMNS).run(&["render", "Writer", "--format", "html"]).is(0).out.clone();
    let expected = "Why look beyond Writer toolkit
Because why, see Editor, the other and PostgreSQL.
Top alternatives ranked
Editor — Edits.
About it.
Best for:
People
Others, too
Explore the Editor toolkit for more details.
Poet — Sings.
About poets.
Explore the Poet toolkit for more details.
Side-by-side
Role
Focus
Tools
Writer
Text | more
PostgreSQL
Editor
Other people's text
PostgreSQL
Poet
—
PostgreSQL, Pen
How to pick
Intro.
If you edit: Go.
If you sing: Sing.
Outro.";
    assert_eq!(plain(&html), expected);
    for part in [
        "<!doctype html>\n<html lang=\"en\">",
        "<meta charset=\"utf-8\">",
        "<title>Why look beyond Writer toolkit</title>",
        "<meta name=\"description\" content=\"Writes &lt;b&gt;things&lt;/b&gt;.\">",
        "<th scope=\"col\">Role</th>",
        "<th scope=\"row\"><a href=\"/writer/\">Writer</a></th>",
        "<a href=\"https://example.org/editor?a=1&amp;b=2\">Editor toolkit</a>",
    ] {
        assert!(html.contains(part), "no {part} in {html}");
    }
    assert_eq!(html.matches("<h1>").count(), 1);
    assert_eq!(html.matches("<style>").count(), 1);
}

#[test]
fn words_of_another_language() {
    let words = "page:
  lang: de
  why_heading: Warum über {name} hinausschauen
  alternatives_heading: Die besten Alternativen
  alternative_title: '{role}: {tagline}'
  best_for: 'Passt zu:'
  explore: Mehr im {toolkit}.
  toolkit: Werkzeugkasten {role}
  comparison_heading: Im Vergleich mit {name}
  role_column: Rolle
  pick_heading: Welche passt zu {name}?
  pick: 'Falls {if} ({role}): {then}'
";
    let folder = workspace(&format!("{COLUMNS}{words}"));
    assert_eq!(folder.found(&["sidestep.yaml"]), [""; 0]);
    let page = folder.run(&["render", "Writer"]).is(0).out.clone();
    for line in [
        "# Warum über Writer hinausschauen",
        "## Die besten Alternativen",
        "### 1. Editor: Edits.",
        "Passt zu:",
        "Mehr im [Werkzeugkasten Editor](https://example.org/editor?a=1&b=2).",
        "## Im Vergleich mit Writer",
        "| Rolle | Focus | Tools |",
        "## Welche passt zu Writer?",
        "- Falls you edit (Editor): Go.",
    ] {
        assert!(page.lines().any(|l| l == line), "no {line:?} in {page}");
    }
    for word in ["Why look", "Top alternatives", "Best for", "Explore", "Side-by-side", "How to pick", "If you"] {
        assert!(!page.contains(word), "{word} in {page}");
    }
    let html = folder.run(&["render", "Writer", "--format", "html"]).is(0).out.clone();
    assert!(
        html.contains("<html lang=\"de\">") && html.contains("<h2 id=\"pick\">Welche passt zu Writer?</h2>"),
        "{html}"
    );
}

const RICH: &[(&str, &str)] = &[
    (
        "sidestep.yaml",
        "columns: [{ name: Focus }, { name: Pay, optional: true }, { name: Shift, optional: true }, { name: Hat, optional: true }]\n",
    ),
    (
        "content/tools.yaml",
        "- name: Oven\n  url: https://example.org/oven?a=1&b=2\n- { name: Peel, aliases: [Paddle] }\n",
    ),
    (
        "content/roles/baker.yaml",
        "name: Baker
summary: Bakes.
why: |
  Bakes in an [[tool:Oven]] with a [[tool:Paddle]].[^1]

  ### Early

  ![A *warm* loaf](loaf.png)

  ##### Earlier

  [^1]: Most of them.
alternatives:
  - role: Miller
    tagline: Mills.[^1]
    about: |
      ## Grain

      Grinds.[^1]

      [^1]: Stone by stone.
  - role: أستاذ
    tagline: Teaches.
    about: يعلّم.
comparison:
  rows:
    - role: Baker
      Focus: bread
    - role: Miller
      Shift: ''
    - role: أستاذ
      Focus: خبز
how_to_pick:
  options:
    - { if: you rise late, role: Miller, then: Mill. }
    - { if: 'you like [books](/books/)', role: أستاذ, then: Teach. }
    - { if: you cook, role: Cook, then: Cook. }
  outro: |
    Rest
    ====

    Well.
",
    ),
    (
        "content/roles/miller.yaml",
        "name: Miller\nsummary: Mills.\ncomparison: { rows: [{ role: Miller, Focus: flour, Pay: good }] }\n",
    ),
    ("content/roles/teacher.yaml", "name: أستاذ\nsummary: Teaches.\ntoolkit: /teach/\n"),
    (
        "content/roles/cook.yaml",
        "name: Cook\nsummary: Cooks.\ncomparison: { rows: [{ role: Cook, Focus: food, Hat: white }] }\n",
    ),
];

#[test]
fn a_page_with_everything_as_markdown() {
    let page = Folder::new(RICH).run(&["render", "Baker"]).is(0).out.clone();
    for part in [
        "Bakes in an [Oven](https://example.org/oven?a=1&b=2) with a Peel.[^1]\n\n## Early\n\n![A *warm* loaf](loaf.png)\n\n#### Earlier\n\n[^1]: Most of them.\n",
        "#### Grain\n\nGrinds.[^1-2]\n\n[^1-2]: Stone by stone.\n",
        "Explore the [أستاذ toolkit](/teach/) for",
        "| Role | Focus | Pay |\n| --- | --- | --- |\n| Baker | bread |  |\n| Miller | flour | good |\n| أستاذ | خبز |  |\n",
        "\n### Rest\n\nWell.\n",
    ] {
        assert!(page.contains(part), "no {part:?} in {page}");
    }
}

#[test]
fn a_page_with_everything_as_html() {
    let html = Folder::new(RICH).run(&["render", "Baker", "--format", "html"]).is(0).out.clone();
    for part in [
        "<html lang=\"en\">",
        "<a href=\"https://example.org/oven?a=1&amp;b=2\">Oven</a> with a Peel.<sup>",
        "<h2>Early</h2>",
        "<img src=\"loaf.png\" alt=\"A warm loaf\">",
        "<h4>Earlier</h4>",
        "<h4>Grain</h4>",
        "<a href=\"#note-2\"",
        "<li id=\"alternative-miller\">",
        "<li id=\"alternative-2\">\n<h3><bdi dir=\"rtl\">أستاذ</bdi> — Teaches.</h3>",
        "Explore the <a href=\"/teach/\"><bdi dir=\"rtl\">أستاذ</bdi> toolkit</a>",
        "<p dir=\"rtl\">يعلّم.</p>",
        "<table aria-labelledby=\"comparison\">",
        "<tr><th scope=\"col\">Role</th><th scope=\"col\">Focus</th><th scope=\"col\">Pay</th></tr>",
        "<tr><th scope=\"row\"><a href=\"/baker/\">Baker</a></th><td>bread</td><td>—</td></tr>",
        "<tr><th scope=\"row\"><a href=\"/miller/\">Miller</a></th><td>flour</td><td>good</td></tr>",
        "<tr><th scope=\"row\" dir=\"rtl\"><a href=\"/teach/\">أستاذ</a></th><td dir=\"rtl\">خبز</td><td>—</td></tr>",
        "<li>If <a href=\"#alternative-miller\"><strong>you rise late</strong></a>: Mill.</li>",
        "<li>If <strong>you like <a href=\"/books/\">books</a></strong>: Teach.</li>",
        "<li>If <strong>you cook</strong>: Cook.</li>",
        "<h3>Rest</h3>",
    ] {
        assert!(html.contains(part), "no {part} in {html}");
    }
    // Each place is there once, and what is referred to is there.
    let all = |mark: &str| {
        html.split(mark).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let mut ids = all(" id=\"");
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count, "{ids:?}");
    for target in all("href=\"#") {
        assert!(ids.contains(&target), "{target} in {html}");
    }
}

#[test]
fn a_page_that_is_read_from_right_to_left() {
    let folder = Folder::new(RICH);
    folder.write("sidestep.yaml", format!("{}page: {{ lang: ar }}\n", RICH[0].1));
    let html = folder.run(&["render", "Baker", "--format", "html"]).is(0).out.clone();
    assert!(html.contains("<html lang=\"ar\" dir=\"rtl\">") && html.contains("<p>يعلّم.</p>"), "{html}");
    assert!(html.contains("<td dir=\"ltr\">bread</td>") && html.contains("<td>خبز</td>"), "{html}");
}

#[test]
fn a_column_that_a_table_leaves_out_is_shown_where_a_row_has_words_for_it() {
    let folder = Folder::new(RICH);
    let shown = |columns: &str, shift: &str| {
        let text = RICH[2].1.replace("comparison:\n", &format!("comparison:\n  columns: {columns}\n"));
        folder.write("content/roles/baker.yaml", text.replace("Shift: ''", &format!("Shift: '{shift}'")));
        let page = folder.run(&["render", "Baker"]).is(0).out.clone();
        page.lines().find(|line| line.starts_with("| Role")).unwrap().to_owned()
    };
    // Left out on purpose, though another page has words for it.
    assert_eq!(shown("[Focus]", ""), "| Role | Focus |");
    assert_eq!(shown("[Focus]", "night"), "| Role | Focus | Shift |");
    assert_eq!(shown("[Hat, Focus]", ""), "| Role | Hat | Focus |");
}

/// Every key that `page:` takes is described in the schema, with the default that a page really has.
#[test]
fn words_are_documented() {
    let schema = std::fs::read_to_string(repository().join("schema/config.schema.json")).unwrap();
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let properties = schema["properties"]["page"]["properties"].as_object().unwrap();
    let mut words = sidestep::workspace::PageWords::default();
    for (key, entry) in properties {
        assert!(entry["description"].as_str().is_some_and(|d| d.ends_with('.')), "{key}");
        // The words that join the items of lists are no text of the page.
        if key != "and" {
            words.set(key, entry["default"].as_str().unwrap());
        }
    }
    assert_eq!(words, sidestep::workspace::PageWords::default(), "the schema's defaults");
    for key in properties.keys().filter(|key| *key != "and") {
        let mut changed = words.clone();
        changed.set(key, "changed");
        assert_ne!(changed, words, "{key} is a key that does nothing");
    }
}

#[test]
fn what_authors_write_cannot_run() {
    let evil = "<script>alert(1)</script><img src=x onerror=alert(1)> [a](javascript:alert(1)) [b](JaVa\\nScript:x) <javascript:alert(1)> ![p](https://example.org/p.png) \\\" ' & [[Editor|<i>x</i>]]";
    let quoted = format!("\"{evil}\"");
    let text = format!(
        "name: \"<u>Writer</u>\"\nsummary: {quoted}\nwhy: {quoted}\nalternatives:\n  - role: \"<s>Nobody</s>\"\n    tagline: {quoted}\n    about: {quoted}\n    best_for: [{quoted}]\n  - role: Editor\n    tagline: T\n    about: |\n      <div onclick=\"x()\">\n      block\n      </div>\n\n      <style>* {{ color: red }}</style>\ncomparison:\n  columns: [Focus, Tools]\n  rows:\n    - role: \"<u>Writer</u>\"\n      Focus: {quoted}\n      Tools: {quoted}\nhow_to_pick:\n  intro: {quoted}\n  options:\n    - if: {quoted}\n      role: Editor\n      then: {quoted}\n  outro: {quoted}\n"
    );
    let settings = format!(
        "{COLUMNS}toolkit_url: 'javascript:alert(1)//{{slug}}'\npage: {{ best_for: '<b>x</b>', lang: '\"><script>' }}\n"
    );
    let folder = workspace(&settings);
    folder.write("content/roles/evil.yaml", text);
    let html = folder.run(&["render", "content/roles/evil.yaml", "--format", "html"]).is(0).out.clone();
    let known = [
        "!doctype", "html", "head", "meta", "title", "style", "body", "main", "section", "h1", "h2", "h3", "ol", "ul",
        "li", "p", "a", "img", "em", "strong", "div", "table", "thead", "tbody", "tr", "th", "td", "br", "code",
    ];
    for tag in html.split('<').skip(1) {
        let name: String =
            tag.trim_start_matches('/').chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '!').collect();
        assert!(known.contains(&name.as_str()), "<{tag}");
        let attributes = tag.split('>').next().unwrap();
        if name == "meta" {
            continue;
        }
        // An image of the author's is one; all else that an address leads to waits for a click.
        assert!(
            !attributes.contains("src=") || attributes == "img src=\"https://example.org/p.png\" alt=\"p\"",
            "<{tag}"
        );
        for bad in ["onerror", "onclick", "javascript:", "http-equiv"] {
            assert!(!attributes.to_lowercase().contains(bad), "<{tag}");
        }
    }
    assert_eq!(html.matches("<style").count(), 1);
    let markdown = folder.run(&["render", "content/roles/evil.yaml"]).is(0).out.clone();
    assert_eq!(markdown.matches("](#)").count(), 1, "where the settings lead: {markdown}");
    assert!(!markdown.contains("](<javascript"));
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "what they wrote is shown");
}

#[test]
fn the_address_of_a_toolkit_stays_within_its_link() {
    let folder = workspace(COLUMNS);
    let page = "name: Writer\nsummary: Writes.\nalternatives: [{ role: Author, tagline: T, about: A }]\n";
    folder.write("content/roles/writer.yaml", page);
    for (toolkit, shown) in [
        (
            "https://x.example.org/\\r> ![p](https://t.example.org/p.png",
            "<https://x.example.org/ ![p](https://t.example.org/p.png>",
        ),
        ("javascript&colon;alert(1)", "<javascript\\&colon;alert(1)>"),
        ("data:text/html,x", "#"),
    ] {
        folder.write("content/roles/author.yaml", format!("name: Author\nsummary: X.\ntoolkit: \"{toolkit}\"\n"));
        let markdown = folder.run(&["render", "writer"]).is(0).out.clone();
        assert!(markdown.contains(&format!("]({shown})")), "{markdown}");
    }
}

#[test]
fn no_request_to_anywhere() {
    for slug in ROLES {
        let html = run(repository(), &["render", slug, "--format", "html"]).is(0).out.clone();
        for bad in ["<script", "<link", "<img", "<iframe", "src=", "@import", "url("] {
            assert!(!html.contains(bad), "{bad} in the page of {slug}");
        }
    }
}
