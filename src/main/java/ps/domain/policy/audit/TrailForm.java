package ps.domain.policy.audit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.site.Problems;
import ps.domain.policy.text.Dates;

/**
 * What somebody looks for in the trail, as typed; an empty field asks for nothing.
 *
 * @param from the first day, as {@code yyyy-MM-dd}
 * @param to the last day, as {@code yyyy-MM-dd}
 */
record TrailForm(
        @Nullable String actor,
        @Nullable String action,
        @Nullable String subject,
        @Nullable String from,
        @Nullable String to) {

    /** Reads it; what cannot be read is added to the problems and not asked for. */
    TrailSearch toSearch(ZoneId zone, Problems problems) {
        LocalDate first = day("from", from, problems);
        LocalDate last = day("to", to, problems);
        if (first != null && last != null && last.isBefore(first)) {
            problems.add("to", "audit.problem.order");
        }
        return new TrailSearch(
                typed(actor),
                typed(action),
                typed(subject),
                begin(first, zone),
                begin(last == null ? null : last.plusDays(1), zone));
    }

    private static @Nullable LocalDate day(String field, @Nullable String text, Problems problems) {
        String typed = typed(text);
        if (typed == null) {
            return null;
        }
        Optional<LocalDate> day = Dates.typed(typed);
        if (day.isEmpty()) {
            problems.add(field, "audit.problem.day", typed);
        }
        return day.orElse(null);
    }

    private static @Nullable Instant begin(@Nullable LocalDate day, ZoneId zone) {
        return day == null ? null : day.atStartOfDay(zone).toInstant();
    }

    private static @Nullable String typed(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
