package ps.domain.policy.reading.download;

import ps.domain.policy.versions.Version;

final class PlainText {
    private PlainText() {}

    static String of(Version v, Facts f) {
        return f.version();
    }
}
