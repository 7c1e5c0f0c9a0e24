package ps.domain.policy.notices;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.notices.Audiences.Scope;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;
import ps.domain.policy.text.Outline;

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

    /** Whether a heading has nothing below it, as all of those that a notice begins with have until somebody writes. */
    boolean hasEmptyPart(Language language) {
        String text = body.in(language);
        List<String> lines = text.lines().toList();
        List<Outline.Title> titles = Outline.of(text).titles();
        for (int i = 0; i < titles.size(); i++) {
            Outline.Title title = titles.get(i);
            Outline.Title next = i + 1 < titles.size() ? titles.get(i + 1) : null;
            int end = next == null ? lines.size() : next.line();
            if ((next == null || next.level() <= title.level())
                    && lines.subList(title.line() + title.lines(), end).stream().allMatch(String::isBlank)) {
                return true;
            }
        }
        return false;
    }
}
