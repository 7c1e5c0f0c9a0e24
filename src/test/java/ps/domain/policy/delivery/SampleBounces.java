package ps.domain.policy.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;

/** What comes back, in the forms that mail systems give it. */
public final class SampleBounces {

    private SampleBounces() {}

    /**
     * A sample about a message.
     *
     * @param name of the file, without its end
     * @param to the address that it comes to
     * @param recipient the address that it is about
     */
    public static byte[] of(String name, UUID delivery, String to, String recipient) {
        try (InputStream file = SampleBounces.class.getResourceAsStream("/bounces/" + name + ".eml")) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("\n", "\r\n")
                    .replace("{{ID}}", delivery.toString())
                    .replace("{{TO}}", to)
                    .replace("{{RECIPIENT}}", recipient)
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
