package ps.domain.policy.reading.download;

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
