//! Loading: files to a [`Workspace`], settings and schemas first. Front ends and [`Workspace::load`] go the one way of
//! [`Workspace::read_all`].

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::addresses::Addresses;
use super::beside::Beside;
use super::files::{AnySchema, Glance};
use super::link_ends::{Known, link_ends};
use super::prose_scan::{EarlySpellings, Spellings};
use super::read_baseline::read_baseline;
use super::refusals::Refusals;
use super::schemas::{Settings, TeamSchemas, config_finding};
use super::sources::Sources;
use super::suggest::Suggester;
use super::targets::Targets;
use super::unread::{Unread, is_empty_role};
use super::{Config, ConfigFinding, FileEntry, FileId, Index, Workspace};
use crate::content::{FileFacts, FileKind, LinkFault, LowerContext, lower};
use crate::schema::{Schema, dead_annotations, hides_kinds, role_schema, vocabulary_schema};
use crate::text::{LineIndex, Span, with_article};

/// What a workspace is read from, once its settings are known.
pub struct Reading<'r> {
    /// Where the texts are.
    pub sources: &'r dyn Sources,
    /// What the file at a path said when it last parsed, if known. It counts where the file does not parse now.
    pub last_good: &'r (dyn Fn(&str) -> Option<Arc<FileFacts>> + Sync),
    /// Called for each file that was read: one more, of so many.
    pub step: &'r (dyn Fn(usize, usize) + Sync),
}

impl<'r> Reading<'r> {
    /// Files of which no other version is known.
    pub fn of(sources: &'r dyn Sources) -> Self {
        Self { sources, last_good: &|_| None, step: &|_, _| () }
    }
}

impl Workspace {
    /// The settings and schemas that are in force.
    #[must_use]
    pub fn settings(&self) -> Settings {
        Settings {
            config: self.config.clone(),
            role_schema: self.role_schema.clone(),
            vocabulary_schema: self.vocabulary_schema.clone(),
            collection_schemas: self.collection_schemas.clone(),
        }
    }

    /// A workspace with its settings and schemas, and no files yet. `sidestep.yaml` is read through `sources`.
    #[must_use]
    pub fn open(sources: &dyn Sources) -> Self {
        Self::open_after(sources, None)
    }

    /// The same without the schemas of the team, which may take a while to compile: the built-in ones stand in for them,
    /// and [`Workspace::lacks_schemas`] says so.
    #[must_use]
    pub fn open_at_once(sources: &dyn Sources) -> Self {
        Self::open_with(sources, None, false)
    }

    /// Whether the settings of `sources` name schemas of the team, which take a while to compile.
    #[must_use]
    pub fn names_schemas(sources: &dyn Sources) -> bool {
        let text = sources.read("sidestep.yaml").unwrap_or_default();
        // Settings without the word are most, and need not be read twice.
        text.contains("schema") && Config::read("sidestep.yaml", &text).0.names_schemas()
    }

    /// Like [`Workspace::open`], for a workspace that was open before: as long as `sidestep.yaml` does not parse or a
    /// schema cannot be used, what was in force stays so (content model, section 6, `config`).
    #[must_use]
    pub fn open_after(sources: &dyn Sources, before: Option<&Settings>) -> Self {
        Self::open_with(sources, before, true)
    }

