package ps.domain.policy.accounts.imports;

import org.jspecify.annotations.Nullable;
import ps.domain.policy.audit.Fingerprint;

/**
 * Where a list comes from.
 *
 * @param fileName as the browser named it
 * @param hash the SHA-256 of the file's bytes
 * @param encoding what its bytes were read as; null when they could not be
 */
public record Source(
        String fileName, Fingerprint hash, @Nullable String encoding) {

    private static final int LONGEST_NAME = 200;

    public Source {
        String name = fileName.replaceAll("[\\p{Cntrl}\\p{Cf}]", "").strip();
        fileName = name.length() > LONGEST_NAME ? name.substring(name.length() - LONGEST_NAME) : name;
    }
}
