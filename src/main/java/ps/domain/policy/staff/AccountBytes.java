package ps.domain.policy.staff;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/** The id of an account as 16 bytes. */
final class AccountBytes {

    private static final int LENGTH = 16;

    private AccountBytes() {}

    static byte[] of(UUID account) {
        return ByteBuffer.allocate(LENGTH)
                .putLong(account.getMostSignificantBits())
                .putLong(account.getLeastSignificantBits())
                .array();
    }

    /** The id, if these bytes can be one. */
    static Optional<UUID> parse(byte[] bytes) {
        if (bytes.length != LENGTH) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return Optional.of(new UUID(buffer.getLong(), buffer.getLong()));
    }
}