    pub(super) fn open_with(sources: &dyn Sources, before: Option<&Settings>, compiles: bool) -> Self {
        let (mut config, mut findings) = settings(sources, before);
        let misnamed = misnamed_settings(sources);
        // What they say of columns and schemas is not known.
        config.columns_at_fault |= misnamed.is_some();
        let baseline = config.baseline.clone().and_then(|setting| read_baseline(setting, sources, &mut findings));
        let known = findings.len();
        let TeamSchemas { role, vocabulary, collections, files: schema_files } =
            TeamSchemas::of(&mut config, sources, before, compiles.then_some(&mut findings));
        let mut schema_files = schema_files;
        schema_files.extend(misnamed.iter().map(|finding| finding.path.clone()));
        let lacks_schemas = !compiles && config.names_schemas();
        let has_own = (config.role_schema.is_some(), config.vocabulary_schema.is_some());
        let (kinds, slugs) = (config.kinds.len(), config.slugs);
        let failed_schemas = (has_own.0 && role.is_none(), has_own.1 && vocabulary.is_none());
        let failed_schemas = if before.is_some() || !compiles { (false, false) } else { failed_schemas };
        let failed_schemas = if misnamed.is_some() { (true, true) } else { failed_schemas };
        let own = [&role, &vocabulary].into_iter().flatten().chain(&collections).filter_map(AnySchema::own);
        let is_whole = misnamed.is_none() && findings.len() == known;
        findings.extend(misnamed);
        dead_ends(&own.collect::<Vec<_>>(), &config.kinds, is_whole, &mut findings);
        Self {
            refusals: refusals(&config, sources),
            unreadable: Vec::new(),
            failed_schemas,
            needed_columns: config.needed_columns(),
            config: Arc::new(config),
            config_findings: findings,
            role_schema: role
                .or_else(|| Some(before.filter(|_| has_own.0)?.role_schema.clone()))
                .unwrap_or(AnySchema::Builtin(role_schema)),
            vocabulary_schema: vocabulary
                .or_else(|| Some(before.filter(|_| has_own.1)?.vocabulary_schema.clone()))
                .unwrap_or(AnySchema::Builtin(vocabulary_schema)),
            collection_schemas: collections,
            interner: Arc::default(),
            files: Vec::new(),
            free: Vec::new(),
            ids: FxHashMap::default(),
            index: Index::new(kinds, slugs),
            addresses: Addresses::default(),
            spellings: Spellings::default(),
            early: EarlySpellings::default(),
            suggester: Suggester::new(kinds),
            uses: None,
            referred: std::sync::OnceLock::new(),
            linked: std::sync::OnceLock::new(),
            unpublished: std::sync::OnceLock::new(),
            targets: Targets::default(),
            paths: std::sync::OnceLock::new(),
            unread: Unread::default(),
            beside: Beside::default(),
            schema_files,
            baseline,
            lacks_schemas,
            with_lines: false,
        }
    }

    /// Makes a line table for each file, so that spans in files that are not open become lines and columns without
    /// their texts. To be called before any file is read.
    #[must_use]
    pub fn with_lines(mut self) -> Self {
        self.with_lines = true;
        self
    }

    /// Lowers one file. Takes `&self`, so that many can be read in parallel.
    pub(super) fn read_text(
        &self,
        path: &str,
        text: &str,
        last_good: Option<Arc<FileFacts>>,
        kind: FileKind,
    ) -> FileEntry {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let noun = self.config.collection(kind).map_or_else(String::new, |collection| article(&collection.label));
        let context = LowerContext {
            schema: self.schema_at(path, kind),
            kinds: &self.config.kinds,
            interner: &self.interner,
            needed: &self.needed_columns,
            folder,
            stem: self.config.stem(path).0,
            slugs: self.config.slugs,
            path,
            links: self.config.links.as_ref(),
            noun: &noun,
            mentions: self.config.mention_form(path),
            phrases: Some(&self.early.phrases).filter(|_| !self.early.none_come),
        };
        let mut facts = lower(text, kind, &context);
        let failed = match kind {
            FileKind::Role => self.failed_schemas.0,
            FileKind::Vocabulary(_) => self.failed_schemas.1,
            FileKind::Config | FileKind::Collection(_) => false,
        };
        if failed {
            // The team's own schema may know them.
            facts.schema.retain(|finding| !finding.unknown_key);
        }
        if !self.ids.is_empty() {
            self.name_by_folder(path, kind, &mut facts);
        }
        // Definitions of another kind are dropped: the settings have changed what the file is.
        let fits = |good: &FileFacts| good.definitions.iter().all(|d| self.config.defined_by(kind).contains(&d.kind));
        let last_good = last_good.filter(|good| !facts.syntax.is_empty() && fits(good));
        if let Some(last_good) = &last_good {
            facts.keep_from(last_good);
        }
        FileEntry {
            path: path.into(),
            kind,
            glance: Glance::of(&facts),
            facts: Arc::new(facts),
            last_good,
            prose_hits: Arc::default(),
            lines: self.with_lines.then(|| Arc::new(LineIndex::new(text))),
        }
    }

    /// Sets what is searched in the prose of files while they are read from now on: the spellings to avoid of these
    /// vocabularies. So [`Workspace::to_scan`] returns few files. `others`: what the other files are.
    fn look_for(&mut self, vocabularies: &[FileEntry], others: &FxHashSet<FileKind>) {
        let mut early = EarlySpellings::of(vocabularies.iter().map(|entry| &*entry.facts));
        // Where files change one after the other, any may bring some.
        early.none_come =
            early.is_empty() && !self.with_lines && !others.iter().any(|kind| self.schema(*kind).shapes.can_avoid());
        self.early = early;
    }

