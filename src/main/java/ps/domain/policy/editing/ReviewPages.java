package ps.domain.policy.editing;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.site.Problems;
import ps.domain.policy.staff.Colleagues;
import ps.domain.policy.staff.ReviewSettings;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffPrincipal;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;
import ps.domain.policy.text.Markdown;
import ps.domain.policy.text.MarkdownDiff;
import ps.domain.policy.text.MarkdownDiff.Row;
import ps.domain.policy.text.MarkdownDiff.Spoken;
import ps.domain.policy.versions.Comparison;
import ps.domain.policy.versions.Comparison.Kind;
import ps.domain.policy.versions.Comparison.SectionChange;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.SectionKey;
import ps.domain.policy.versions.Timeline;
import ps.domain.policy.versions.Version;

/**
 * What the page shows on which a draft is reviewed, and what is said about one. Days, moments and what is called HTML are
 * HTML; the rest is plain.
 */
@Component
class ReviewPages {

    private final DraftPages drafts;
    private final Comments comments;
    private final PublishedVersions versions;
    private final ShortNotices shortNotices;
    private final Colleagues colleagues;
    private final ReviewSettings settings;
    private final MessageSource messages;
    private final Clock clock;

    ReviewPages(
            DraftPages drafts,
            Comments comments,
            PublishedVersions versions,
            ShortNotices shortNotices,
            Colleagues colleagues,
            ReviewSettings settings,
            MessageSource messages,
            Clock clock) {
        this.drafts = drafts;
        this.comments = comments;
        this.versions = versions;
        this.shortNotices = shortNotices;
        this.colleagues = colleagues;
        this.settings = settings;
        this.messages = messages;
        this.clock = clock;
    }

    /**
     * Leads nobody to a draft that is not there.
     *
     * @throws NoSuchDraft when there is none with this id
     */
    @Transactional(readOnly = true)
    public void refuseUnlessThere(UUID id) {
        drafts.find(id);
    }

    /**
     * A draft under review.
     *
     * @param stage how far it is, as in style sheets and message keys
     * @param steps what was decided about it, the latest first
     * @param against the number of the version that it is compared with
     * @param choices the numbers of all versions that it can be compared with
     * @param effectiveFrom HTML; null while undecided
     * @param shortNotice the decision that account holders may be told late, if there is one
     * @param material null while undecided
     * @param counts how many sections were changed, added, moved and so on, each in words
     * @param title both titles of the document, if they differ
     * @param summary what the draft says of its changes
     * @param remarks what was said about the draft as a whole, or about what it does not have any more
     * @param openRemarks how many of all that was said are not done with
     * @param reasons what stands between it and publication
     * @param doubts what does not, but should be looked at before
     */
    record Page(
            UUID id,
            String name,
            int revision,
            String stage,
            boolean open,
            List<Step> steps,
            String against,
            List<String> choices,
            @Nullable String effectiveFrom,
            @Nullable ShortNotice shortNotice,
            @Nullable Boolean material,
            BilingualText minorReason,
            List<String> counts,
            List<Side> title,
            BilingualText summary,
            List<SectionReview> sections,
            List<Remark> remarks,
            List<Remark> onTitle,
            List<Remark> onSummary,
            int openRemarks,
            List<Problems.Problem> reasons,
            List<Problems.Problem> doubts,
            Reviewer reviewer) {

        /** The submission, approval or whatever came last. */
        public @Nullable Step getLast() {
            return steps.isEmpty() ? null : steps.getFirst();
        }

        /** The sections that are not as they were. */
        public List<SectionReview> differences() {
            return sections.stream().filter(SectionReview::different).toList();
        }
    }

    /** Something that was decided: what, as in message keys; by whom, and when; and what they said. */
    record Step(String decision, String by, String at, String remark) {}

    /**
     * What the reader of the page can do.
     *
     * @param approver whether approving is for them at all
     * @param ownWork whether they edited the draft, and so must leave it to somebody else
     * @param others who else could approve it
     */
    record Reviewer(boolean approver, boolean ownWork, List<String> others) {

        public boolean isAllowed() {
            return approver && !ownWork;
        }
    }

