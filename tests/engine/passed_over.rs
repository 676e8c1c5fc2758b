//! What in Markdown is no prose: HTML comments, tags and scripts, components and statements of MDX (collections.md,
//! section 3).

use crate::fixture::check;

const BOOK: &str = r#"
#- sidestep.yaml
collections: { page: { files: ["**/*.md", "**/*.mdx"], schema: "sidestep:page" } }
links: { extensions: optional, repository: "https://example.org/acme/book" }
"#;

fn book(files: &str) {
    check(&format!("{BOOK}{files}"));
}

#[test]
fn nothing_is_mentioned_in_comments_tags_scripts_and_code_of_html() {
    book(
        r#"#- a.md
# A

<!-- [[Nobody]] [x](no.md) <a href="no.md">x</a> -->

<!--
[[Nobody]]

[[Nobody]]
-->

In a line <!-- [[Nobody]] --> and <span title="[[Nobody]]">[[Nobody]]</span>, <code>[[Nobody]]</code> then [[Nobody]].
#                                                            ^^^^^^ unknown-page
#                                                                                                            ^^^^^^ unknown-page

<script>let a = "[[Nobody]]"; let b = '<a href="no.md">';</script>

<style>
a[[Nobody]] {}
</style>

<pre>
[[Nobody]] and <a href="no.md">a link</a>
#                       ^^^^^ broken-link
</pre>

<div>
[[Nobody]] <img src="no.png">
# ^^^^^^ unknown-page
#                    ^^^^^^ broken-link
</div>

A <code> that nothing closes.

And [[Nobody]] after it, </code>.
#     ^^^^^^ unknown-page
"#,
    );
}

#[test]
fn components_make_of_their_attributes_what_they_like() {
    book(
        r#"#- a.md
# A

<RepoLink href="template/package.json">file</RepoLink> <ui.card src="no.png" /> <a href="no.json">x</a>
#                                                                                        ^^^^^^^ broken-link

<Card
  href="no/where">

[x](no.md)
#   ^^^^^ broken-link

</Card>
"#,
    );
}

#[test]
fn comments_of_mdx_are_passed_over() {
    book(
        r"#- a.mdx
# A

{/* [x](no.md) [[Nobody]] */}

In a line {/* } [x](no.md) */} and [[Nobody]].
#                                    ^^^^^^ unknown-page

{/*
[[Nobody]]

[x](no.md)
*/}

{/* sidestep: ignore[broken-link] */}
[x](no.md)
",
    );
}

#[test]
fn statements_of_mdx_end_where_their_brackets_do() {
    book(
        r#"#- a.mdx
import { A } from 'a'
export const z = [
  "[x](no.md)",

  "[[Nobody]]",
]

[x](no.md) says what we
#   ^^^^^ broken-link
export [[Nobody]] in code.
#        ^^^^^^ unknown-page
"#,
    );
}

#[test]
fn of_the_own_repository_views_of_files_are_judged() {
    book(
        r"#- a.md
[x](https://example.org/acme/book/raw/main/no.md) [y](https://example.org/acme/book/blob/main/no.md)
#                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ broken-link
",
    );
}
