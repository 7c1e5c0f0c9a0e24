package ps.domain.policy.editing;

import jakarta.servlet.http.HttpServletRequest;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text in a form that was turned away, to be shown to whoever typed it.
 *
 * @param language the tag of the language that it was typed for; null for what has none
 */
record TypedText(@Nullable String language, String text) implements Serializable {

    private static final long serialVersionUID = 1;

    /**
     * The names of the fields that people write in: {@code bodyAr}, {@code bodyAr-section:key}, {@code ar-key}. A file
     * that was sent, as {@code text-ar}, is still with its sender.
     */
    private static final Pattern FIELD =
            Pattern.compile("(?:heading|body|title|summary|reason)(Ar|En)(?:-.*)?|(ar|en)-.+|effective");

    /** In the order in which they were sent. */
    static ArrayList<TypedText> sentIn(HttpServletRequest request) {
        ArrayList<TypedText> texts = new ArrayList<>();
        request.getParameterMap().forEach((name, values) -> {
            Matcher field = FIELD.matcher(name);
            if (field.matches()) {
                String language = field.group(1) != null ? field.group(1) : field.group(2);
                List.of(values).stream()
                        .filter(text -> !text.isBlank())
                        .map(text -> new TypedText(language == null ? null : language.toLowerCase(Locale.ROOT), text))
                        .forEach(texts::add);
            }
        });
        return texts;
    }
}
