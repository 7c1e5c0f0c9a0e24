package ps.domain.policy.reading.download;

import java.util.Arrays;
import java.util.Optional;

/** What a version can be kept as. */
public enum Format {
    /** As it is written, one language (RFC 7763). */
    MD("text/markdown; charset=UTF-8", false),
    /** For people, one language. */
    TXT("text/plain; charset=UTF-8", true),
    /** For programs, both languages (RFC 8785). */
    JSON("application/json", false),
    /** For paper, one language: PDF/UA-1 (ISO 14289-1). */
    PDF("application/pdf", true);

    private final String contentType;
    private final boolean shown;

    Format(String contentType, boolean shown) {
        this.contentType = contentType;
        this.shown = shown;
    }

    /** What stands behind the dot. */
    public String extension() {
        return switch (this) {
            case MD -> "md";
            case TXT -> "txt";
            case JSON -> "json";
            case PDF -> "pdf";
        };
    }

    /** The media type, as in a {@code Content-Type} header. */
    public String contentType() {
        return contentType;
    }

    /** Whether browsers show it well, rather than only to keep it. */
    boolean isShown() {
        return shown;
    }

    /** The format with exactly this extension, if there is one. */
    public static Optional<Format> ofExtension(String extension) {
        return Arrays.stream(values())
                .filter(format -> format.extension().equals(extension))
                .findFirst();
    }
}
