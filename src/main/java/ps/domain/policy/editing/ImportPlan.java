package ps.domain.policy.editing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.editing.DraftFile.Part;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Section;
import ps.domain.policy.versions.SectionKey;

/**
 * What a draft would become if it were filled from files, one for a language or both: nothing happens here.
 *
 * @param places where each part of each file goes
 * @param title of the document
 * @param sections what the draft would then have, in order
 * @param removed the keys of the sections that it would then not have any more
 */
record ImportPlan(List<Place> places, BilingualText title, List<Section> sections, List<SectionKey> removed) {

    private static final Pattern NOT_IN_A_KEY = Pattern.compile("[^a-z0-9]+");

    ImportPlan {
        places = List.copyOf(places);
        sections = List.copyOf(sections);
        removed = List.copyOf(removed);
    }

    /**
     * Where a part of a file goes.
     *
     * @param index of the part in its file, counted from 0
     * @param key of the section; null if the part is left out
     * @param proposed the key of a new section for it, if somebody would rather have one
     * @param given whether the file says the key, so that there is nothing to choose
     */
    record Place(
            Language language,
            int index,
            String heading,
            @Nullable SectionKey key,
            SectionKey proposed,
            boolean given) {}

    /** What somebody chose for the parts whose key no file says: a key, or nothing to leave it out. */
    record Choices(Map<String, Optional<SectionKey>> keys, boolean removeOthers) {

        static final Choices NONE = new Choices(Map.of(), false);

        /** What the choice for a part of a file goes by. */
        static String nameOf(Language language, int index) {
            return language + "-" + index;
        }
    }

    static ImportPlan of(Draft draft, Map<Language, DraftFile> files, Choices choices) {
        return new Planning(draft, files, choices).plan();
    }

    /** A key made of the words of an English heading; empty if it has none. */
    static String keyFrom(String heading) {
        String words = NOT_IN_A_KEY
                .matcher(heading.toLowerCase(Locale.ROOT).replaceAll("['’]", ""))
                .replaceAll("-")
                .replaceFirst("^[-0-9]+", "");
        if (words.length() > SectionKey.LONGEST) {
            int end = words.lastIndexOf('-', SectionKey.LONGEST);
            words = words.substring(0, end > 0 ? end : SectionKey.LONGEST);
        }
        return words.endsWith("-") ? words.substring(0, words.length() - 1) : words;
    }

    /** The same, or a number behind it, so that it is none of those that are taken. */
    static SectionKey freeKey(String heading, Set<SectionKey> taken) {
        String words = keyFrom(heading);
        String base = words.isEmpty() ? "section" : words.substring(0, Math.min(words.length(), 50));
        if (!words.isEmpty() && !taken.contains(new SectionKey(words))) {
            return new SectionKey(words);
        }
        base = base.endsWith("-") ? base.substring(0, base.length() - 1) : base;
        for (int number = words.isEmpty() ? 1 : 2; ; number++) {
            SectionKey key = new SectionKey(base + "-" + number);
            if (!taken.contains(key)) {
                return key;
            }
        }
    }

    /** Finds a place for every part. */
    private static final class Planning {

        private final Draft draft;
        private final Map<Language, DraftFile> files;
        private final Choices choices;
        private final Map<Language, List<@Nullable SectionKey>> keys = new HashMap<>();
        private final Map<Language, List<SectionKey>> proposals = new HashMap<>();
        private final Set<SectionKey> taken = new HashSet<>();

        Planning(Draft draft, Map<Language, DraftFile> files, Choices choices) {
            this.draft = draft;
            this.files = files;
            this.choices = choices;
            draft.sections().forEach(section -> taken.add(section.key()));
            files.values()
                    .forEach(file -> file.parts().forEach(part -> part.key().ifPresent(taken::add)));
        }

        ImportPlan plan() {
            // English first: the keys of new sections are made of its words.
            for (Language language : List.of(Language.EN, Language.AR)) {
                if (files.containsKey(language)) {
                    match(language);
                }
            }
            List<Place> places = new ArrayList<>();
            for (Language language : Language.values()) {
                DraftFile file = files.get(language);
                for (int i = 0; file != null && i < file.parts().size(); i++) {
                    Part part = file.parts().get(i);
                    places.add(new Place(
                            language,
                            i,
                            part.heading(),
                            keysOf(language).get(i),
                            Objects.requireNonNull(proposals.get(language)).get(i),
                            part.key().isPresent()));
                }
            }
            Set<SectionKey> order = order();
            List<SectionKey> removed = draft.sections().stream()
                    .map(DraftSection::key)
                    .filter(key -> !order.contains(key))
                    .toList();
            return new ImportPlan(
                    places, title(), order.stream().map(this::section).toList(), removed);
        }

