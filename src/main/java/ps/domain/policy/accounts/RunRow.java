package ps.domain.policy.accounts;

import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.accounts.imports.Import;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;

/**
 * A list in the history.
 *
 * @param at when it began, as HTML
 * @param took how long that took, as hours, minutes and seconds
 * @param state as in style sheets and message keys
 * @param failure why it came to nothing, if it did
 */
record RunRow(
        Import list,
        String at,
        @Nullable String took,
        String state,
        @Nullable RunFailure failure) {

    static RunRow of(Import list, ZoneId zone, Language language) {
        Long seconds = list.seconds();
        return new RunRow(
                list,
                Dates.toHtml(list.staged().at(), zone, language),
                seconds == null
                        ? null
                        : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60),
                list.state().name(),
                RunFailure.of(list));
    }
}