    /**
     * What becomes of a section.
     *
     * @param number its number in the draft, unless it is removed
     * @param kind as in style sheets and message keys
     * @param name what people call it
     * @param moved from where to where, in a sentence, if it was moved
     * @param different whether it is told of in the list of what is different
     * @param told whether it says something else than before, in either language
     * @param effect what the change means for account holders, if that is said
     * @param translation how far it is, unless it is removed
     */
    record SectionReview(
            String key,
            @Nullable String number,
            String kind,
            String name,
            @Nullable String moved,
            boolean different,
            boolean told,
            List<Side> sides,
            @Nullable BilingualText effect,
            @Nullable Translation translation,
            List<Remark> remarks) {

        /** Whether somebody is waiting for something to be done here. */
        public boolean isDiscussed() {
            return remarks.stream().anyMatch(remark -> !remark.resolved());
        }
    }

    /**
     * One language of it.
     *
     * @param kind {@code changed}, {@code added}, {@code removed} or {@code unchanged}
     * @param heading HTML; a changed one with both wordings
     * @param rows HTML; changed ones with both wordings
     */
    record Side(Language language, String kind, String heading, List<String> rows) {}

    /**
     * What somebody said.
     *
     * @param about what it is about, where the page does not show that
     * @param outdated whether what it is about was changed since
     */
    record Remark(
            long number,
            String text,
            String by,
            String at,
            @Nullable String about,
            boolean outdated,
            boolean resolved,
            @Nullable String resolvedBy,
            @Nullable String resolvedAt) {}

    /**
     * The whole draft, compared.
     *
     * @param against the number of a version in force or upcoming; anything else, or null, for the one in force
     */
    @Transactional(readOnly = true)
    public Page page(UUID id, @Nullable String against, StaffPrincipal reader, Language language) {
        Draft draft = drafts.find(id);
        Timeline timeline = versions.timeline();
        Instant now = clock.instant();
        List<Version> choices = Stream.concat(timeline.inForce(now).stream(), timeline.upcoming(now).stream())
                .toList();
        Version base = choices.stream()
                .filter(version -> Integer.toString(version.number()).equals(against))
                .findFirst()
                .orElse(choices.getFirst());
        Comparison comparison = Comparison.of(
                base.sections(),
                draft.sections().stream().map(DraftSection::toSection).toList());
        List<Comment> said = comments.of(id);
        Set<SectionKey> shown = comparison.sections().stream()
                .map(change -> change.section().key())
                .collect(Collectors.toSet());
        Draft.Details details = draft.details();
        return new Page(
                id,
                drafts.nameOf(draft, language),
                draft.revision(),
                DraftPages.nameOf(draft.stage()),
                draft.isOpen(),
                draft.steps().reversed().stream()
                        .map(step -> step(step, language))
                        .toList(),
                Integer.toString(base.number()),
                choices.stream()
                        .map(version -> Integer.toString(version.number()))
                        .toList(),
                details.effectiveFrom() == null ? null : Dates.toHtml(details.effectiveFrom(), language),
                shortNotices.of(draft).orElse(null),
                details.material(),
                details.minorReason(),
                counts(comparison, language),
                base.title().equals(details.title()) ? List.of() : titles(base.title(), details.title(), language),
                details.summary(),
                comparison.sections().stream()
                        .map(change -> section(draft, change, said, language))
                        .toList(),
                said.stream()
                        .filter(comment -> comment.item()
                                .map(item -> item.key() != null && !shown.contains(item.key()))
                                .orElse(true))
                        .map(comment -> remark(draft, comment, true, language))
                        .toList(),
                remarks(draft, said, Item.TITLE, language),
                remarks(draft, said, Item.SUMMARY, language),
                (int) said.stream().filter(comment -> !comment.isResolved()).count(),
                drafts.reasons(draft, language),
                drafts.doubts(draft, draft.itemsToPublish(), language),
                reviewer(draft, reader));
    }

    /** What was said about a section, and about what its change means. */
    @Transactional(readOnly = true)
    public List<Remark> remarks(UUID id, SectionKey key, Language language) {
        return remarks(drafts.find(id), comments.of(id), key, language);
    }

    private Reviewer reviewer(Draft draft, StaffPrincipal reader) {
        List<String> others = settings.fourEyes()
                ? colleagues.whoMay(Role.APPROVER).stream()
                        .filter(colleague -> !draft.isEditedBy(colleague.id()))
                        .map(Actor::name)
                        .toList()
                : List.of();
        return new Reviewer(
                reader.role().includes(Role.APPROVER), settings.fourEyes() && draft.isEditedBy(reader.id()), others);
    }

