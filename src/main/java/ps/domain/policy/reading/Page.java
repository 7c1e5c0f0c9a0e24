package ps.domain.policy.reading;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** What an address answers with, ready to be sent: bytes, and the same compressed where that helps. */
final class Page {

    private static final int HASH_BYTES = 18;

    /** Less than this to be gained, and the plain bytes are sent to everybody. */
    private static final double WORTHWHILE = 0.9;

    /** In bytes: the headers and what holds it all together. */
    private static final int OVERHEAD = 2_048;

    private final Kind kind;
    private final String hash;
    private final Variant plain;
    private final @Nullable Variant compressed;

    private Page(Kind kind, String hash, byte[] plain, byte @Nullable [] compressed) {
        this.kind = kind;
        this.hash = hash;
        boolean negotiated = compressed != null;
        this.plain = Variant.of(kind, negotiated, hash, plain, false);
        this.compressed = compressed == null ? null : Variant.of(kind, negotiated, hash + "-gzip", compressed, true);
    }

    /** What its headers say of it, whatever its bytes are. */
    private record Kind(String contentType, @Nullable String contentDisposition, Lifetime lifetime) {}

    /**
     * One representation of the page.
     *
     * @param bytes not to be changed
     * @param etag strong (RFC 9110, section 8.8.3), with its quotation marks
     * @param always the headers of an answer with these bytes and of one that says that they are known
     * @param withBody the headers besides of an answer with these bytes, but for their number
     */
    @SuppressWarnings("ArrayRecordComponent") // nothing compares them
    record Variant(byte[] bytes, String etag, List<EncodedHeader> always, List<EncodedHeader> withBody) {

        private static Variant of(Kind kind, boolean negotiated, String tag, byte[] bytes, boolean compressed) {
            String etag = '"' + tag + '"';
            List<EncodedHeader> always = new ArrayList<>();
            always.add(
                    EncodedHeader.of(HttpHeaders.CACHE_CONTROL, kind.lifetime().cacheControl()));
            if (negotiated) {
                always.add(EncodedHeader.of(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING));
            }
            always.add(EncodedHeader.of(HttpHeaders.ETAG, etag));
            List<EncodedHeader> withBody = new ArrayList<>();
            withBody.add(EncodedHeader.of(HttpHeaders.CONTENT_TYPE, kind.contentType()));
            if (compressed) {
                withBody.add(EncodedHeader.of(HttpHeaders.CONTENT_ENCODING, "gzip"));
            }
            if (kind.contentDisposition() != null) {
                withBody.add(EncodedHeader.of(HttpHeaders.CONTENT_DISPOSITION, kind.contentDisposition()));
            }
            return new Variant(bytes, etag, List.copyOf(always), List.copyOf(withBody));
        }
    }

    /** A page to be shown. */
    static Page of(String contentType, Lifetime lifetime, byte[] bytes) {
        return of(new Kind(contentType, null, lifetime), bytes);
    }

    /**
     * Something to keep as a file.
     *
     * @param contentDisposition under which name (RFC 6266)
     */
    static Page file(String contentType, String contentDisposition, byte[] bytes) {
        return of(new Kind(contentType, contentDisposition, Lifetime.FOR_EVER), bytes);
    }

    private static Page of(Kind kind, byte[] bytes) {
        byte[] smaller = gzip(bytes);
        return new Page(kind, hash(bytes), bytes, smaller.length < bytes.length * WORTHWHILE ? smaller : null);
    }

    /** The same page for another time. */
    Page keptFor(Lifetime other) {
        return new Page(
                new Kind(kind.contentType(), kind.contentDisposition(), other),
                hash,
                plain.bytes(),
                compressed == null ? null : compressed.bytes());
    }

    /** The smallest variant for somebody who may understand gzip. */
    Variant variant(boolean gzip) {
        Variant smaller = compressed;
        return gzip && smaller != null ? smaller : plain;
    }

    /** How many bytes of memory it takes, about. */
    int weight() {
        return plain.bytes().length + (compressed == null ? 0 : compressed.bytes().length) + OVERHEAD;
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
