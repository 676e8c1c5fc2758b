//! Waiting for a pause in what is being typed: then what waited is said.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::documents::Move;
use super::findings::AT_ONCE;
use super::shared::Shared;
use super::state::State;
use super::typing::{NAME_DELAY, Pause, Typing, follow};

impl Shared {
    /// Notes the edits of a document, before the workspaces take them up. Gives the files whose findings need not wait any
    /// longer: they are to be said again afterwards.
    pub fn note_typing(self: &Arc<Self>, state: &mut State, file: &str, moves: &[Move]) -> Vec<String> {
        if let Some(said) = state.said.get_mut().get_mut(file) {
            follow(&mut said.shown, moves);
        }
        let resting = state.typing.as_ref().is_none_or(|typing| typing.pause != Pause::None);
        let (typing, free) = Typing::after(state.typing.take(), file, moves);
        state.typing = typing.filter(|_| !state.settings.delay.is_zero());
        if let (Some(typing), Some(document)) = (&mut state.typing, state.documents.get(file)) {
            typing.find_key(document);
        }
        if state.typing.is_none() {
            return free;
        }
        if !self.pausing.swap(true, Ordering::SeqCst) {
            let shared = self.clone();
            self.spawn(async move {
                while let Some(left) = shared.look_for_pause() {
                    drop(tokio::time::timeout(left, shared.typed.notified()).await);
                }
            });
        } else if resting {
            // The task waits for the end of an earlier pause.
            self.typed.notify_one();
        }
        free
    }

    /// Nothing is being typed any more: says what waits.
    pub fn end_typing(&self, state: &mut State) {
        let Some(typing) = state.typing.take() else { return };
        self.say_all(state, typing.waiting.into_inner().into_keys());
    }

    /// Says the findings of files, and that they are new where they are. Of many files those that are not open are left to
    /// the background: the next key waits for what is said here.
    pub fn say_all(&self, state: &State, files: impl Iterator<Item = String>) {
        let files: Vec<String> = files.collect();
        let (mut left, mut changed) = (false, false);
        for full in &files {
            let place =
                state.places(full).next().filter(|_| files.len() > AT_ONCE && !state.documents.contains_key(full));
            match place {
                Some(place) => left |= place.root.waiting.lock().insert(place.path.into()),
                None => changed |= state.say(full, &self.outgoing),
            }
        }
        if left {
            self.wake();
        }
        if changed {
            self.announce(state, true);
        }
    }

    /// Says what has waited long enough. Gives how long nothing more has to be done; `None` once no finding has to wait.
    fn look_for_pause(&self) -> Option<Duration> {
        let mut state = self.state.write();
        let left = catch_unwind(AssertUnwindSafe(|| self.say_what_waited(&mut state))).unwrap_or_else(|_| {
            self.log.error("an internal error while findings waited for a pause");
            state.typing = None;
            None
        });
        if left.is_none() {
            self.pausing.store(false, Ordering::SeqCst);
        }
        left
    }

    fn say_what_waited(&self, state: &mut State) -> Option<Duration> {
        let short = state.settings.delay;
        let long = short.max(NAME_DELAY);
        let typing = state.typing.as_mut()?;
        let since = typing.last.elapsed();
        let pause = [(long, Pause::Long), (short, Pause::Short)].into_iter().find(|(needed, _)| since >= *needed);
        let pause = pause.map_or(Pause::None, |(_, pause)| pause);
        if pause > typing.pause {
            typing.pause = pause;
            let waiting = std::mem::take(typing.waiting.get_mut());
            self.say_all(state, waiting.into_keys());
        }
        match pause {
            Pause::None => Some(short.saturating_sub(since)),
            // Without an edit, too, something may come up that waits: the settings are read anew.
            Pause::Short => Some(long.saturating_sub(since)),
            Pause::Long => None,
        }
    }
}