    private Step step(ReviewStep step, Language language) {
        return new Step(
                step.decision().name(), step.decidedBy(), drafts.moment(step.decidedAt(), language), step.remark());
    }

    private List<String> counts(Comparison comparison, Language language) {
        List<String> counts = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            int count = comparison.count(kind);
            if (count > 0) {
                counts.add(say(language, "count." + nameOf(kind), count));
            }
        }
        return counts;
    }

    private List<Side> titles(BilingualText before, BilingualText now, Language reader) {
        return Stream.of(reader, reader.other())
                .map(language -> new Side(
                        language,
                        before.in(language).equals(now.in(language)) ? "unchanged" : "changed",
                        MarkdownDiff.ofLines(before.in(language), now.in(language), language, spoken(language)),
                        List.of()))
                .toList();
    }

    private SectionReview section(Draft draft, SectionChange change, List<Comment> said, Language reader) {
        SectionKey key = change.section().key();
        BilingualText effect = draft.effect(key);
        boolean effective = draft.itemsToPublish().contains(Item.effect(key));
        return new SectionReview(
                key.value(),
                change.after() == null ? null : Integer.toString(change.number()),
                nameOf(change.kind()),
                DraftPages.nameOf(Wording.of(change.section()), key, reader),
                change.moved() && change.before() != null
                        ? say(
                                reader,
                                "moved",
                                Integer.toString(change.before().number()),
                                Integer.toString(change.number()))
                        : null,
                change.kind() != Kind.UNCHANGED,
                change.isTextChange(),
                Stream.of(reader, reader.other())
                        .map(language -> side(change, language))
                        .toList(),
                effective ? effect : null,
                change.after() == null ? null : drafts.translation(draft, Item.section(key), reader),
                remarks(draft, said, key, reader));
    }

    private Side side(SectionChange change, Language language) {
        String body = change.section().body().in(language);
        String heading = change.section().heading().in(language);
        if (change.before() == null || change.after() == null || change.kind() != Kind.CHANGED) {
            String kind = change.before() == null ? "added" : change.after() == null ? "removed" : "unchanged";
            return new Side(
                    language, kind, Markdown.lineToHtml(heading, language), List.of(Markdown.toHtml(body, language)));
        }
        String oldHeading = change.before().section().heading().in(language);
        MarkdownDiff text =
                MarkdownDiff.of(change.before().section().body().in(language), body, language, spoken(language));
        return new Side(
                language,
                text.isVisible() || !oldHeading.equals(heading) ? "changed" : "unchanged",
                MarkdownDiff.ofLines(oldHeading, heading, language, spoken(language)),
                text.rows().stream().map(Row::merged).toList());
    }

    private List<Remark> remarks(Draft draft, List<Comment> said, SectionKey key, Language language) {
        return said.stream()
                .filter(comment ->
                        comment.item().filter(item -> key.equals(item.key())).isPresent())
                .map(comment -> remark(draft, comment, false, language))
                .toList();
    }

    private List<Remark> remarks(Draft draft, List<Comment> said, Item item, Language language) {
        return said.stream()
                .filter(comment -> comment.item().filter(item::equals).isPresent())
                .map(comment -> remark(draft, comment, false, language))
                .toList();
    }

    private Remark remark(Draft draft, Comment comment, boolean named, Language language) {
        return new Remark(
                comment.id(),
                comment.text(),
                comment.writtenBy(),
                drafts.moment(comment.writtenAt(), language),
                named
                        ? comment.item()
                                .map(item -> drafts.nameOf(draft, item, language))
                                .orElse(null)
                        : null,
                comment.item()
                        .flatMap(item -> changedAt(draft, item))
                        .filter(comment.writtenAt()::isBefore)
                        .isPresent(),
                comment.isResolved(),
                comment.resolvedBy(),
                comment.resolvedAt() == null ? null : drafts.moment(comment.resolvedAt(), language));
    }

    private static Optional<Instant> changedAt(Draft draft, Item item) {
        return item.kind() == Item.Kind.SECTION
                ? draft.section(item.sectionKey()).map(DraftSection::editedAt)
                : draft.standingOf(item).map(Standing::changedAt);
    }

    private Spoken spoken(Language language) {
        return new Spoken(say(language, "spoken.added"), say(language, "spoken.removed"), say(language, "spoken.end"));
    }

    private String say(Language language, String key, Object... arguments) {
        return messages.getMessage("reading.comparison." + key, arguments, language.locale());
    }

    private static String nameOf(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
