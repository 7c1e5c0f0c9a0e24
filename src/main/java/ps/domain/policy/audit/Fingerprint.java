package ps.domain.policy.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.erdtman.jcs.JsonCanonicalizer;
import tools.jackson.databind.json.JsonMapper;

/** A SHA-256 over the canonical JSON form (RFC 8785) of something, which anybody can compute again. */
public final class Fingerprint {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** Stands in for the fingerprint of something while it is computed, which does not look at it. */
    public static final Fingerprint NONE_YET = new Fingerprint(new byte[32]);

    private final byte[] hash;

    private Fingerprint(byte[] hash) {
        this.hash = hash;
    }

    /**
     * The fingerprint of content made of maps, lists, strings, booleans, integers and nulls.
     *
     * @throws IllegalArgumentException for content that has no canonical form, such as a lone surrogate
     */
    public static Fingerprint of(Object content) {
        try {
            byte[] canonical = canonicalForm(content).getBytes(StandardCharsets.UTF_8);
            return new Fingerprint(MessageDigest.getInstance("SHA-256").digest(canonical));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /**
     * What the fingerprint of such content is computed over, as UTF-8.
     *
     * @throws IllegalArgumentException for content that has no canonical form
     */
    public static String canonicalForm(Object content) {
        try {
            return new JsonCanonicalizer(JSON.writeValueAsString(content)).getEncodedString();
        } catch (IOException noCanonicalForm) {
            throw new IllegalArgumentException("There is no canonical form of this content", noCanonicalForm);
        }
    }

    /**
     * A fingerprint as stored.
     *
     * @throws IllegalArgumentException unless there are 32 bytes
     */
    public static Fingerprint ofBytes(byte[] hash) {
        if (hash.length != 32) {
            throw new IllegalArgumentException("A SHA-256 has 32 bytes, not " + hash.length);
        }
        return new Fingerprint(hash.clone());
    }

    /**
     * A fingerprint as people note it.
     *
     * @throws IllegalArgumentException unless there are 64 hexadecimal digits
     */
    public static Fingerprint ofHex(String hex) {
        if (hex.length() != 64) {
            throw new IllegalArgumentException("A SHA-256 has 64 hexadecimal digits, which this has not: " + hex);
        }
        return new Fingerprint(HexFormat.of().parseHex(hex));
    }

    /** The 32 bytes. */
    public byte[] bytes() {
        return hash.clone();
    }

    /** 64 hexadecimal digits, lower case. */
    public String hex() {
        return HexFormat.of().formatHex(hash);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprint that && Arrays.equals(hash, that.hash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }

    @Override
    public String toString() {
        return hex();
    }
}
