package ps.domain.policy.notices;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.notices.Audiences.Scope;
import ps.domain.policy.text.BilingualText;

/**
 * A breach notice that is being written, or was.
 *
 * @param subject one line
 * @param body Markdown
 * @param everybody whether it is for all account holders, or for those that are named
 * @param revision counts its changes
 * @param endedAt when it was sent or discarded
 * @param notice what it became, if it was sent
 */
record BreachDraft(
        UUID id,
        BilingualText subject,
        BilingualText body,
        boolean everybody,
        int revision,
        String createdBy,
        Instant editedAt,
        String editedBy,
        @Nullable Instant endedAt,
        @Nullable UUID notice) {

    boolean isOpen() {
        return endedAt == null;
    }

    Scope scope() {
        return everybody ? Scope.EVERYBODY : Scope.ofBreach(id);
    }
}