    /// The files that may use spellings to avoid in prose: a superset.
    fn to_scan(&self) -> Vec<FileId> {
        if self.spellings.is_empty() {
            return Vec::new();
        }
        let later = self.spellings.later_than(&self.early);
        let files: Vec<FileId> = self.files().map(|(id, _)| id).collect();
        if later.len() > MOST_LATER {
            return files;
        }
        let may_use = |id: &FileId| {
            let entry = self.file(*id);
            let prose = &entry.facts.prose;
            // Vocabularies were read before the spellings to search for were known.
            prose.met
                || matches!(entry.kind, FileKind::Vocabulary(_))
                || later.iter().any(|words| words.iter().all(|word| prose.filter.may_have(*word)))
        };
        let uses = map_all(&files, may_use);
        files.into_iter().zip(uses).filter(|(_, may)| *may).map(|(id, _)| id).collect()
    }

    /// Takes the files that were read, in any order (one for each path), and builds the index. Files that use spellings
    /// to avoid in prose are found in a second step: see [`Workspace::scan_prose`].
    fn fill(&mut self, mut entries: Vec<FileEntry>, sources: &dyn Sources) {
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        entries.dedup_by(|a, b| a.path == b.path);
        self.name_all_by_folder(&mut entries);
        self.index.reserve(entries.len());
        let all = (0..).map(FileId).zip(&entries);
        let config = &*self.config;
        for (id, entry) in (0..).map(FileId).zip(&entries) {
            self.addresses.add(id, &entry.path, &entry.facts);
        }
        let addresses = &self.addresses;
        std::thread::scope(|scope| {
            scope.spawn(|| {
                self.ids.extend(all.clone().map(|(id, entry)| (entry.path.clone(), id)));
                let mut wanted: FxHashSet<&str> = entries.iter().flat_map(|entry| targets(&entry.facts)).collect();
                wanted.extend(config.link_roots.iter().map(|(root, _)| &**root).filter(|root| !root.is_empty()));
                let known = Known { ids: &self.ids, addresses, rules: config.links.as_ref() };
                self.targets = Targets::of(link_ends(wanted.into_iter(), known, sources));
            });
            self.index.add_all(all.clone().map(|(id, entry)| (id, &*entry.facts, config.defined_by(entry.kind))));
        });
        for entry in entries.iter().filter(|entry| is_empty_role(entry.kind, &entry.facts)) {
            self.unread.set(&entry.path, true);
        }
        self.files = entries.into_iter().map(Some).collect();
        self.spellings = Spellings::of(&self.index);
        self.settle_paths();
    }

    /// Looks for spellings to avoid in the prose of the files that may use some. The texts were dropped when their facts
    /// were read; reading a few again costs less than keeping all.
    fn scan_prose(&mut self, sources: &dyn Sources) {
        let found = spread(&self.to_scan(), |id| {
            let hits = self.scan(*id, &sources.read(&self.file(*id).path).ok()?);
            (!hits.is_empty()).then_some((*id, hits))
        });
        for (id, hits) in found.into_iter().flatten() {
            if let Some(entry) = &mut self.files[id.0 as usize] {
                entry.prose_hits = hits;
            }
        }
    }

    /// Loads a workspace in one go. `paths` are all files that may belong to it; those that cannot be read are left
    /// out.
    #[must_use]
    pub fn load(paths: &[String], sources: &dyn Sources) -> Self {
        Self::open(sources).load_into(paths, &Reading::of(sources))
    }

    /// Reads files into a workspace that holds none yet: those of `paths` that belong to it.
    #[must_use]
    pub fn load_into(mut self, paths: &[String], reading: &Reading<'_>) -> Self {
        let kind = |path: &String| Some((path.clone(), self.config.file_kind(path)?));
        let files = paths.iter().filter_map(kind).collect();
        self.read_all(files, paths.iter().map(String::as_str), reading);
        self
    }

    /// Reads all files of a workspace that holds none yet. `beside` are paths among which may be files that the settings
    /// leave out for want of one thing. Gives what cannot be read: paths, each with the reason.
    pub fn read_all<'p>(
        &mut self,
        files: Vec<(String, FileKind)>,
        beside: impl IntoIterator<Item = &'p str>,
        reading: &Reading<'_>,
    ) -> Vec<(String, String)> {
        self.set_beside(beside);
        let total = files.len();
        let (vocabularies, others): (Vec<_>, Vec<_>) =
            files.into_iter().partition(|(_, kind)| matches!(kind, FileKind::Vocabulary(_)));
        let (mut entries, mut faults, mut unread) = (Vec::with_capacity(total), Vec::new(), Vec::new());
        let kinds: FxHashSet<FileKind> = others.iter().map(|(_, kind)| *kind).collect();
        for (part, names_spellings) in [(vocabularies, true), (others, false)] {
            let read = spread(&part, |(path, kind)| {
                let read = self.read_file(path, *kind, reading);
                (reading.step)(1, total);
                read
            });
            for ((path, _), (entry, fault)) in part.into_iter().zip(read) {
                if entry.is_none() {
                    unread.push(path.clone());
                }
                entries.extend(entry);
                faults.extend(fault.map(|why| (path, why)));
            }
            if names_spellings {
                self.look_for(&entries, &kinds);
            }
        }
        self.fill(entries, reading.sources);
        self.set_unread(unread.iter().map(String::as_str));
        self.scan_prose(reading.sources);
        faults
    }

    /// Reads one file; what cannot be read as it is comes with the reason.
    fn read_file(&self, path: &str, kind: FileKind, reading: &Reading<'_>) -> (Option<FileEntry>, Option<String>) {
        match reading.sources.read(path) {
            Ok(text) => (Some(self.read_text(path, &text, (reading.last_good)(path), kind)), None),
            Err(why) => {
                let salvage = reading.sources.salvage(path);
                (salvage.map(|salvage| self.read_salvage(path, &salvage, kind)), Some(why))
            }
        }
    }
}

