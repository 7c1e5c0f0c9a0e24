package ps.domain.policy.editing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.editing.DraftFile.Part;
import ps.domain.policy.editing.ImportPlan.Choices;
import ps.domain.policy.editing.ImportPlan.Place;
import ps.domain.policy.reading.PublicPaths;
import ps.domain.policy.site.Problems;
import ps.domain.policy.site.Problems.Problem;
import ps.domain.policy.text.Language;
import ps.domain.policy.text.LinkTargets;
import ps.domain.policy.text.Markdown;
import ps.domain.policy.text.MarkdownFinding;
import ps.domain.policy.versions.Section;
import ps.domain.policy.versions.SectionKey;

/**
 * What the page shows before a draft is filled from files.
 *
 * @param shown stands for everything that will happen, so that nothing else does
 * @param texts the files themselves, carried along
 * @param questions the parts of which no file says where they belong
 * @param remarks what the author should know of each file, and what is filled in all the same
 * @param title the title, if it changes
 * @param entries every section that the draft will have
 * @param removed the names of those that it will not have any more
 * @param others whether the draft has sections that are in no file
 */
record ImportPage(
        UUID id,
        String name,
        int revision,
        ImportPlan plan,
        String shown,
        List<Text> texts,
        List<Question> questions,
        List<Remarks> remarks,
        @Nullable Difference title,
        List<Entry> entries,
        List<String> removed,
        boolean others,
        boolean removeOthers) {

    /** A file in a language; begins with a line break, since a browser leaves out the first one. */
    record Text(Language language, String text) {}

    /**
     * What there is to know of the file in a language.
     *
     * @param shown the first ones
     * @param count how many there are
     */
    record Remarks(Language language, List<Problem> shown, int count) {

        private static final int MOST = 100;

        static Remarks of(Language language, Problems found) {
            return new Remarks(
                    language,
                    found.all().stream().limit(MOST).toList(),
                    found.all().size());
        }
    }

    /** Where a part belongs, as somebody can choose. */
    record Question(String name, Language language, String heading, String chosen, List<Option> options) {}

    /**
     * A place where a part can go.
     *
     * @param fresh whether it is a section to be made for it
     */
    record Option(String key, String name, boolean fresh) {}

    /** What becomes of a section; the kind is as in message keys. */
    record Entry(int number, String key, String name, String kind, boolean ar, boolean en, Difference difference) {}

    static ImportPage of(
            Draft draft,
            ImportPlan plan,
            Map<Language, DraftFile> files,
            Map<Language, String> texts,
            Choices choices,
            Problems problems,
            Map<Language, Problems> remarks,
            PublicPaths paths,
            DraftPages pages,
            Language language) {
        check(plan, files, problems, remarks, targetsOf(plan, paths));
        List<Entry> entries = new ArrayList<>();
        for (Section section : plan.sections()) {
            entries.add(entry(entries.size() + 1, draft, section, language));
        }
        Wording title = Wording.line(draft.details().title());
        Wording newTitle = Wording.line(plan.title());
        Set<SectionKey> inFiles = new HashSet<>();
        plan.places().stream().map(Place::key).filter(Objects::nonNull).forEach(inFiles::add);
        return new ImportPage(
                draft.id(),
                pages.nameOf(draft, language),
                draft.revision(),
                plan,
                Integer.toHexString(Objects.hash(plan.title(), plan.sections(), draft.revision())),
                texts.entrySet().stream()
                        .map(text -> new Text(text.getKey(), "\n" + text.getValue()))
                        .toList(),
                plan.places().stream()
                        .filter(place -> !place.given())
                        .map(place -> question(draft, plan, place, language))
                        .toList(),
                files.keySet().stream()
                        .map(file -> Remarks.of(file, Objects.requireNonNull(remarks.get(file))))
                        .filter(found -> found.count() > 0)
                        .toList(),
                title.equals(newTitle) ? null : Difference.between(title, newTitle),
                entries,
                plan.removed().stream()
                        .map(key -> pages.nameOf(draft, Item.section(key), language))
                        .toList(),
                draft.sections().stream().anyMatch(section -> !inFiles.contains(section.key())),
                choices.removeOthers());
    }

    /** The message that says which file something is in. */
    static String fileIn(Language language) {
        return "editing.import.in." + language;
    }

    private static LinkTargets targetsOf(ImportPlan plan, PublicPaths paths) {
        return new LinkTargets() {
            @Override
            public boolean hasSection(String key) {
                return plan.sections().stream()
                        .anyMatch(section -> section.key().value().equals(key));
            }

            @Override
            public boolean hasPage(String path) {
                return paths.has(path);
            }
        };
    }

    private static Entry entry(int number, Draft draft, Section section, Language language) {
        Optional<Wording> before = draft.wordingOf(Item.section(section.key()));
        Wording now = Wording.of(section);
        Wording then = before.orElse(Wording.NONE);
        return new Entry(
                number,
                section.key().value(),
                DraftPages.nameOf(now, section.key(), language),
                before.isEmpty() ? "added" : then.equals(now) ? "same" : "changed",
                !now.isSameIn(Language.AR, then),
                !now.isSameIn(Language.EN, then),
                Difference.between(then, now));
    }

    private static Question question(Draft draft, ImportPlan plan, Place place, Language language) {
        List<Option> options = new ArrayList<>();
        options.add(new Option(place.proposed().value(), "", true));
        draft.sections()
                .forEach(section ->
                        options.add(new Option(section.key().value(), DraftPages.nameOf(section, language), false)));
        // What the other file has that is new, so that both can become one section.
        plan.sections().stream()
                .filter(section -> draft.wordingOf(Item.section(section.key())).isEmpty())
                .filter(section -> !section.key().equals(place.proposed()))
                .forEach(section -> options.add(new Option(
                        section.key().value(),
                        DraftPages.nameOf(Wording.of(section), section.key(), language),
                        false)));
        return new Question(
                "place-" + Choices.nameOf(place.language(), place.index()),
                place.language(),
                place.heading(),
                place.key() == null ? "-" : place.key().value(),
                options);
    }

    /** What cannot be kept is said with the line in the file; two parts cannot become one section. */
    private static void check(
            ImportPlan plan,
            Map<Language, DraftFile> files,
            Problems problems,
            Map<Language, Problems> remarks,
            LinkTargets targets) {
        files.forEach(
                (language, file) -> file.title().ifPresent(title -> checkTitle(Typed.line(title), language, problems)));
        Map<String, Place> goal = new HashMap<>();
        for (Place place : plan.places()) {
            if (place.key() == null) {
                continue;
            }
            Language language = place.language();
            String field = "place-" + Choices.nameOf(language, place.index());
            if (goal.put(language + " " + place.key(), place) != null) {
                problems.in(
                        fileIn(language),
                        field,
                        "editing.import.twice",
                        place.heading(),
                        place.key().value());
            }
            Part part = Objects.requireNonNull(files.get(language)).parts().get(place.index());
            String entry = "entry-" + place.key();
            Problems noted = Objects.requireNonNull(remarks.get(language));
            check(
                    part.heading(),
                    SectionForm.LONGEST_HEADING,
                    line -> part.line() - 1,
                    language,
                    entry,
                    problems,
                    noted,
                    targets);
            check(part.body(), SectionForm.LONGEST_BODY, part::lineOf, language, entry, problems, noted, targets);
        }
    }

    private static void checkTitle(String title, Language language, Problems problems) {
        if (title.length() > DetailsForm.LONGEST_TITLE) {
            problems.add(
                    "file-title",
                    "editing.import.title-too-long." + language,
                    title.length(),
                    DetailsForm.LONGEST_TITLE);
        } else {
            for (MarkdownFinding finding : Markdown.check(title)) {
                if (finding.isRefused()) {
                    problems.in(fileIn(language), "file-title", keyOf(finding), argumentsOf(finding, 1));
                }
            }
        }
    }

    private static void check(
            String text,
            int longest,
            IntUnaryOperator lineOf,
            Language language,
            String field,
            Problems problems,
            Problems remarks,
            LinkTargets targets) {
        if (text.length() > longest) {
            problems.add(field, "editing.import.too-long." + language, lineOf.applyAsInt(1), text.length(), longest);
            return;
        }
        for (MarkdownFinding finding : Markdown.check(text, targets)) {
            Object[] arguments = argumentsOf(finding, lineOf.applyAsInt(finding.line()));
            if (finding.isRefused()) {
                problems.in(fileIn(language), field, keyOf(finding), arguments);
            } else {
                remarks.add(field, keyOf(finding), arguments); // they stand below the name of their file
            }
        }
    }

    private static String keyOf(MarkdownFinding finding) {
        return "editing.finding." + finding.kind().name().toLowerCase(Locale.ROOT);
    }

    /** @param line of the file */
    private static Object[] argumentsOf(MarkdownFinding finding, int line) {
        return new Object[] {line, finding.column(), finding.excerpt()};
    }
}
