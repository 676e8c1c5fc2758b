//! The day that findings count from (`stale`): it goes on while a server runs.

use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;

use super::shared::Shared;
use super::state::State;

/// How often the clock is looked at where no message of the client comes. Sleep of the machine does not count as time.
const EVERY: Duration = Duration::from_secs(60);

/// The day by the machine's clock.
#[must_use]
pub fn today() -> Date {
    jiff::ZonedDateTime::now().date()
}

/// It is this day: where it was another one, all files are checked again, in the background.
pub fn is(shared: &Shared, state: &mut State, day: Date) {
    if state.today == day {
        return;
    }
    state.today = day;
    state.roots.iter().for_each(|root| state.recheck_all(root));
    shared.wake();
}

/// Notices the next day where nobody does anything.
pub fn watch(shared: &Arc<Shared>) {
    let weak = Arc::downgrade(shared);
    shared.spawn(async move {
        loop {
            tokio::time::sleep(EVERY).await;
            let Some(shared) = weak.upgrade() else { return };
            let day = today();
            if shared.state.read().today != day {
                is(&shared, &mut shared.state.write(), day);
            }
        }
    });
}
