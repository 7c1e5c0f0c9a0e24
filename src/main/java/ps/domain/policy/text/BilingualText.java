package ps.domain.policy.text;

import jakarta.persistence.Embeddable;
import java.util.Arrays;
import java.util.List;

/**
 * One text in both languages; either may still be empty.
 *
 * @param ar the Arabic text
 * @param en the English text
 */
@Embeddable
public record BilingualText(String ar, String en) {

    /** Nothing in either language. */
    public static final BilingualText EMPTY = new BilingualText("", "");

    /** The text in a language. */
    public String in(Language language) {
        return switch (language) {
            case AR -> ar;
            case EN -> en;
        };
    }

    /** The languages in which there is nothing but white space. */
    public List<Language> missing() {
        return Arrays.stream(Language.values())
                .filter(language -> in(language).isBlank())
                .toList();
    }

    /** Whether there is text in both languages. */
    public boolean isComplete() {
        return missing().isEmpty();
    }

    /** The text in a language as paragraphs of one line each: an empty line ends one, other line breaks are spaces. */
    public List<String> paragraphs(Language language) {
        return Arrays.stream(in(language).split("\\n\\s*\\n"))
                .map(paragraph -> paragraph.strip().replaceAll("\\s*\\n\\s*", " "))
                .filter(paragraph -> !paragraph.isEmpty())
                .toList();
    }
}
