package ps.domain.policy.versions;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.hibernate.annotations.Fetch;
import org.hibernate.annotations.FetchMode;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.ListIndexBase;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.audit.Fingerprint;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.versions.Significance.Material;
import ps.domain.policy.versions.Significance.Minor;

/** A published version as it is kept. There is no way to change one, here or in the database. */
@Entity
@Immutable
@Table(name = "policy_version")
@SuppressWarnings("UnusedVariable") // some fields are for the database alone
class PolicyVersion {

    @Id
    private int number;

    private LocalDate effectiveFrom;

    private Instant publishedAt;

    private boolean material;

    @Embedded
    @AttributeOverride(name = "ar", column = @Column(name = "minor_reason_ar"))
    @AttributeOverride(name = "en", column = @Column(name = "minor_reason_en"))
    private @Nullable BilingualText minorReason;

    @Embedded
    @AttributeOverride(name = "ar", column = @Column(name = "title_ar"))
    @AttributeOverride(name = "en", column = @Column(name = "title_en"))
    private BilingualText title;

    @Embedded
    @AttributeOverride(name = "ar", column = @Column(name = "summary_ar"))
    @AttributeOverride(name = "en", column = @Column(name = "summary_en"))
    private BilingualText summary;

    private int sectionCount;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "policy_section", joinColumns = @JoinColumn(name = "version_number"))
    @OrderColumn(name = "position")
    @ListIndexBase(1)
    private List<PolicySection> sections = new ArrayList<>();

    private int effectCount;

    @ElementCollection(fetch = FetchType.EAGER)
    @Fetch(FetchMode.SUBSELECT)
    @CollectionTable(name = "policy_effect", joinColumns = @JoinColumn(name = "version_number"))
    @OrderColumn(name = "position")
    @ListIndexBase(1)
    private List<PolicyEffect> effects = new ArrayList<>();

    private int seq;

    private byte @Nullable [] previousHash;

    private byte[] hash;

    /** For Hibernate, which fills the fields. */
    @SuppressWarnings("NullAway.Init")
    protected PolicyVersion() {}

    /**
     * The version that follows all others.
     *
     * @throws CannotPublish unless everything is there and in order
     */
    static PolicyVersion following(Timeline timeline, NewVersion wanted, Instant now, Duration minimumNotice) {
        List<Obstacle> obstacles = Readiness.of(wanted, timeline, now, minimumNotice);
        if (!obstacles.isEmpty()) {
            throw new CannotPublish(obstacles);
        }
        return new PolicyVersion(timeline, wanted, now);
    }

    /** The version that would follow all others, though it may not be ready. */
    static PolicyVersion rehearsed(Timeline timeline, NewVersion wanted, Instant now) {
        return new PolicyVersion(
                timeline,
                new NewVersion(
                        Objects.requireNonNullElseGet(
                                wanted.effectiveFrom(), () -> LocalDate.ofInstant(now, timeline.zone())),
                        Objects.requireNonNullElseGet(wanted.significance(), () -> new Minor(BilingualText.EMPTY)),
                        wanted.title(),
                        wanted.summary(),
                        wanted.sections(),
                        wanted.effects(),
                        wanted.shortNotice()),
                now);
    }

    @SuppressWarnings("NullAway") // readiness has been asked: nothing is undecided
    private PolicyVersion(Timeline timeline, NewVersion ready, Instant now) {
        List<Effect> inOrder = inOrder(ready, timeline.latestStanding());
        Seal seal = Seal.behind(timeline.last());
        this.number = timeline.latest().map(Version::number).orElse(0) + 1;
        this.effectiveFrom = ready.effectiveFrom();
        this.publishedAt = now.truncatedTo(ChronoUnit.MICROS);
        this.material = ready.significance().isMaterial();
        this.minorReason = ready.significance() instanceof Minor minor ? minor.reason() : null;
        this.title = ready.title();
        this.summary = ready.summary();
        this.sectionCount = ready.sections().size();
        ready.sections().forEach(section -> sections.add(PolicySection.of(section)));
        this.effectCount = inOrder.size();
        inOrder.forEach(effect -> effects.add(PolicyEffect.of(effect)));
        this.seq = seal.seq();
        this.previousHash = seal.previous() == null ? null : seal.previous().bytes();
        this.hash = seal.fingerprint().bytes();
        this.hash = toVersion().sealed().fingerprint().bytes();
    }

    /** The effects in the order of the sections; those of removed sections last, in the order that these had. */
    private static List<Effect> inOrder(NewVersion wanted, Optional<Version> before) {
        List<SectionKey> keys = Stream.concat(
                        wanted.sections().stream(), before.stream().flatMap(version -> version.sections().stream()))
                .map(Section::key)
                .distinct()
                .toList();
        return wanted.effects().stream()
                .sorted(Comparator.comparingInt(effect -> keys.indexOf(effect.section())))
                .toList();
    }

    Version toVersion() {
        return new Version(
                number,
                effectiveFrom,
                publishedAt,
                minorReason == null ? new Material() : new Minor(minorReason),
                title,
                summary,
                sections.stream().map(PolicySection::toSection).toList(),
                effects.stream().map(PolicyEffect::toEffect).toList(),
                new Seal(
                        seq,
                        previousHash == null ? null : Fingerprint.ofBytes(previousHash),
                        Fingerprint.ofBytes(hash)));
    }

    /** A section as it is kept. */
    @Embeddable
    record PolicySection(
            @Column(name = "key") String key,
            @Column(name = "heading_ar") String headingAr,
            @Column(name = "heading_en") String headingEn,
            @Column(name = "body_ar") String bodyAr,
            @Column(name = "body_en") String bodyEn) {

        static PolicySection of(Section section) {
            return new PolicySection(
                    section.key().value(),
                    section.heading().ar(),
                    section.heading().en(),
                    section.body().ar(),
                    section.body().en());
        }

        Section toSection() {
            return new Section(
                    new SectionKey(key), new BilingualText(headingAr, headingEn), new BilingualText(bodyAr, bodyEn));
        }
    }

    /** An effect as it is kept. */
    @Embeddable
    record PolicyEffect(
            @Column(name = "section_key") String sectionKey,
            @Column(name = "text_ar") String textAr,
            @Column(name = "text_en") String textEn) {

        static PolicyEffect of(Effect effect) {
            return new PolicyEffect(
                    effect.section().value(), effect.text().ar(), effect.text().en());
        }

        Effect toEffect() {
            return new Effect(new SectionKey(sectionKey), new BilingualText(textAr, textEn));
        }
    }
}
