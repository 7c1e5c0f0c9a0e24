package ps.domain.policy.accounts;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What stands in the place of account holders where a notice has to be proved and nobody named: an HMAC-SHA-256 (RFC 2104)
 * under a key that is not in the database, of {@code address:} and the address, or of {@code client:} and the number. Who
 * has the key can say whether a pseudonym is somebody's; nobody else can, nor tell a person from the other.
 */
@Component
public class Pseudonyms {

    private static final String DOMAIN = "@pseudonym.invalid";

    private static final Pattern ADDRESS = Pattern.compile("[0-9a-f]{32}@pseudonym\\.invalid");

    private final JdbcClient jdbc;
    private final @Nullable SecretKey key;

    Pseudonyms(PseudonymSettings settings, JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.key = settings.key()
                .map(bytes -> new SecretKeySpec(bytes, "HmacSHA256"))
                .orElse(null);
    }

    /** Whether there can be pseudonyms. */
    public enum State {
        /** There is a key, and it is the one that was always used. */
        READY,
        /** No key is set. */
        NO_KEY,
        /** Another key was used before: whatever is kept under it could not be found any more. */
        OTHER_KEY
    }

    /** Whether there can be any now. */
    @Transactional(readOnly = true)
    public State state() {
        if (key == null) {
            return State.NO_KEY;
        }
        return mark().map(mark -> MessageDigest.isEqual(mark, ownMark()) ? State.READY : State.OTHER_KEY)
                .orElse(State.READY);
    }

    /** Whether there are any, under whatever key. */
    @Transactional(readOnly = true)
    public boolean wereMade() {
        return mark().isPresent();
    }

    /**
     * Holds on to the key, in the transaction that makes the first pseudonym.
     *
     * @throws IllegalStateException if there is none, or another one was used before
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void require() {
        if (key != null) {
            jdbc.sql("INSERT INTO pseudonym_key (mark) VALUES (:mark) ON CONFLICT DO NOTHING")
                    .param("mark", ownMark())
                    .update();
        }
        if (state() != State.READY) {
            throw new IllegalStateException("There are no pseudonyms: " + state());
        }
    }

    private Optional<byte[]> mark() {
        return jdbc.sql("SELECT mark FROM pseudonym_key")
                .query((row, n) -> row.getBytes("mark"))
                .optional();
    }

    private byte[] ownMark() {
        return mac("key:");
    }

    /** That of a mailbox, however it is spelt: an address at a domain that does not exist (RFC 6761, section 6.4). */
    public String ofAddress(String address) {
        byte[] mac = mac("address:" + asSentTo(address));
        return HexFormat.of().formatHex(mac, 0, 16) + DOMAIN;
    }

    /** That of a client id: the first 60 bits, as a negative number. */
    public long ofClient(long clientId) {
        return -(ByteBuffer.wrap(mac("client:" + clientId)).getLong() >>> 4);
    }

    /** Whether this is the pseudonym of an address. */
    public static boolean isPseudonym(String address) {
        return ADDRESS.matcher(address).matches();
    }

    /** As the queue compares addresses: the domain in ASCII, ASCII letters in lower case. What is no address stays. */
    private static String asSentTo(String address) {
        String ascii = EmailAddress.flawIn(address).isEmpty()
                ? address.substring(0, address.indexOf('@') + 1) + new EmailAddress(address).domain()
                : address;
        StringBuilder lower = new StringBuilder(ascii.length());
        ascii.chars().forEach(c -> lower.append((char) (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c)));
        return lower.toString();
    }

    private byte[] mac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException noKey) {
            throw new IllegalStateException("There is no key for pseudonyms", noKey);
        }
    }
}
