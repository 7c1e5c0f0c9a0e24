package ps.domain.policy.reading.download;

import java.util.Optional;
import ps.domain.policy.site.Links;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Version;
import tools.jackson.databind.json.JsonMapper;

/**
 * A version for programs: {@code address}, {@code document} and {@code fingerprint}. The document is word for word what
 * the fingerprint was computed over, and the whole is in the same canonical form (RFC 8785).
 */
final class Json {

    private Json() {}

    static String of(Version version, Optional<Version> previous, Links links) {
        return "{\"address\":{\"ar\":%s,\"en\":%s},\"document\":%s,\"fingerprint\":\"%s\"}"
                .formatted(
                        string(Facts.addressOf(version, Language.AR, links)),
                        string(Facts.addressOf(version, Language.EN, links)),
                        version.canonicalForm(previous),
                        version.sha256());
    }

    private static String string(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }
}
