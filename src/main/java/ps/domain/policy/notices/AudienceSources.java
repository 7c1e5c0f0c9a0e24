package ps.domain.policy.notices;

import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import ps.domain.policy.accounts.AccountHolderSources;
import ps.domain.policy.accounts.Freshness;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;

/** How fresh is what is known of those who would be told. */
@Component
public class AudienceSources {

    private final AccountHolderSources sources;
    private final Clock clock;

    AudienceSources(AccountHolderSources sources, Clock clock) {
        this.sources = sources;
        this.clock = clock;
    }

    /**
     * How fresh that is.
     *
     * @param asOf since when it is known, as HTML; null if it never was
     * @param outdated whether that is more than a day
     * @param comparable whether WHMCS can be asked
     * @param comparing whether it is being asked
     */
    public record AudienceFreshness(@Nullable String asOf, boolean outdated, boolean comparable, boolean comparing) {}

    /** How fresh it is now. */
    public AudienceFreshness freshness(Language language) {
        Freshness freshness = sources.freshness();
        return new AudienceFreshness(
                freshness.asOf() == null ? null : Dates.toHtml(freshness.asOf(), clock.getZone(), language),
                freshness.outdated(),
                freshness.comparable(),
                freshness.comparing());
    }
}