/// With more spellings than this that were not searched while files were read, all files are scanned, instead of asking
/// each file's filter for each spelling.
const MOST_LATER: usize = 4_000;

/// Maps in order, on all cores if there are enough items.
#[cfg(feature = "cli")]
pub(crate) fn map_all<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync + Send) -> Vec<R> {
    if items.len() < 32 { items.iter().map(work).collect() } else { spread(items, work) }
}

/// Maps in order on all cores, for what takes long for each item.
#[cfg(feature = "cli")]
fn spread<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync + Send) -> Vec<R> {
    use rayon::prelude::*;
    items.par_iter().with_max_len(16).map(work).collect()
}

/// Maps in order; without the feature `cli` there is no thread pool.
#[cfg(not(feature = "cli"))]
pub(crate) fn map_all<T, R>(items: &[T], work: impl Fn(&T) -> R) -> Vec<R> {
    items.iter().map(work).collect()
}

#[cfg(not(feature = "cli"))]
use map_all as spread;

/// The settings with their findings: those in force `before` where the file cannot be read as it stands.
fn settings(sources: &dyn Sources, before: Option<&Settings>) -> (Config, Vec<ConfigFinding>) {
    let Ok(text) = sources.read("sidestep.yaml") else { return Default::default() };
    match before.filter(|_| !crate::syntax::parse(&text).1.is_empty()) {
        Some(before) => (Config::clone(&before.config), Vec::new()),
        None => Config::read("sidestep.yaml", &text),
    }
}

/// Adds what annotations of the team's own schemas mean nothing, and leaves out what is found twice. `is_whole`: all that the
/// settings name can be used.
fn dead_ends(own: &[&Arc<Schema>], kinds: &[String], is_whole: bool, findings: &mut Vec<ConfigFinding>) {
    // What a schema defines that cannot be used is no unknown kind.
    let known = Some(kinds).filter(|_| is_whole && !own.iter().any(|schema| hides_kinds(&schema.annotations)));
    for schema in own {
        findings.extend(dead_annotations(&schema.annotations, known).into_iter().map(config_finding));
    }
    // Collections may have a schema in common.
    let mut seen = FxHashSet::default();
    findings.retain(|finding| seen.insert((finding.path.clone(), finding.span, finding.message.clone())));
}

/// Why paths that the settings name cannot be read.
fn refusals(config: &Config, sources: &dyn Sources) -> Refusals {
    // What is not there may come.
    let unread = |path: &str| sources.exists(path).then(|| sources.read(path).err()).flatten();
    Refusals::of(config, |path| sources.refusal(path), unread)
}

/// The files that a file's links lead to, relative to the workspace.
pub(super) fn targets(facts: &FileFacts) -> impl Iterator<Item = &str> {
    facts
        .links
        .iter()
        .map(|link| match &link.fault {
            LinkFault::File(path) => (Some(&**path), &[][..]),
            LinkFault::Path(link) => (Some(&*link.to), &link.others[..]),
            _ => (None, &[][..]),
        })
        .flat_map(|(to, others)| to.into_iter().chain(others.iter().map(|path| &**path)))
}

/// What a file of a collection is called in messages.
fn article(label: &str) -> String {
    format!("{} file", with_article(label))
}

/// The finding for settings that stand under a name that is not read.
fn misnamed_settings(sources: &dyn Sources) -> Option<ConfigFinding> {
    (!sources.exists("sidestep.yaml") && sources.exists("sidestep.yml")).then(|| ConfigFinding {
        path: "sidestep.yml".to_owned(),
        span: Span::default(),
        message: "these settings are not read: the file is named sidestep.yml".to_owned(),
        help: Some("name it sidestep.yaml".to_owned()),
    })
}
