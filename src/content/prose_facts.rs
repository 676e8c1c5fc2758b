//! What a text of prose says: its words, paragraphs, links and mentions.

use std::ops::Range;
use std::sync::Arc;

use super::link_paths::link_path;
use super::links::{Link, fault, is_public, leads_to_file};
use super::lost_text::loses_paragraph;
use super::lowering::Lowering;
use super::markup::Markup;
use super::page::cell_part;
use super::prose::{Mention, long_paragraphs, mentions};
use super::prose_faults::{ProseFault, prose_faults};
use super::{
    LinkFact, LinkFault, MentionFault, NameAt, OpenMention, Origin, Paragraph, Reference, WordFilter, collapse,
    composed, hidden, is_placeholder, look_alikes,
};
use crate::syntax::NodeRef;
use crate::text::Span;

impl Lowering<'_> {
    /// Reads a scalar that holds Markdown; `markup` is what that makes of its text.
    pub(super) fn read_prose(&mut self, node: NodeRef<'_>, markup: &Markup<'_>) {
        let text = node.scalar_text();
        if let Some((header, source, indent)) = node.folded_source()
            && loses_paragraph(source, indent)
            // Where one line is wanted, that is what is wrong.
            && !self.facts.schema.iter().any(|finding| finding.span.touches(node.inner_span()))
        {
            self.facts.lost_paragraphs.push(Span::new(header.start, header.start + 1));
        }
        self.note_words(text);
        self.note_invisible(node, true);
        let map = node.map();
        if self.is_role {
            long_paragraphs(text, |hash, range| {
                self.paragraphs.push(Paragraph { hash, span: map.span(range.start, range.end) });
            });
        }
        for bare in markup.bare_addresses().into_iter().filter(|bare| is_public(&text[bare.clone()])) {
            let span = map.span(bare.start, bare.end);
            self.facts.links.push(LinkFact::insecure(span, &text[bare]));
        }
        if memchr::memchr2(b'[', b'<', text.as_bytes()).is_none() {
            return;
        }
        let (code, links) = (markup.code(), markup.links());
        self.read_faults(node, code, links);
        for link in links {
            self.read_link(node, link);
        }
        for mention in mentions(text, code, self.context.mentions, |kind| self.kind(kind).is_some()) {
            self.read_mention(node, &mention);
        }
    }

    /// Notes the words of a text, for the search of spellings.
    fn note_words(&mut self, text: &str) {
        let words = &mut self.facts.prose;
        let Some(phrases) = self.context.phrases else {
            *words.filter = WordFilter::ALL;
            return;
        };
        let nfc = composed(text);
        words.met |= phrases.note(nfc.as_ref().map_or(text, |(text, _)| text), &mut words.filter);
    }

    /// Notes what is nearly a mention.
    fn read_faults(&mut self, node: NodeRef<'_>, code: &[Range<usize>], links: &[Link<'_>]) {
        let (text, map) = (node.scalar_text(), node.map());
        let targets: Vec<Range<usize>> = links.iter().map(|link| link.span.clone()).collect();
        let mut whole = None;
        for fault in prose_faults(text, code, &targets) {
            let fault = match fault {
                ProseFault::Empty(range) => MentionFault::Empty(map.span(range.start, range.end)),
                ProseFault::Link(range, to) => MentionFault::Link(map.span(range.start, range.end), to.into()),
                ProseFault::Open { start, inner, closed_once } => {
                    let colon = text[inner.clone()].find(':').map(|at| inner.start + at);
                    let kind = colon.and_then(|colon| Some((self.kind(text[inner.start..colon].trim())?, colon + 1)));
                    let (kind, from) = kind.unwrap_or((self.context.mentions.bare, inner.start));
                    let name = from..inner.end;
                    let part = whole.get_or_insert_with(|| Arc::new(cell_part(node))).clone();
                    MentionFault::Open(Box::new(OpenMention { part, start, name, kind, closed_once }))
                }
            };
            self.facts.mention_faults.push(fault);
        }
    }

    /// Notes where a link leads, if that is to be looked at.
    fn read_link(&mut self, node: NodeRef<'_>, link: &Link<'_>) {
        let found = match self.context.links.filter(|_| leads_to_file(link)) {
            Some(rules) => link_path(link, self.context.path, rules).map(|path| LinkFault::Path(Box::new(path))),
            None if link.html => None,
            None => fault(link, self.context.folder),
        };
        if let Some(fault) = found {
            let span = node.map().span(link.span.start, link.span.end);
            self.facts.links.push(LinkFact { span, form: link.form(), target: link.target.into(), fault });
        }
    }

    /// Adds the reference of a mention.
    fn read_mention(&mut self, node: NodeRef<'_>, mention: &Mention) {
        let text = node.scalar_text();
        let kind = mention.kind.clone().and_then(|k| self.kind(&text[k])).unwrap_or(self.context.mentions.bare);
        let written = &text[mention.name.clone()];
        if !written.is_ascii() {
            let mut runs = hidden(written, false);
            runs.extend(look_alikes(written));
            self.note_runs(node, runs, mention.name.start);
        }
        let name = self.intern(&collapse(written));
        let at = NameAt { name, span: node.map().span(mention.name.start, mention.name.end) };
        if is_placeholder(&at.name) {
            self.placeholders.push(at.clone());
        }
        let origin = if mention.doubtful { Origin::DoubtfulMention } else { Origin::Mention };
        self.references.push(Reference { kind, at, origin, list: 0 });
    }
}