        /** The key that the file says; else the one chosen; else by the heading; else by the place. */
        private void match(Language language) {
            List<Part> parts = partsOf(language);
            List<@Nullable SectionKey> found = new ArrayList<>();
            parts.forEach(part -> found.add(part.key().orElse(null)));
            Set<SectionKey> used = new HashSet<>();
            parts.forEach(part -> part.key().ifPresent(used::add));
            for (int i = 0; i < parts.size(); i++) {
                Part part = parts.get(i);
                Optional<SectionKey> same = draft.sections().stream()
                        .filter(section -> !part.heading().isEmpty()
                                && section.heading().in(language).equals(part.heading()))
                        .map(DraftSection::key)
                        .filter(key -> !used.contains(key))
                        .findFirst();
                if (found.get(i) == null && same.isPresent()) {
                    found.set(i, same.get());
                    used.add(same.get());
                }
            }
            List<SectionKey> proposed = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                SectionKey key = found.get(i);
                if (key == null) {
                    key = byPlace(language, i)
                            .filter(candidate -> !used.contains(candidate))
                            .orElse(null);
                }
                SectionKey fresh = freshFor(language, i);
                proposed.add(fresh);
                found.set(i, key == null ? fresh : key);
                used.add(Objects.requireNonNull(found.get(i)));
            }
            for (int i = 0; i < parts.size(); i++) {
                Optional<SectionKey> chosen = choices.keys().get(Choices.nameOf(language, i));
                if (chosen != null && parts.get(i).key().isEmpty()) {
                    found.set(i, chosen.orElse(null));
                }
            }
            keys.put(language, found);
            proposals.put(language, proposed);
        }

        /** What stands there in the other language's file, if that has as many headings; else in the draft, likewise. */
        private Optional<SectionKey> byPlace(Language language, int index) {
            List<Part> parts = partsOf(language);
            List<Part> others = partsOf(language.other());
            boolean preface = parts.get(index).heading().isEmpty();
            if (!others.isEmpty() && headings(others) == headings(parts)) {
                // Either can have text in front of the first heading, which the other lacks.
                int same = preface ? 0 : index - prefaces(parts) + prefaces(others);
                if (preface && prefaces(others) == 0) {
                    return Optional.empty();
                }
                return keys.containsKey(language.other())
                        ? Optional.ofNullable(keysOf(language.other()).get(same))
                        : others.get(same).key();
            }
            return !preface && draft.sections().size() == parts.size()
                    ? Optional.of(draft.sections().get(index).key())
                    : Optional.empty();
        }

        private static int headings(List<Part> parts) {
            return parts.size() - prefaces(parts);
        }

        private static int prefaces(List<Part> parts) {
            return parts.getFirst().heading().isEmpty() ? 1 : 0;
        }

        private SectionKey freshFor(Language language, int index) {
            String heading =
                    language == Language.EN ? partsOf(language).get(index).heading() : "";
            SectionKey key = freeKey(heading, taken);
            taken.add(key);
            return key;
        }

        private List<Part> partsOf(Language language) {
            DraftFile file = files.get(language);
            return file == null ? List.of() : file.parts();
        }

        private List<@Nullable SectionKey> keysOf(Language language) {
            return keys.getOrDefault(language, List.of());
        }

        /** As in the file with more sections; what only the other or the draft has stands behind what it stood behind. */
        private Set<SectionKey> order() {
            List<List<SectionKey>> sources = new ArrayList<>();
            for (Language language : List.of(Language.EN, Language.AR)) {
                sources.add(keysOf(language).stream()
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList());
            }
            sources.sort((one, other) -> other.size() - one.size());
            if (!choices.removeOthers()) {
                sources.add(draft.sections().stream().map(DraftSection::key).toList());
            }
            return new LinkedHashSet<>(Orders.merged(sources));
        }

        private BilingualText title() {
            BilingualText now = draft.details().title();
            return new BilingualText(titleIn(Language.AR, now), titleIn(Language.EN, now));
        }

        private String titleIn(Language language, BilingualText now) {
            DraftFile file = files.get(language);
            return file == null
                    ? now.in(language)
                    : file.title().map(Typed::line).orElse(now.in(language));
        }

        private Section section(SectionKey key) {
            Wording now = draft.wordingOf(Item.section(key)).orElse(Wording.NONE);
            Map<Language, Part> found = new LinkedHashMap<>();
            for (Language language : Language.values()) {
                int index = keysOf(language).indexOf(key);
                if (index >= 0) {
                    found.put(language, partsOf(language).get(index));
                }
            }
            return new Section(
                    key,
                    new BilingualText(headingIn(Language.AR, found, now), headingIn(Language.EN, found, now)),
                    new BilingualText(bodyIn(Language.AR, found, now), bodyIn(Language.EN, found, now)));
        }

        private static String headingIn(Language language, Map<Language, Part> found, Wording now) {
            Part part = found.get(language);
            return part == null ? now.heading().in(language) : part.heading();
        }

        private static String bodyIn(Language language, Map<Language, Part> found, Wording now) {
            Part part = found.get(language);
            return part == null ? now.body().in(language) : part.body();
        }
    }
}
