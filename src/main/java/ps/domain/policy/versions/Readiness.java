package ps.domain.policy.versions;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;
import ps.domain.policy.text.Markdown;
import ps.domain.policy.text.MarkdownFinding;
import ps.domain.policy.versions.Obstacle.Kind;
import ps.domain.policy.versions.Significance.Material;
import ps.domain.policy.versions.Significance.Minor;

/** Asks of what somebody would like to publish: why not? */
final class Readiness {

    private final NewVersion wanted;
    private final Timeline timeline;
    private final Optional<Version> predecessor;
    private final ZonedDateTime now;
    private final Duration minimumNotice;
    private final List<Obstacle> obstacles = new ArrayList<>();

    private Readiness(NewVersion wanted, Timeline timeline, Instant now, Duration minimumNotice) {
        this.wanted = wanted;
        this.timeline = timeline;
        this.predecessor = timeline.latestStanding();
        this.now = now.atZone(timeline.zone());
        this.minimumNotice = minimumNotice;
    }

    /**
     * The reasons against, in the order in which somebody would mend them.
     *
     * @param minimumNotice how long before a material change account holders have to be told
     */
    static List<Obstacle> of(NewVersion wanted, Timeline timeline, Instant now, Duration minimumNotice) {
        Readiness readiness = new Readiness(wanted, timeline, now, minimumNotice);
        readiness.sections();
        readiness.change();
        readiness.effects();
        readiness.publication();
        return List.copyOf(readiness.obstacles);
    }

    private void sections() {
        if (wanted.sections().isEmpty()) {
            obstacles.add(Obstacle.of(Kind.NO_SECTIONS));
        }
        Set<SectionKey> keys = new HashSet<>();
        for (Section section : wanted.sections()) {
            if (!keys.add(section.key())) {
                obstacles.add(Obstacle.at(Kind.KEY_TWICE, section.key()));
            }
            for (Language language : section.heading().missing()) {
                obstacles.add(Obstacle.at(Kind.HEADING_MISSING, section.key(), language));
            }
            for (Language language : section.body().missing()) {
                obstacles.add(Obstacle.at(Kind.BODY_MISSING, section.key(), language));
            }
            for (Language language : Language.values()) {
                if (isRefused(section.body().in(language))) {
                    obstacles.add(Obstacle.at(Kind.BODY_REFUSED, section.key(), language));
                }
            }
        }
    }

    private void change() {
        boolean same = predecessor
                .filter(before -> before.title().equals(wanted.title())
                        && before.sections().equals(wanted.sections()))
                .isPresent();
        if (same) {
            obstacles.add(Obstacle.of(Kind.NOTHING_CHANGED));
        }
        missing(Kind.TITLE_MISSING, wanted.title());
    }

    private void effects() {
        for (Effect effect : wanted.effects()) {
            SectionKey key = effect.section();
            boolean known = wanted.sections().stream()
                            .anyMatch(section -> section.key().equals(key))
                    || predecessor.flatMap(before -> before.section(key)).isPresent();
            if (!known) {
                obstacles.add(Obstacle.at(Kind.EFFECT_UNKNOWN_SECTION, key));
            }
            for (Language language : effect.text().missing()) {
                obstacles.add(Obstacle.at(Kind.EFFECT_MISSING, key, language));
            }
            for (Language language : Language.values()) {
                if (isRefused(effect.text().in(language))) {
                    obstacles.add(Obstacle.at(Kind.EFFECT_REFUSED, key, language));
                }
            }
        }
    }

    private void publication() {
        missing(Kind.SUMMARY_MISSING, wanted.summary());
        if (wanted.significance() == null) {
            obstacles.add(Obstacle.of(Kind.SIGNIFICANCE_MISSING));
        } else if (wanted.significance() instanceof Minor minor) {
            missing(Kind.MINOR_REASON_MISSING, minor.reason());
        }
        LocalDate from = wanted.effectiveFrom();
        if (from == null) {
            obstacles.add(Obstacle.of(Kind.EFFECTIVE_DATE_MISSING));
            return;
        }
        if (from.isBefore(now.toLocalDate())) {
            obstacles.add(Obstacle.on(Kind.EFFECTIVE_DATE_PASSED, now.toLocalDate()));
        } else if (wanted.significance() instanceof Material
                && wanted.shortNotice() == null
                && from.isBefore(earliestAfterNotice())) {
            obstacles.add(Obstacle.on(Kind.EFFECTIVE_DATE_TOO_SOON, earliestAfterNotice()));
        }
        predecessor
                .map(timeline::effectiveFrom)
                .filter(from::isBefore)
                .ifPresent(earliest -> obstacles.add(Obstacle.on(Kind.EFFECTIVE_DATE_BEFORE_PREDECESSOR, earliest)));
    }

    private LocalDate earliestAfterNotice() {
        return earliestAfterNotice(now, minimumNotice);
    }

    /** The first day that begins when those who are told at a moment have had their time. */
    static LocalDate earliestAfterNotice(ZonedDateTime toldAt, Duration minimumNotice) {
        ZonedDateTime over = toldAt.plus(minimumNotice);
        LocalDate day = over.toLocalDate();
        return minimumNotice.isZero() || over.equals(day.atStartOfDay(toldAt.getZone())) ? day : day.plusDays(1);
    }

    private static boolean isRefused(String text) {
        return Markdown.check(text).stream().anyMatch(MarkdownFinding::isRefused);
    }

    private void missing(Kind kind, BilingualText text) {
        text.missing().forEach(language -> obstacles.add(Obstacle.in(kind, language)));
    }
}
