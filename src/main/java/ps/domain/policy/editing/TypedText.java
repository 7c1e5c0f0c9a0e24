package ps.domain.policy.editing;

import jakarta.servlet.http.HttpServletRequest;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.site.TypedField;
import ps.domain.policy.text.Language;

/**
 * A text in a form that was turned away, to be shown to whoever typed it.
 *
 * @param language the tag of the language that it was typed for; null for what has none
 */
record TypedText(@Nullable String language, String text) implements Serializable {

    private static final long serialVersionUID = 1;

    /** In the order in which they were sent. */
    static ArrayList<TypedText> sentIn(HttpServletRequest request) {
        ArrayList<TypedText> texts = new ArrayList<>();
        request.getParameterMap().forEach((name, values) -> {
            String language = TypedField.languageOf(name).map(Language::tag).orElse(null);
            List.of(values).stream()
                    .filter(text -> !text.isBlank() && TypedField.is(name, text))
                    .map(text -> new TypedText(language, text))
                    .forEach(texts::add);
        });
        return texts;
    }
}
