package ps.domain.policy.site;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;

/**
 * The fields of staff's forms that people write in, by their names. Whatever else a form sends, such as revisions, keys of
 * what it is about and what was chosen, is nothing that somebody typed; nor is a file, as {@code text-ar}, which is still
 * with its sender.
 */
public final class TypedField {

    /** Such as {@code bodyAr}, {@code bodyAr-section:key}, {@code ar-key}. */
    private static final Pattern BILINGUAL =
            Pattern.compile("(?:heading|body|title|summary|reason|subject)(Ar|En)(?:-.*)?|(ar|en)-.+");

    private static final Pattern OTHER =
            Pattern.compile("effective|key|reason|remark|text|recipients|clients|log|name|email");

    /** A day on one form, and on others where to go. */
    private static final String DAY = "to";

    private TypedField() {}

    /** Whether somebody typed this value into a field of this name. */
    public static boolean is(String name, String value) {
        return BILINGUAL.matcher(name).matches()
                || OTHER.matcher(name).matches()
                || (name.equals(DAY) && Dates.typed(value).isPresent());
    }

    /** The language that the field is for, where it is for one. */
    public static Optional<Language> languageOf(String name) {
        Matcher field = BILINGUAL.matcher(name);
        if (!field.matches()) {
            return Optional.empty();
        }
        return Language.ofTag((field.group(1) != null ? field.group(1) : field.group(2)).toLowerCase(Locale.ROOT));
    }
}
