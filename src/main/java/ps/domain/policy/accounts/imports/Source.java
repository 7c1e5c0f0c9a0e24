package ps.domain.policy.accounts.imports;

import org.jspecify.annotations.Nullable;
import ps.domain.policy.audit.Fingerprint;

/**
 * Where a list comes from.
 *
 * @param fileName as the browser named it; empty if it is not a file
 * @param hash the SHA-256 of the file's bytes; of no meaning if it is not a file
 * @param encoding what its bytes were read as; null when they could not be, or if it is not a file
 */
public record Source(
        Kind kind,
        String fileName,
        Fingerprint hash,
        @Nullable String encoding) {

    private static final int LONGEST_NAME = 200;

    /** The billing platform, asked for all its clients. */
    public static final Source WHMCS = new Source(Kind.WHMCS, "", Fingerprint.NONE_YET, null);

    /** The ways in. */
    public enum Kind {
        /** A file, which has to be good as a whole. */
        CSV,
        /** The billing platform, which is taken as it is. */
        WHMCS
    }

    public Source {
        String name = fileName.replaceAll("[\\p{Cntrl}\\p{Cf}]", "").strip();
        fileName = name.length() > LONGEST_NAME ? name.substring(name.length() - LONGEST_NAME) : name;
    }

    /** A file. */
    public static Source ofFile(String name, Fingerprint hash, @Nullable String encoding) {
        return new Source(Kind.CSV, name, hash, encoding);
    }

    /** Whether it is the billing platform. */
    public boolean isWhmcs() {
        return kind == Kind.WHMCS;
    }
}
