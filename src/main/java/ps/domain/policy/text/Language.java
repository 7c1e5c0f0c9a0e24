package ps.domain.policy.text;

import java.lang.Character.UnicodeScript;
import java.text.Bidi;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A language that everything here is written in. */
public enum Language {
    /** Arabic as written in Palestine: Levantine month names, European digits, right to left. */
    AR("ar", "rtl", Locale.forLanguageTag("ar-PS-u-nu-latn")),
    /** English, left to right, dates with the day first. */
    EN("en", "ltr", Locale.UK);

    private static final int TOO_MANY_FOR_A_NAME = 3;

    private static final String LEFT_TO_RIGHT_MARK = "\u200E";
    private static final String RIGHT_TO_LEFT_MARK = "\u200F";
    private static final String ISOLATE = "\u2066";
    private static final String POP_ISOLATE = "\u2069";

    private final String tag;
    private final String direction;
    private final Locale locale;

    Language(String tag, String direction, Locale locale) {
        this.tag = tag;
        this.direction = direction;
        this.locale = locale;
    }

    /** The BCP 47 language tag, as in addresses and {@code lang} attributes. */
    public String tag() {
        return tag;
    }

    /** The value of an HTML {@code dir} attribute. */
    public String direction() {
        return direction;
    }

    /** The locale that dates and numbers are written in. */
    public Locale locale() {
        return locale;
    }

    /** The one that this is not. */
    public Language other() {
        return this == AR ? EN : AR;
    }

    /**
     * A line of plain text for programs that take the direction of a line from its first letter: an Arabic one that begins
     * otherwise gets an invisible mark (U+200F), and one in English that begins with an Arabic word as well (U+200E).
     */
    public String directed(String line) {
        if (line.isBlank()) {
            return line;
        }
        boolean leftToRight = new Bidi(line, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT).baseIsLeftToRight();
        return switch (this) {
            case AR -> leftToRight ? RIGHT_TO_LEFT_MARK + line : line;
            case EN -> leftToRight ? line : LEFT_TO_RIGHT_MARK + line;
        };
    }

    /**
     * A run of words of the other direction, as it stands in a line of plain text: set apart by invisible characters
     * (U+2066 and U+2069) if its parts would change places among Arabic letters.
     */
    public String isolated(String run) {
        if (this == EN) {
            return run;
        }
        Bidi bidi = new Bidi("ا " + run + " ا", Bidi.DIRECTION_RIGHT_TO_LEFT);
        int level = bidi.getLevelAt(2);
        boolean even = level % 2 == 0;
        for (int i = 2; i < run.length() + 2; i++) {
            even &= bidi.getLevelAt(i) == level;
        }
        return even ? run : ISOLATE + run + POP_ISOLATE;
    }

    /**
     * Whether a text is hardly in this language, since it is in the letters of the other alone. A few Latin words are not
     * enough for that, as names have them in Arabic too.
     */
    public boolean isHardlyThatOf(String text) {
        boolean arabic = hasLetterOf(UnicodeScript.ARABIC, text);
        boolean latin = hasLetterOf(UnicodeScript.LATIN, text);
        return switch (this) {
            case EN -> arabic && !latin;
            case AR -> !arabic && latin && words(text) >= TOO_MANY_FOR_A_NAME;
        };
    }

    private static boolean hasLetterOf(UnicodeScript script, String text) {
        return text.codePoints()
                .anyMatch(character -> Character.isLetter(character) && UnicodeScript.of(character) == script);
    }

    private static long words(String text) {
        return Arrays.stream(text.split("\\s+"))
                .filter(word -> word.codePoints().anyMatch(Character::isLetter))
                .count();
    }

    /**
     * Which form of a counted noun a number takes in this language, as CLDR names them: one, two, few, many and other
     * are 1 to 5.
     */
    public int pluralForm(long count) {
        return switch (this) {
            case EN -> count == 1 ? 1 : 5;
            case AR -> {
                long last = count % 100;
                yield count == 1 || count == 2 ? (int) count : last >= 3 && last <= 10 ? 3 : last >= 11 ? 4 : 5;
            }
        };
    }

    /** The language with exactly this tag, if there is one. */
    public static Optional<Language> ofTag(String tag) {
        return switch (tag) {
            case "ar" -> Optional.of(AR);
            case "en" -> Optional.of(EN);
            default -> Optional.empty();
        };
    }

    /** The language of a locale; Arabic for any locale that is not English. */
    public static Language of(Locale locale) {
        return ofTag(locale.getLanguage()).orElse(AR);
    }

    @Override
    public String toString() {
        return tag;
    }
}
