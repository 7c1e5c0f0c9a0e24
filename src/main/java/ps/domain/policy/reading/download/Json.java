package ps.domain.policy.reading.download;

import java.util.stream.Collectors;
import ps.domain.policy.site.Links;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Entry;
import ps.domain.policy.versions.Timeline;
import ps.domain.policy.versions.Version;
import tools.jackson.databind.json.JsonMapper;

/**
 * A version for programs: {@code address}, {@code document}, {@code effectiveFrom} as it counts now, {@code fingerprint},
 * {@code later}: what was recorded of the version since, and {@code overtakenBy}, the number of the version that takes
 * effect in its place, where there is one. Each document is word for word what the fingerprint beside
 * it was computed over, and the whole is in the same canonical form (RFC 8785).
 */
final class Json {

    private Json() {}

    static String of(Version version, Timeline timeline, Links links) {
        boolean withdrawn = timeline.withdrawalOf(version).isPresent();
        return "{\"address\":{\"ar\":%s,\"en\":%s},\"document\":%s,\"effectiveFrom\":%s,\"fingerprint\":\"%s\",\"later\":[%s]%s}"
                .formatted(
                        string(Facts.addressOf(version, Language.AR, links)),
                        string(Facts.addressOf(version, Language.EN, links)),
                        version.canonicalForm(),
                        withdrawn
                                ? "null"
                                : string(timeline.effectiveFrom(version).toString()),
                        version.sha256(),
                        timeline.laterEntriesOf(version).stream()
                                .map(Json::entry)
                                .collect(Collectors.joining(",")),
                        timeline.overtakenBy(version)
                                .map(later -> ",\"overtakenBy\":" + later.number())
                                .orElse(""));
    }

    private static String entry(Entry entry) {
        return "{\"document\":%s,\"fingerprint\":\"%s\"}".formatted(entry.canonicalForm(), entry.sha256());
    }

    private static String string(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }
}
