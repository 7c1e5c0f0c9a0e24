package ps.domain.policy.site;

import org.jspecify.annotations.Nullable;

/** Programs that open a table and compute what looks like a formula in it (OWASP, "CSV Injection"). */
public final class Spreadsheets {

    private static final String FORMULA_BEGINS = "=+-@\t\r";

    private Spreadsheets() {}

    /** The same text, with an apostrophe in front if it begins like a formula. */
    public static @Nullable String harmless(@Nullable String text) {
        return text != null && !text.isEmpty() && FORMULA_BEGINS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
