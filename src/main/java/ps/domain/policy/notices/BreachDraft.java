package ps.domain.policy.notices;

import java.time.Instant;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.notices.Audiences.Scope;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;

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

    /** An ATX heading (CommonMark, 4.2). */
    private static final Pattern HEADING = Pattern.compile(" {0,3}(#{1,6})(?:\\s|$)");

    boolean isOpen() {
        return endedAt == null;
    }

    Scope scope() {
        return everybody ? Scope.EVERYBODY : Scope.ofBreach(id);
    }

    /** Whether a heading has nothing below it, as all of those that a notice begins with have until somebody writes. */
    boolean hasEmptyPart(Language language) {
        int empty = 0;
        for (String line :
                body.in(language).lines().filter(text -> !text.isBlank()).toList()) {
            Matcher heading = HEADING.matcher(line);
            int level = heading.lookingAt() ? heading.group(1).length() : 0;
            if (empty > 0 && level > 0 && level <= empty) {
                return true;
            }
            empty = level;
        }
        return empty > 0;
    }
}
