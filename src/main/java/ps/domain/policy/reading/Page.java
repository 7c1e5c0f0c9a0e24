package ps.domain.policy.reading;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** What an address answers with, ready to be sent: bytes, and the same compressed where that helps. */
final class Page {

    private static final int HASH_BYTES = 18;

    /** Less than this to be gained, and the plain bytes are sent to everybody. */
    private static final double WORTHWHILE = 0.9;

    private final String contentType;
    private final @Nullable String contentDisposition;
    private final Lifetime lifetime;
    private final Variant plain;
    private final @Nullable Variant compressed;

    private Page(
            String contentType,
            @Nullable String contentDisposition,
            Lifetime lifetime,
            Variant plain,
            @Nullable Variant compressed) {
        this.contentType = contentType;
        this.contentDisposition = contentDisposition;
        this.lifetime = lifetime;
        this.plain = plain;
        this.compressed = compressed;
    }

    /**
     * One representation of the page.
     *
     * @param bytes not to be changed
     * @param etag strong (RFC 9110, section 8.8.3), with its quotation marks
     * @param isCompressed whether the bytes are gzip
     */
    @SuppressWarnings("ArrayRecordComponent") // nothing compares them
    record Variant(byte[] bytes, String etag, boolean isCompressed) {}

    /** A page to be shown. */
    static Page of(String contentType, Lifetime lifetime, byte[] bytes) {
        return of(contentType, null, lifetime, bytes);
    }

    /**
     * Something to keep as a file.
     *
     * @param contentDisposition under which name (RFC 6266)
     */
    static Page file(String contentType, String contentDisposition, byte[] bytes) {
        return of(contentType, contentDisposition, Lifetime.FOR_EVER, bytes);
    }

    private static Page of(String contentType, @Nullable String contentDisposition, Lifetime lifetime, byte[] bytes) {
        String hash = hash(bytes);
        byte[] smaller = gzip(bytes);
        return new Page(
                contentType,
                contentDisposition,
                lifetime,
                new Variant(bytes, '"' + hash + '"', false),
                smaller.length < bytes.length * WORTHWHILE ? new Variant(smaller, '"' + hash + "-gzip\"", true) : null);
    }

    /** The same page for another time. */
    Page keptFor(Lifetime other) {
        return new Page(contentType, contentDisposition, other, plain, compressed);
    }

    String contentType() {
        return contentType;
    }

    Optional<String> contentDisposition() {
        return Optional.ofNullable(contentDisposition);
    }

    Lifetime lifetime() {
        return lifetime;
    }

    /** Whether there is a compressed variant to choose. */
    boolean isNegotiated() {
        return compressed != null;
    }

    /** The smallest variant for somebody who may understand gzip. */
    Variant variant(boolean gzip) {
        Variant smaller = compressed;
        return gzip && smaller != null ? smaller : plain;
    }

    /** How many bytes of memory it takes, about. */
    int weight() {
        return plain.bytes().length + (compressed == null ? 0 : compressed.bytes().length) + 512;
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(hash, HASH_BYTES));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(compressed) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            gzip.write(bytes);
        } catch (IOException impossibleInMemory) {
            throw new UncheckedIOException(impossibleInMemory);
        }
        return compressed.toByteArray();
    }
}
