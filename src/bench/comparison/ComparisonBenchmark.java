package ps.domain.policy.reading;

import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.thymeleaf.context.Context;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.linkbuilder.StandardLinkBuilder;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;
import ps.domain.policy.audit.Fingerprint;
import ps.domain.policy.site.SiteSettings;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Seal;
import ps.domain.policy.versions.Section;
import ps.domain.policy.versions.SectionKey;
import ps.domain.policy.versions.Significance.Material;
import ps.domain.policy.versions.Timeline;
import ps.domain.policy.versions.Version;

/** Times the page that compares two versions, from the two texts to the finished HTML. */
final class ComparisonBenchmark {

    private static final int RUNS = 200;
    private static final int MANY_WORDS = 20_000;

    private static final SiteSettings SITE = new SiteSettings(
            URI.create("https://domain.ps"), "domain.ps", ZoneId.of("Asia/Hebron"), Language.AR, null, null,
            "contact");

    private final Random random = new Random(20260610);
    private final SpringTemplateEngine templates = new SpringTemplateEngine();
    private final ResourceBundleMessageSource messages = new ResourceBundleMessageSource();

    private ComparisonBenchmark() {
        messages.setBasenames("messages/site", "messages/reading", "messages/comparison");
        messages.setDefaultEncoding("UTF-8");
        messages.setAlwaysUseMessageFormat(true);
        ClassLoaderTemplateResolver resolver = new ClassLoaderTemplateResolver();
        resolver.setPrefix("templates/");
        resolver.setSuffix(".html");
        templates.setTemplateResolver(resolver);
        templates.setMessageSource(messages);
        templates.setLinkBuilder(new StandardLinkBuilder() {
            @Override
            protected String computeContextPath(
                    IExpressionContext context, String base, Map<String, Object> parameters) {
                return "";
            }
        });
    }

    public static void main(String[] arguments) {
        int words = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        ComparisonBenchmark benchmark = new ComparisonBenchmark();
        List<String> usual = benchmark.sections(words, 10, 80);
        benchmark.time("edited", words, usual, benchmark.edited(usual));
        benchmark.time("all-different", words, usual, benchmark.sections(words, 10, 80));
        List<String> one = benchmark.sections(words, 1, words);
        benchmark.time("one-paragraph-edited", words, one, benchmark.edited(one));
        benchmark.time("one-paragraph-all-different", words, one, benchmark.sections(words, 1, words));
        List<String> lines = benchmark.sections(words, 1, 2);
        benchmark.time("short-lines-all-different", words, lines, benchmark.sections(words, 1, 2));
        benchmark.time("one-word-repeated", words, List.of("a ".repeat(words)), List.of("b a ".repeat(words / 2)));
    }

    @SuppressWarnings("SystemOut")
    private void time(String what, int words, List<String> before, List<String> after) {
        Version first = version(1, before);
        Version second = version(2, after);
        Edition edition = Edition.of(
                new Timeline(List.of(first, second), ZoneId.of("Asia/Hebron")), Instant.now());
        int runs = words > MANY_WORDS ? RUNS / 10 : RUNS;
        double[] times = new double[runs];
        int length = 0;
        for (int run = -runs / 2; run < runs; run++) {
            Language language = run % 2 == 0 ? Language.EN : Language.AR;
            long start = System.nanoTime();
            ComparisonPage page =
                    ComparisonPage.of(first, second, false, edition, language, messages);
            Context context = new Context(language.locale());
            context.setVariables(Map.of(
                    "page", page,
                    "language", language,
                    "path", "/" + language + "/privacy/compare/1...2",
                    "alternatePath", "/" + language.other() + "/privacy/compare/1...2",
                    "site", SITE));
            length = templates.process("reading/comparison", context).length();
            if (run >= 0) {
                times[run] = (System.nanoTime() - start) / 1e6;
            }
        }
        Arrays.sort(times);
        System.out.printf(
                Locale.ROOT,
                "comparison case=%s words=%d render_ms_p50=%.1f p99=%.1f html_kb=%d%n",
                what,
                words,
                times[runs / 2],
                times[(int) (runs * 0.99)],
                length / 1024);
    }

    private static Version version(int number, List<String> bodies) {
        List<Section> sections = IntStream.range(0, bodies.size())
                .mapToObj(i -> new Section(
                        new SectionKey("section-" + (i + 1)),
                        new BilingualText("عنوان", "Heading"),
                        new BilingualText(bodies.get(i), bodies.get(i))))
                .toList();
        return new Version(
                number,
                LocalDate.of(2026, 6, number),
                Instant.EPOCH,
                new Material(),
                new BilingualText("سياسة", "Policy"),
                new BilingualText("ملخّص.", "Summary."),
                sections,
                List.of(),
                new Seal(number, null, Fingerprint.NONE_YET));
    }

    /** A made-up word: a few are very common, most rare, as in a real text. */
    private String word() {
        int rank = (int) Math.min(5_000, Math.exp(random.nextDouble() * Math.log(5_000)));
        return Integer.toString(rank * 7919, 26).replaceAll("[0-9]", "e");
    }

    private List<String> sections(int words, int count, int paragraph) {
        List<String> sections = new ArrayList<>();
        for (int section = 0; section < count; section++) {
            StringBuilder text = new StringBuilder();
            for (int i = 1; i <= words / count; i++) {
                text.append(word());
                text.append(i % paragraph == 0 ? ".\n\n" : i % 17 == 0 ? ". " : " ");
            }
            sections.add(text.toString());
        }
        return sections;
    }

    /** One word in a hundred is another one. */
    private List<String> edited(List<String> sections) {
        UnaryOperator<String> edit = word -> random.nextInt(100) == 0 ? word() : word;
        return sections.stream()
                .map(section -> String.join(
                        " ", Arrays.stream(section.split(" ")).map(edit).toList()))
                .toList();
    }
}
