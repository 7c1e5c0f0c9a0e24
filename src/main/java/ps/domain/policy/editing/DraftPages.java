package ps.domain.policy.editing;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.editing.Revision.Cause;
import ps.domain.policy.editing.Standing.State;
import ps.domain.policy.site.Problems;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Obstacle;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.SectionKey;
import ps.domain.policy.versions.Version;

/** What the pages about drafts show. Days and moments are HTML. */
@Component
class DraftPages {

    private final Drafts drafts;
    private final Revisions revisions;
    private final PublishedVersions versions;
    private final Reasons reasons;
    private final MessageSource messages;
    private final Clock clock;

    DraftPages(
            Drafts drafts,
            Revisions revisions,
            PublishedVersions versions,
            Reasons reasons,
            MessageSource messages,
            Clock clock) {
        this.drafts = drafts;
        this.revisions = revisions;
        this.versions = versions;
        this.reasons = reasons;
        this.messages = messages;
        this.clock = clock;
    }

    /**
     * A draft in the list.
     *
     * @param stage how far it is, as in style sheets and message keys
     * @param editedByReader whether the reader of this page changed something in it
     */
    record Entry(
            UUID id,
            String name,
            String stage,
            boolean editedByReader,
            String begunBy,
            String basedOn,
            boolean overtaken,
            String editedBy,
            String editedAt,
            int sections,
            long incomplete) {}

    /**
     * A draft with everything about it.
     *
     * @param stage how far it is, as in style sheets and message keys
     * @param approvedBy who approved it as it is, if somebody did
     * @param writable whether anything in it can be changed now
     * @param follow the number of the version that it should follow by now, if that is another one
     * @param translations how far the document's own texts are
     * @param effects how many changed sections say what they mean for account holders
     * @param removed sections that were taken out and could come back
     * @param reasons what stands between it and publication
     * @param doubts what does not, but should be looked at before
     */
    record Page(
            UUID id,
            String name,
            String stage,
            @Nullable String approvedBy,
            boolean writable,
            String basedOn,
            @Nullable String follow,
            String begunAt,
            String begunBy,
            String editedAt,
            String editedBy,
            int revision,
            int detailsRevision,
            Draft.Details details,
            List<SectionEntry> sections,
            List<Translation> translations,
            List<Translation.Count> counts,
            int effects,
            List<Removed> removed,
            List<Problems.Problem> reasons,
            List<Problems.Problem> doubts,
            boolean discarded,
            @Nullable Integer publishedAs) {

        /** Whether it can still be changed. */
        public boolean isOpen() {
            return !discarded && publishedAs == null;
        }

        /** Everything of which a language has to follow the other, or is missing. */
        public List<Translation> unfinished() {
            return Stream.concat(translations.stream(), sections.stream().map(SectionEntry::translation))
                    .filter(translation -> !translation.isCurrent())
                    .toList();
        }
    }

    /** A section in the list of a draft. */
    record SectionEntry(
            String key,
            String name,
            BilingualText heading,
            int number,
            Translation translation,
            boolean first,
            boolean last) {}

    /** A section that was taken out, and the revision that holds its text. */
    record Removed(String key, String name, long revision) {}

    /**
     * A section to be edited, and who came last.
     *
     * @param notTaken the revision with a text that the reader of this page wanted here and that is not here, if there is
     * @param behind the language that has to follow the other, if one has
     * @param since what changed in the other since then, if it is known
     * @param doubts what should be looked at in it
     * @param previous the key of the section before it
     */
    record SectionPage(
            String key,
            String name,
            SectionForm form,
            String editedAt,
            String editedBy,
            Translation translation,
            @Nullable Long notTaken,
            @Nullable Language behind,
            @Nullable Difference since,
            List<Problems.Problem> doubts,
            @Nullable String previous,
            @Nullable String next) {}

