package ps.domain.policy.text;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Days and moments as people write them, in either language. */
public final class Dates {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");

    private Dates() {}

    /**
     * The day that a date field sent, as {@code yyyy-MM-dd}; empty for anything else, and for years before 2000 or after
     * 2999, at which a database, a browser or a reader would stumble.
     */
    public static Optional<LocalDate> typed(String text) {
        try {
            LocalDate day = LocalDate.parse(text.strip());
            return day.getYear() >= 2000 && day.getYear() <= 2999 ? Optional.of(day) : Optional.empty();
        } catch (DateTimeException nonsense) {
            return Optional.empty();
        }
    }

    /** "10 June 2026", "10 حزيران 2026". */
    public static String inWords(LocalDate day, Language language) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(language.locale())
                .format(day);
    }

    /** The same as an HTML {@code time} element. */
    public static String toHtml(LocalDate day, Language language) {
        return "<time datetime=\"" + day + "\">" + inWords(day, language) + "</time>";
    }

    /** "10 June 2026, 14:32", "10 حزيران 2026، 14:32", in a zone. */
    public static String inWords(Instant moment, ZoneId zone, Language language) {
        ZonedDateTime local = moment.atZone(zone);
        return inWords(local.toLocalDate(), language) + comma(language) + CLOCK.format(local);
    }

    /** The same as an HTML {@code time} element. */
    public static String toHtml(Instant moment, ZoneId zone, Language language) {
        ZonedDateTime local = moment.atZone(zone);
        return "<time datetime=\"" + moment.truncatedTo(ChronoUnit.SECONDS) + "\">"
                + inWords(local.toLocalDate(), language) + comma(language) + "<bdi dir=\"ltr\">" + CLOCK.format(local)
                + "</bdi></time>";
    }

    private static String comma(Language language) {
        return switch (language) {
            case AR -> "، ";
            case EN -> ", ";
        };
    }
}
