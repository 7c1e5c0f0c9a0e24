package ps.domain.policy.editing;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.site.Problems;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Obstacle;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.SectionKey;

/** What the pages about drafts show. Days and moments are HTML. */
@Component
class DraftPages {

    private final Drafts drafts;
    private final PublishedVersions versions;
    private final MessageSource messages;
    private final Clock clock;

    DraftPages(Drafts drafts, PublishedVersions versions, MessageSource messages, Clock clock) {
        this.drafts = drafts;
        this.versions = versions;
        this.messages = messages;
        this.clock = clock;
    }

    /** A draft in the list. */
    record Entry(
            UUID id,
            String name,
            String begunBy,
            String basedOn,
            boolean overtaken,
            String editedBy,
            String editedAt,
            int sections,
            long incomplete) {}

    /** A draft with everything about it. */
    record Page(
            UUID id,
            String name,
            String basedOn,
            boolean overtaken,
            String begunAt,
            String begunBy,
            String editedAt,
            String editedBy,
            int revision,
            int detailsRevision,
            Draft.Details details,
            List<SectionEntry> sections,
            List<Problems.Problem> reasons,
            boolean discarded,
            @Nullable Integer publishedAs) {

        /** Whether it can still be changed. */
        public boolean isOpen() {
            return !discarded && publishedAs == null;
        }
    }

    /** A section in the list of a draft. */
    record SectionEntry(
            String key, String name, BilingualText heading, boolean ar, boolean en, boolean first, boolean last) {}

    /** A section to be edited, and who came last. */
    record SectionPage(String key, String name, SectionForm form, String editedAt, String editedBy) {}

    /** The drafts being written, the last edited first. */
    @Transactional(readOnly = true)
    public List<Entry> open(Language language) {
        int latest = latest();
        return drafts.open().stream()
                .map(draft -> new Entry(
                        draft.id(),
                        nameOf(draft, language),
                        draft.createdBy(),
                        Integer.toString(draft.basedOn()),
                        draft.basedOn() < latest,
                        draft.editedBy(),
                        moment(draft.editedAt(), language),
                        draft.sections().size(),
                        draft.sections().stream()
                                .filter(section -> !section.heading().isComplete()
                                        || !section.body().isComplete())
                                .count()))
                .toList();
    }

    /**
     * One draft.
     *
     * @throws NoSuchDraft when there is none with this id
     */
    @Transactional(readOnly = true)
    public Page page(UUID id, Language language) {
        Draft draft = drafts.findById(id).orElseThrow(NoSuchDraft::new);
        List<DraftSection> sections = draft.sections();
        return new Page(
                draft.id(),
                nameOf(draft, language),
                Integer.toString(draft.basedOn()),
                draft.basedOn() < latest(),
                moment(draft.createdAt(), language),
                draft.createdBy(),
                moment(draft.editedAt(), language),
                draft.editedBy(),
                draft.revision(),
                draft.detailsRevision(),
                draft.details(),
                IntStream.range(0, sections.size())
                        .mapToObj(i -> entry(sections.get(i), i == 0, i == sections.size() - 1, language))
                        .toList(),
                reasons(draft, language),
                draft.isDiscarded(),
                draft.publishedAs().orElse(null));
    }

    /**
     * One section as it is saved.
     *
     * @throws NoSuchDraft when there is no such draft, or no such section in it
     */
    @Transactional(readOnly = true)
    public SectionPage section(UUID id, SectionKey key, Language language) {
        DraftSection section =
                drafts.findById(id).flatMap(draft -> draft.section(key)).orElseThrow(NoSuchDraft::new);
        return new SectionPage(
                key.value(),
                nameOf(section, language),
                SectionForm.of(section),
                moment(section.editedAt(), language),
                section.editedBy());
    }

    private static SectionEntry entry(DraftSection section, boolean first, boolean last, Language language) {
        return new SectionEntry(
                section.key().value(),
                nameOf(section, language),
                section.heading(),
                isComplete(section, Language.AR),
                isComplete(section, Language.EN),
                first,
                last);
    }

    private static boolean isComplete(DraftSection section, Language language) {
        return !section.heading().in(language).isBlank()
                && !section.body().in(language).isBlank();
    }

    /** The reasons why it cannot be published, each with the place to mend it. */
    private List<Problems.Problem> reasons(Draft draft, Language language) {
        Problems problems = new Problems(messages, language.locale());
        versions.obstaclesTo(draft.toNewVersion()).forEach(obstacle -> add(problems, obstacle, draft, language));
        return problems.all();
    }

    private static void add(Problems problems, Obstacle obstacle, Draft draft, Language language) {
        String base = "/admin/drafts/" + draft.id();
        String suffix = obstacle.language() == null ? "" : "." + obstacle.language();
        String field = obstacle.language() == null ? "" : "-" + obstacle.language();
        SectionKey key = obstacle.section();
        String section = key == null
                ? ""
                : draft.section(key).map(found -> nameOf(found, language)).orElse(key.value());
        String day = obstacle.day() == null ? "" : Dates.inWords(obstacle.day(), language);
        String place = switch (obstacle.kind()) {
            case NO_SECTIONS, NOTHING_CHANGED, KEY_TWICE -> base + "#sections";
            case HEADING_MISSING -> base + "/sections/" + key + "#heading" + field;
            case BODY_MISSING, BODY_REFUSED -> base + "/sections/" + key + "#body" + field;
            case TITLE_MISSING -> base + "/publication#title" + field;
            case SUMMARY_MISSING -> base + "/publication#summary" + field;
            case EFFECT_UNKNOWN_SECTION, EFFECT_MISSING, EFFECT_REFUSED -> base + "/publication#effects";
            case SIGNIFICANCE_MISSING -> base + "/publication#kind-material";
            case MINOR_REASON_MISSING -> base + "/publication#reason" + field;
            case EFFECTIVE_DATE_MISSING, EFFECTIVE_DATE_PASSED, EFFECTIVE_DATE_BEFORE_PREDECESSOR ->
                base + "/publication#effective";
        };
        problems.elsewhere(place, "editing.obstacle." + obstacle.kind() + suffix, section, day);
    }

    static String nameOf(DraftSection section, Language language) {
        String heading = section.heading().in(language);
        String other = section.heading().in(language.other());
        return !heading.isBlank()
                ? heading
                : !other.isBlank() ? other : section.key().value();
    }

    private String nameOf(Draft draft, Language language) {
        LocalDate begun = LocalDate.ofInstant(draft.createdAt(), clock.getZone());
        return messages.getMessage(
                "editing.draft.name", new Object[] {Dates.inWords(begun, language)}, language.locale());
    }

    private String moment(Instant instant, Language language) {
        return Dates.toHtml(instant, clock.getZone(), language);
    }

    private int latest() {
        return versions.timeline().latest().map(version -> version.number()).orElse(0);
    }
}
