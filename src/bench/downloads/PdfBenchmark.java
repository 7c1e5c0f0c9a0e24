import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.io.ClassPathResource;
import ps.domain.policy.audit.Fingerprint;
import ps.domain.policy.reading.download.Downloads;
import ps.domain.policy.reading.download.Format;
import ps.domain.policy.site.Links;
import ps.domain.policy.site.SiteSettings;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.PolicyDocument;
import ps.domain.policy.versions.PolicyDocument.Part;
import ps.domain.policy.versions.Seal;
import ps.domain.policy.versions.Section;
import ps.domain.policy.versions.SectionKey;
import ps.domain.policy.versions.Significance.Material;
import ps.domain.policy.versions.Timeline;
import ps.domain.policy.versions.Version;

/** How long a version of at least 10,000 words in the language takes to be set on paper. */
final class PdfBenchmark {

    private static final ZoneId ZONE = ZoneId.of("Asia/Hebron");

    private PdfBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        int rounds = Integer.parseInt(arguments[0]);
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.registerBean(SiteSettings.class, () -> new SiteSettings(
                    URI.create("https://domain.ps"), "domain.ps", ZONE, Language.AR, null, null, "contact"));
            context.registerBean("messageSource", ResourceBundleMessageSource.class, PdfBenchmark::messages);
            context.register(Links.class, Downloads.class);
            context.refresh();
            Downloads downloads = context.getBean(Downloads.class);
            for (Language language : Language.values()) {
                measure(downloads, language, 10_000, rounds);
            }
        }
    }

    private static void measure(Downloads downloads, Language language, int words, int rounds) throws IOException {
        Timeline timeline = new Timeline(List.of(version(language, words)), ZONE);
        double[] times = new double[rounds];
        int bytes = 0;
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            bytes = downloads.of(timeline.version(1).orElseThrow(), timeline, language, Format.PDF).bytes().length;
            times[round] = (System.nanoTime() - start) / 1e6;
        }
        double first = times[0];
        Arrays.sort(times);
        System.out.printf(
                "pdf words=%d language=%s ms_first=%.0f ms_p50=%.0f ms_p99=%.0f bytes=%d%n",
                words, language, first, times[rounds / 2], times[(int) Math.ceil(rounds * 0.99) - 1], bytes);
    }

    /** The sections of version 1 again and again, every paragraph of them with other words in between. */
    private static Version version(Language language, int words) throws IOException {
        PolicyDocument arabic = document(Language.AR);
        PolicyDocument english = document(Language.EN);
        List<Section> sections = new ArrayList<>();
        int count = 0;
        for (int n = 0; count < words; n++) {
            Part ar = arabic.sections().get(n % arabic.sections().size());
            Part en = english.sections().get(n % english.sections().size());
            BilingualText body = new BilingualText(
                    ar.body() + "\n\nالبند رقم " + n + "، [رابط](https://domain.ps/" + n + ") ورمز `" + n + "`.",
                    en.body() + "\n\nItem number " + n + ", [a link](https://domain.ps/" + n + ") and code `" + n + "`.");
            sections.add(new Section(
                    new SectionKey("section-" + n), new BilingualText(ar.heading(), en.heading()), body));
            count += body.in(language).split("\\s+").length;
        }
        return new Version(
                1,
                LocalDate.of(2026, 6, 10),
                LocalDate.of(2026, 6, 1).atStartOfDay(ZONE).toInstant(),
                new Material(),
                new BilingualText(arabic.title(), english.title()),
                new BilingualText("ملخّص", "Summary"),
                sections,
                List.of(),
                new Seal(1, null, Fingerprint.of(Map.of("words", words))));
    }

    private static PolicyDocument document(Language language) throws IOException {
        return PolicyDocument.parse(new ClassPathResource("policy/privacy-policy." + language + ".md")
                .getContentAsString(StandardCharsets.UTF_8));
    }

    private static ResourceBundleMessageSource messages() {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasenames("messages/download", "messages/reading");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        messages.setAlwaysUseMessageFormat(true);
        return messages;
    }
}
