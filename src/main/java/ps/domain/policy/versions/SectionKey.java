package ps.domain.policy.versions;

import java.util.regex.Pattern;

/**
 * The stable name of a section, the same in every version and language: its anchor in every address.
 *
 * @param value lower-case Latin letters and digits, words joined by hyphens, 60 characters at most
 */
public record SectionKey(String value) {

    /** The longest key there can be. */
    public static final int LONGEST = 60;

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    /** @throws IllegalArgumentException unless the value has the form of a key */
    public SectionKey {
        if (!isValid(value)) {
            throw new IllegalArgumentException("Not the key of a section: " + value);
        }
    }

    /** Whether a value has the form of a key. */
    public static boolean isValid(String value) {
        return value.length() <= LONGEST && FORM.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
