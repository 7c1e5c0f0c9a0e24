package ps.domain.policy.editing;

import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.editing.Standing.State;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.PublishedVersions;

/** Asks of a draft: why not? The pages show what the steps on its way to publication are refused for. */
@Component
class Reasons {

    private final PublishedVersions versions;
    private final ShortNotices shortNotices;

    Reasons(PublishedVersions versions, ShortNotices shortNotices) {
        this.versions = versions;
        this.shortNotices = shortNotices;
    }

    /** The reasons against submitting, approving and publishing it, in the order in which somebody would mend them. */
    @Transactional(propagation = Propagation.MANDATORY, readOnly = true)
    List<Reason> against(Draft draft) {
        List<Reason> reasons = new ArrayList<>();
        versions.recordedTimeline()
                .latestStanding()
                .filter(latest -> latest.number() != draft.basedOn())
                .ifPresent(latest -> reasons.add(new Reason.Overtaken(draft.basedOn(), latest.number())));
        versions.obstaclesTo(shortNotices.wanted(draft))
                .forEach(obstacle -> reasons.add(new Reason.Obstacle(obstacle)));
        for (Item item : draft.itemsToPublish()) {
            for (Language language : Language.values()) {
                if (draft.stateOf(item, language) == State.STALE) {
                    reasons.add(new Reason.OutOfDate(item, language));
                }
            }
        }
        return List.copyOf(reasons);
    }

    /** @throws NotReady when there is a reason */
    @Transactional(propagation = Propagation.MANDATORY, readOnly = true)
    void refuseIfAny(Draft draft) {
        List<Reason> reasons = against(draft);
        if (!reasons.isEmpty()) {
            throw new NotReady(reasons);
        }
    }
}
