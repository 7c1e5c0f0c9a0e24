package ps.domain.policy.accounts;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.accounts.imports.Import;
import ps.domain.policy.accounts.imports.Import.State;
import ps.domain.policy.accounts.imports.Runs.Progress;
import ps.domain.policy.accounts.imports.Runs.Run;
import ps.domain.policy.accounts.whmcs.Whmcs;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;

/**
 * What the page shows of WHMCS. Moments are HTML.
 *
 * @param there whether there is one
 * @param progress how far the run is that is on its way
 * @param asOf since when the account holders are as they are
 * @param outdated whether that is too long ago
 * @param next when the next run begins by itself
 * @param waiting the run that waits for a decision
 * @param failed why the run before came to nothing, if it did and not because staff wanted it so
 */
record WhmcsCard(
        boolean there,
        @Nullable Progress progress,
        @Nullable String asOf,
        boolean outdated,
        @Nullable String next,
        @Nullable Import waiting,
        @Nullable RunFailure failed) {

    static WhmcsCard of(Whmcs whmcs, Freshness freshness, ZoneId zone, Language language) {
        Run run = whmcs.last().orElse(null);
        Import last = run == null ? null : run.list();
        return new WhmcsCard(
                whmcs.isThere(),
                run == null ? null : run.progress(),
                freshness.asOf() == null ? null : Dates.toHtml(freshness.asOf(), zone, language),
                freshness.outdated(),
                whmcs.next().map(time -> Dates.toHtml(time, zone, language)).orElse(null),
                last != null && last.state() == State.WAITING ? last : null,
                last == null || last.isLeftAside() ? null : RunFailure.of(last));
    }

    /** What the bar says: reading first, then asking, each from none to all. */
    public long getDone() {
        return progress == null ? 0 : progress.toAsk() > 0 ? progress.asked() : progress.lines();
    }

    /** The same for all of them; 1 while that is not known. */
    public long getAll() {
        return progress == null ? 1 : Math.max(1, progress.toAsk() > 0 ? progress.toAsk() : progress.expected());
    }
}
