package ps.domain.policy.reading.download;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A version in one format: the same bytes for ever. */
public final class Download {

    private final byte[] bytes;
    private final Format format;
    private final String fileName;

    Download(byte[] bytes, Format format, String fileName) {
        this.bytes = bytes;
        this.format = format;
        this.fileName = fileName;
    }

    /** The file; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** A strong entity tag (RFC 9110, section 8.8.3), in its quotes: it follows from the bytes. */
    public String entityTag() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "\"" + HexFormat.of().formatHex(hash, 0, 16) + "\"";
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** The value of a {@code Content-Type} header. */
    public String contentType() {
        return format.contentType();
    }

    /** What to call the file: ASCII, without anything that a file system or a header would trip over. */
    public String fileName() {
        return fileName;
    }

    /** The value of a {@code Content-Disposition} header (RFC 6266): what browsers show well is shown, the rest kept. */
    public String contentDisposition() {
        return (format.isShown() ? "inline" : "attachment") + "; filename=\"" + fileName + "\"";
    }
}
