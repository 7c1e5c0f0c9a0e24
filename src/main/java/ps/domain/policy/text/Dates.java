package ps.domain.policy.text;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;

/** Days as people write them, in either language. */
public final class Dates {

    private Dates() {}

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
}
