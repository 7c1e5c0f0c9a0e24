package ps.domain.policy.notices;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import ps.domain.policy.site.Links;
import ps.domain.policy.site.SiteSettings;
import ps.domain.policy.text.Language;

/**
 * What is said with the evidence of a notice: what it is, and how to check it with nothing but coreutils. Each paragraph is
 * one line, since programs that show plain text take the direction of a line from its first letter.
 */
@Component
class EvidenceReadme {

    private final MessageSource messages;
    private final SiteSettings site;
    private final Links links;

    EvidenceReadme(MessageSource messages, SiteSettings site, Links links) {
        this.messages = messages;
        this.site = site;
        this.links = links;
    }

    String in(Language language, Notice notice) {
        return Stream.of(
                        say("title", language, notice.reference()),
                        say("what", language, site.company(), notice.reference(), Integer.toString(notice.version())),
                        say("check", language),
                        "    sha256sum -c SHA256SUMS",
                        say("check.result", language),
                        say("fingerprints", language),
                        "    sha256sum -c FINGERPRINTS",
                        say("fingerprints.result", language),
                        say("chain", language),
                        links.to("/" + language + "/privacy/versions/" + notice.version()),
                        say("chain.limit", language),
                        say("files", language),
                        list(
                                language,
                                "announcement.json",
                                "versions/",
                                "comparison/",
                                "mail/",
                                "recipients.csv",
                                "attempts.csv",
                                "unreached.csv",
                                "bounces.csv",
                                "bounces/",
                                "trail.csv",
                                "trail/",
                                "chain/"),
                        say("states", language),
                        list(
                                language,
                                "ACCEPTED",
                                "BOUNCED",
                                "REFUSED",
                                "UNREACHABLE",
                                "AMBIGUOUS",
                                "RETRYING",
                                "QUEUED",
                                "IN_FLIGHT"),
                        say("reasons", language),
                        list(language, "CLOSED", "NO_ADDRESS", "INVALID_ADDRESS", "ERASED"),
                        say("pseudonyms", language),
                        "    KEY=$(base64 -d < FILE_WITH_THE_KEY | od -An -v -tx1 | tr -d ' \\n')",
                        "    mac() { printf '%s' \"$1\" | openssl dgst -sha256 -mac HMAC -macopt hexkey:$KEY | sed 's/.*= *//'; }",
                        say("pseudonyms.address", language),
                        "    echo $(mac 'address:somebody@example.com' | cut -c1-32)@pseudonym.invalid",
                        say("pseudonyms.client", language),
                        "    echo -$((0x$(mac 'client:123' | cut -c1-15)))",
                        say("tables", language),
                        say("personal", language))
                .collect(Collectors.joining("\n\n", "", "\n"));
    }

    private String list(Language language, String... names) {
        return Stream.of(names)
                .map(name -> name + "\n" + say("file." + name.replace("/", ""), language))
                .collect(Collectors.joining("\n\n"));
    }

    private String say(String key, Language language, Object... arguments) {
        return messages.getMessage("notices.evidence.readme." + key, arguments, language.locale());
    }
}
