package ps.domain.policy.testing;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.versions.NewVersion;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Section;
import ps.domain.policy.versions.Significance;
import ps.domain.policy.versions.Significance.Material;
import ps.domain.policy.versions.Significance.Minor;
import ps.domain.policy.versions.Version;

/** Publishes versions that differ from the one before by a sentence in their first section. */
public final class SampleVersions {

    private final PublishedVersions versions;
    private final TransactionTemplate transactions;

    public SampleVersions(ApplicationContext application) {
        this.versions = application.getBean(PublishedVersions.class);
        this.transactions = application.getBean(TransactionTemplate.class);
    }

    /** A material change. */
    public Version material(LocalDate effectiveFrom) {
        return publish(effectiveFrom, new Material());
    }

    /** A minor change. */
    public Version minor(LocalDate effectiveFrom) {
        return publish(
                effectiveFrom, new Minor(new BilingualText("لا يتغيّر المعنى.", "Nothing changes its meaning.")));
    }

    /** Takes a version back. */
    public void withdraw(Version version) {
        BilingualText reason = new BilingualText("وجدنا فيها خطأً.", "We found a mistake in it.");
        transactions.executeWithoutResult(transaction -> versions.withdraw(version, reason, Actor.APPLICATION));
    }

    /** Lets a version take effect later. */
    public void postpone(Version version, LocalDate to) {
        BilingualText reason =
                new BilingualText("طلب أصحاب الحسابات وقتًا أطول.", "Account holders asked for more time.");
        transactions.executeWithoutResult(transaction -> versions.postpone(version, to, reason, Actor.APPLICATION));
    }

    private Version publish(LocalDate effectiveFrom, Significance significance) {
        return transactions.execute(transaction -> {
            Version latest = versions.recordedTimeline().latest().orElseThrow();
            int number = latest.number() + 1;
            List<Section> sections = new ArrayList<>(latest.sections());
            Section old = sections.getFirst();
            sections.set(
                    0,
                    new Section(
                            old.key(),
                            old.heading(),
                            new BilingualText(
                                    old.body().ar() + " جملة النسخة " + number + ".",
                                    old.body().en() + " The sentence of version " + number + ".")));
            return versions.publish(
                    new NewVersion(
                            effectiveFrom,
                            significance,
                            latest.title(),
                            new BilingualText("أضفنا جملة.", "We added a sentence."),
                            sections),
                    Actor.APPLICATION);
        });
    }
}