    /** The drafts being written, the last edited first. */
    @Transactional(readOnly = true)
    public List<Entry> open(@Nullable UUID reader, Language language) {
        Optional<Version> last = versions.timeline().latestStanding();
        return drafts.open().stream()
                .map(draft -> new Entry(
                        draft.id(),
                        nameOf(draft, language),
                        nameOf(draft.stage()),
                        draft.isEditedBy(reader),
                        draft.createdBy(),
                        Integer.toString(draft.basedOn()),
                        toFollow(draft, last).isPresent(),
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
        Draft draft = find(id);
        List<DraftSection> sections = draft.sections();
        List<SectionEntry> entries = IntStream.range(0, sections.size())
                .mapToObj(i -> entry(draft, sections.get(i), i + 1, sections.size(), language))
                .toList();
        return new Page(
                draft.id(),
                nameOf(draft, language),
                nameOf(draft.stage()),
                draft.approval().map(ReviewStep::decidedBy).orElse(null),
                draft.isWritable(),
                Integer.toString(draft.basedOn()),
                toFollow(draft, versions.timeline().latestStanding())
                        .map(version -> Integer.toString(version.number()))
                        .orElse(null),
                moment(draft.createdAt(), language),
                draft.createdBy(),
                moment(draft.editedAt(), language),
                draft.editedBy(),
                draft.revision(),
                draft.detailsRevision(),
                draft.details(),
                entries,
                draft.items().stream()
                        .filter(item -> item.kind() != Item.Kind.SECTION)
                        .map(item -> translation(draft, item, language))
                        .toList(),
                List.of(count(draft, language), count(draft, language.other())),
                (int) draft.items().stream()
                        .filter(item -> item.kind() == Item.Kind.EFFECT)
                        .count(),
                removed(draft, language),
                reasons(draft, language),
                doubts(draft, draft.itemsToPublish(), language),
                draft.isDiscarded(),
                draft.publishedAs().orElse(null));
    }

    /**
     * One section as it is saved.
     *
     * @throws NoSuchDraft when there is no such draft, or no such section in it
     */
    @Transactional(readOnly = true)
    public SectionPage section(UUID id, SectionKey key, String reader, Language language) {
        Draft draft = find(id);
        DraftSection section = draft.section(key).orElseThrow(NoSuchDraft::new);
        Item item = Item.section(key);
        Language behind = draft.standingOf(item).map(Standing::behind).orElse(null);
        List<DraftSection> sections = draft.sections();
        int index = sections.indexOf(section);
        return new SectionPage(
                key.value(),
                nameOf(section, language),
                SectionForm.of(section),
                moment(section.editedAt(), language),
                section.editedBy(),
                translation(draft, item, language),
                revisions
                        .last(id, item.toString())
                        .filter(last ->
                                last.cause() == Cause.NOT_TAKEN && last.madeBy().equals(reader))
                        .map(Revision::id)
                        .orElse(null),
                behind,
                behind == null ? null : sinceInStep(id, item, section.wording()),
                doubts(draft, List.of(item), language),
                index == 0 ? null : sections.get(index - 1).key().value(),
                index == sections.size() - 1
                        ? null
                        : sections.get(index + 1).key().value());
    }

    /** What changed since both languages said the same. */
    private @Nullable Difference sinceInStep(UUID id, Item item, Wording now) {
        return revisions.of(id, item.toString()).stream()
                .filter(revision -> revision.cause() != Cause.NOT_TAKEN && revision.behind() == null)
                .findFirst()
                .map(inStep -> Difference.between(inStep.wording(), now))
                .orElse(null);
    }

    /**
     * A draft, to be looked at only.
     *
     * @throws NoSuchDraft when there is none with this id
     */
    Draft find(UUID id) {
        return drafts.findById(id).orElseThrow(NoSuchDraft::new);
    }

    /**
     * Lets nobody begin to change a draft that cannot be changed now.
     *
     * @throws DraftClosed when it is published, discarded, or in review
     */
    @Transactional(readOnly = true)
    public void refuseUnlessWritable(UUID id) {
        find(id).refuseUnlessWritable();
    }

    /** The version that a draft should follow, if that is not the one that it began from. */
    private static Optional<Version> toFollow(Draft draft, Optional<Version> last) {
        return last.filter(version -> version.number() != draft.basedOn());
    }

    private SectionEntry entry(Draft draft, DraftSection section, int number, int count, Language language) {
        return new SectionEntry(
                section.key().value(),
                nameOf(section, language),
                section.heading(),
                number,
                translation(draft, Item.section(section.key()), language),
                number == 1,
                number == count);
    }

    Translation translation(Draft draft, Item item, Language language) {
        return new Translation(
                item.toString(),
                nameOf(draft, item, language),
                draft.revisionOf(item),
                side(draft, item, Language.AR, language),
                side(draft, item, Language.EN, language));
    }

    private Translation.Side side(Draft draft, Item item, Language side, Language language) {
        Optional<Standing> confirmed = draft.standingOf(item).filter(standing -> standing.confirmed() == side);
        return Translation.Side.of(
                draft.stateOf(item, side),
                confirmed.map(Standing::confirmedBy).orElse(null),
                confirmed
                        .map(Standing::confirmedAt)
                        .map(at -> moment(at, language))
                        .orElse(null));
    }

    private static Translation.Count count(Draft draft, Language language) {
        Map<State, Long> counts = draft.items().stream()
                .collect(Collectors.groupingBy(item -> draft.stateOf(item, language), Collectors.counting()));
        return new Translation.Count(
                language,
                counts.getOrDefault(State.MISSING, 0L),
                counts.getOrDefault(State.STALE, 0L),
                counts.getOrDefault(State.CURRENT, 0L));
    }

    private List<Removed> removed(Draft draft, Language language) {
        Map<Item, Revision> latest = new LinkedHashMap<>();
        revisions.of(draft.id()).stream()
                .filter(revision -> revision.item().kind() == Item.Kind.SECTION)
                .filter(revision -> draft.wordingOf(revision.item()).isEmpty())
                .forEach(revision -> latest.putIfAbsent(revision.item(), revision));
        return latest.values().stream()
                .map(revision -> new Removed(
                        revision.item().sectionKey().value(),
                        nameOf(revision.wording(), revision.item().sectionKey(), language),
                        revision.id()))
                .toList();
    }

    /** What people call a text of a draft. */
    String nameOf(Draft draft, Item item, Language language) {
        String name = switch (item.kind()) {
            case TITLE, SUMMARY -> "";
            case SECTION, EFFECT ->
                nameOf(
                        draft.wordingOf(Item.section(item.sectionKey())).orElse(Wording.NONE),
                        item.sectionKey(),
                        language);
        };
        return item.kind() == Item.Kind.SECTION
                ? name
                : messages.getMessage(
                        "editing.item." + item.kind().name().toLowerCase(Locale.ROOT),
                        new Object[] {name},
                        language.locale());
    }

    /** The reasons why it cannot be published, each with the place to mend it. */
    List<Problems.Problem> reasons(Draft draft, Language language) {
        Problems problems = new Problems(messages, language.locale());
        for (Reason reason : reasons.against(draft)) {
            switch (reason) {
                case Reason.Obstacle unfit -> add(problems, unfit.obstacle(), draft, language);
                case Reason.Overtaken overtaken ->
                    problems.elsewhere(
                            "/admin/drafts/" + draft.id() + "/rebase",
                            "editing.reason.OVERTAKEN",
                            Integer.toString(overtaken.basedOn()),
                            Integer.toString(overtaken.follow()));
                case Reason.OutOfDate stale ->
                    problems.elsewhere(
                            placeOf(draft, stale.item(), stale.language()),
                            "editing.reason.STALE." + stale.language(),
                            nameOf(draft, stale.item(), language));
            }
        }
        return problems.all();
    }

    /** The texts that are hardly in the language that they are to be in, each with the place to look at. */
    List<Problems.Problem> doubts(Draft draft, List<Item> items, Language language) {
        Problems problems = new Problems(messages, language.locale());
        String base = "/admin/drafts/" + draft.id();
        for (Item item : items) {
            Wording wording = draft.wordingOf(item).orElse(Wording.NONE);
            String name = nameOf(draft, item, language);
            for (Language side : Language.values()) {
                String heading = switch (item.kind()) {
                    case TITLE, SUMMARY -> base + "/details#title-" + side;
                    case SECTION, EFFECT -> base + "/sections/" + item.sectionKey() + "#heading-" + side;
                };
                problems.doubt(heading, wording.heading().in(side), side, "editing.doubt.heading.", name);
                String body = item.kind() == Item.Kind.SUMMARY
                        ? base + "/details#summary-" + side
                        : placeOf(draft, item, side);
                problems.doubt(body, wording.body().in(side), side, "editing.doubt.", name);
            }
        }
        if (items.contains(Item.SUMMARY) && Boolean.FALSE.equals(draft.details().material())) {
            String name = messages.getMessage("editing.publication.reason", null, language.locale());
            for (Language side : Language.values()) {
                String reason = draft.details().minorReason().in(side);
                problems.doubt(base + "/details#reason-" + side, reason, side, "editing.doubt.", name);
            }
        }
        return problems.all();
    }

    /** Where a text can be mended, or somebody can say that it is right. */
    private static String placeOf(Draft draft, Item item, Language language) {
        String base = "/admin/drafts/" + draft.id();
        return switch (item.kind()) {
            case TITLE, SUMMARY -> base + "#translation";
            case SECTION -> base + "/sections/" + item.sectionKey() + "#body-" + language;
            case EFFECT -> base + "/effects#" + language + "-" + item.sectionKey();
        };
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
            case TITLE_MISSING -> base + "/details#title" + field;
            case SUMMARY_MISSING -> base + "/details#summary" + field;
            case EFFECT_UNKNOWN_SECTION -> base + "/effects";
            case EFFECT_MISSING, EFFECT_REFUSED -> base + "/effects#" + obstacle.language() + "-" + key;
            case SIGNIFICANCE_MISSING -> base + "/details#kind-material";
            case MINOR_REASON_MISSING -> base + "/details#reason" + field;
            case EFFECTIVE_DATE_MISSING,
                    EFFECTIVE_DATE_PASSED,
                    EFFECTIVE_DATE_TOO_SOON,
                    EFFECTIVE_DATE_BEFORE_PREDECESSOR -> base + "/details#effective";
        };
        problems.elsewhere(place, "editing.obstacle." + obstacle.kind() + suffix, section, day);
    }

    /** As in style sheets and message keys. */
    static String nameOf(Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String nameOf(DraftSection section, Language language) {
        return nameOf(section.wording(), section.key(), language);
    }

    static String nameOf(Wording wording, SectionKey key, Language language) {
        String heading = wording.heading().in(language);
        String other = wording.heading().in(language.other());
        return !heading.isBlank() ? heading : !other.isBlank() ? other : key.value();
    }

    /** A draft has no title of its own: it is called by the day on which it was begun. */
    String nameOf(Draft draft, Language language) {
        LocalDate begun = LocalDate.ofInstant(draft.createdAt(), clock.getZone());
        return messages.getMessage(
                "editing.draft.name", new Object[] {Dates.inWords(begun, language)}, language.locale());
    }

    String moment(Instant instant, Language language) {
        return Dates.toHtml(instant, clock.getZone(), language);
    }
}
