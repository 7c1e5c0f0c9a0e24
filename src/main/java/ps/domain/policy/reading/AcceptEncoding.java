package ps.domain.policy.reading;

import org.jspecify.annotations.Nullable;

/** What a client understands of {@code Accept-Encoding} (RFC 9110, section 12.5.3). */
final class AcceptEncoding {

    private AcceptEncoding() {}

    /** Whether gzip is acceptable: named, or covered by {@code *}, and not with a weight of zero. */
    static boolean allowsGzip(@Nullable String header) {
        if (header == null) {
            return false;
        }
        boolean any = false;
        for (String item : header.split(",", -1)) {
            int end = item.indexOf(';');
            String coding = (end < 0 ? item : item.substring(0, end)).strip();
            if (coding.equalsIgnoreCase("gzip") || coding.equalsIgnoreCase("x-gzip")) {
                return !isRefused(item, end);
            }
            any |= coding.equals("*") && !isRefused(item, end);
        }
        return any;
    }

    /** Whether the weight is {@code q=0}, or {@code q=0.000}. */
    private static boolean isRefused(String item, int semicolon) {
        if (semicolon < 0) {
            return false;
        }
        String weight = item.substring(semicolon + 1).strip();
        return weight.length() > 2
                && (weight.startsWith("q=") || weight.startsWith("Q="))
                && weight.substring(2).chars().allMatch(c -> c == '0' || c == '.');
    }
}
