package ps.domain.policy.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The relay's answers of one kind.
 *
 * @param code the SMTP code, or null for no answer
 * @param enhancedCode the enhanced code, if it was given
 * @param answers how many
 * @param lastAt when the last of them came
 * @param lastReply the words of the last of them
 */
public record Replies(
        @Nullable Integer code, @Nullable String enhancedCode, long answers, Instant lastAt, String lastReply) {

    /** The codes as one word to ask for: {@code 550 5.1.1}, {@code 550}; {@code 0} for no answer. */
    public String key() {
        return (code == null ? 0 : code) + (enhancedCode == null ? "" : " " + enhancedCode);
    }
}
