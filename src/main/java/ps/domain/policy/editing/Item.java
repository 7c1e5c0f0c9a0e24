package ps.domain.policy.editing;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.versions.SectionKey;

/**
 * One text of a draft, with revisions and a translation of its own.
 *
 * @param key of the section that it is or belongs to; null for what the document has once
 */
record Item(Kind kind, @Nullable SectionKey key) {

    static final Item TITLE = new Item(Kind.TITLE, null);
    static final Item SUMMARY = new Item(Kind.SUMMARY, null);

    /** What there is in a draft. */
    enum Kind {
        /** The name of the document. */
        TITLE,
        /** The summary of changes. */
        SUMMARY,
        /** A heading and its text. */
        SECTION,
        /** What the change of a section means for account holders. */
        EFFECT;

        boolean hasHeading() {
            return this == TITLE || this == SECTION;
        }

        boolean hasBody() {
            return this != TITLE;
        }

        private boolean isOfSection() {
            return this == SECTION || this == EFFECT;
        }
    }

    static Item section(SectionKey key) {
        return new Item(Kind.SECTION, key);
    }

    static Item effect(SectionKey key) {
        return new Item(Kind.EFFECT, key);
    }

    /** Reads what {@link #toString} writes. */
    static Optional<Item> parse(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        String key = colon < 0 ? "" : text.substring(colon + 1);
        for (Kind kind : Kind.values()) {
            if (nameOf(kind).equals(name) && kind.isOfSection() == (colon >= 0)) {
                if (!kind.isOfSection()) {
                    return Optional.of(new Item(kind, null));
                }
                return SectionKey.isValid(key) ? Optional.of(new Item(kind, new SectionKey(key))) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The key of the section that it is or belongs to. */
    SectionKey sectionKey() {
        return Objects.requireNonNull(key, "It belongs to the document");
    }

    private static String nameOf(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** {@code title}, {@code summary}, {@code section:KEY} or {@code effect:KEY}. */
    @Override
    public String toString() {
        return nameOf(kind) + (key == null ? "" : ":" + key);
    }
}
