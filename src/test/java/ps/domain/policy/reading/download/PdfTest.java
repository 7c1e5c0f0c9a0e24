package ps.domain.policy.reading.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.ValidationResult;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Block;
import ps.domain.policy.text.Inline;
import ps.domain.policy.text.Language;
import ps.domain.policy.text.Markdown;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Timeline;
import ps.domain.policy.versions.Version;

@PolicyTest
class PdfTest {

    /** Marks that show programs which way the text runs. */
    private static final Pattern NOT_COMPARED = Pattern.compile("[\u061C\u200B\u200E\u200F]");

    @Autowired
    private Downloads downloads;

    @Autowired
    private PublishedVersions versions;

    @BeforeAll
    static void prepareVeraPdf() {
        VeraGreenfieldFoundryProvider.initialise();
    }

    @ParameterizedTest
    @EnumSource
    void versionOneConformsToPdfUa(Language language) throws Exception {
        assertThat(violations(pdf(versions.timeline(), language))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everythingThatMarkdownHasConformsToPdfUa(Language language) throws Exception {
        assertThat(violations(pdf(Samples.difficult(), language))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void textReadsInTheOrderInWhichItWasWritten(Language language) throws Exception {
        Timeline timeline = versions.timeline();
        Version version = timeline.version(1).orElseThrow();

        String text = textOf(pdf(timeline, language));

        int at = 0;
        for (String word : wordsOf(version, language)) {
            int found = text.indexOf(word, at);
            assertThat(found).as("%s, in: %s", word, text.substring(at)).isBetween(at, at + 300);
            at = found + word.length();
        }
    }

    @Test
    void latinWordsAndNumbersKeepTheirOrderAmongArabicOnes() throws Exception {
        String text = textOf(pdf(Samples.difficult(), Language.AR));

        assertThat(text)
                .contains("+970 2 123 4567", "my.domain.ps", "TLS 1.3", "50%", "من 09:00 إلى 17:00", "info@domain.ps")
                .contains(
                        "بِسْمِ اللَّهِ الرَّحْمٰنِ الرَّحِيمِ",
                        "الْوُصُولُ إِلَى بَيَانَاتِكَ الشَّخْصِيَّةِ",
                        "لأنّ لَإِنَّ الآن لأمر");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "منصة my.domain.ps وبـdomain.ps، ثم (www.my-domain.ps) و«a.b»",
                "انظر https://domain.ps/ar/privacy#x",
                "رقم الهاتف +970 2 123 4567 أو info@domain.ps الآن.",
                "في 2026-06-10 الساعة 09:00 نسبة 12.5% بحسب SHA-256 وTLS 1.3 ثم C++ وR&D.",
                "قال: \"Please read the privacy policy of domain.ps (version 2.0) first\" ثم مضى.",
                "قال: \"Read this (v 2.0) first, (a) then, (bb) later (ccc) now (dddd) so\" ثم مضى.",
                "تستخدم Google Analytics (GA) هنا",
                "أرسل `my.domain.ps` و**domain.ps** و*info@domain.ps* إليه.",
                "my.domain.ps هو مضيفنا.",
                "- https://my.domain.ps/login",
                "1. ثانيًا third.domain.ps"
            })
    void namesAndNumbersAmongArabicWordsAreCopiedInChromeAsTheyWereWritten(String body) throws Exception {
        byte[] pdf = pdf(Samples.of(body), Language.AR);

        String expected = body.replaceAll("[*`]", "").replaceFirst("^- ", "• ");
        assertThat(copied(PdfiumText.of(pdf))).contains(expected);
        assertThat(textOf(pdf)).contains(expected);
    }

    @Test
    void theCellsOfARowAreCopiedInChromeFromTheRight() throws Exception {
        assertThat(copied(PdfiumText.of(pdf(Samples.of("""
                | الاسم | العنوان | الهاتف |
                |---|---|---|
                | domain.ps | info@domain.ps | +970 2 123 4567 |
                """), Language.AR))))
                .contains("domain.ps info@domain.ps +970 2 123 4567");
    }

    @Test
    void aLineWithMuchLatinIsOneFromRightToLeftForFirefox() throws Exception {
        List<TextPosition> signs = signs(pdf(Samples.of("انظر https://domain.ps/ar/privacy#x"), Language.AR));
        float y = signs.stream()
                .filter(sign -> sign.getUnicode().equals("#"))
                .findFirst()
                .orElseThrow()
                .getY();

        String read = signs.stream()
                .filter(sign -> sign.getY() == y)
                .map(TextPosition::getUnicode)
                .filter(text -> Character.getType(text.codePointBefore(text.length())) != Character.FORMAT)
                .collect(Collectors.joining());

        assertThat(read.chars()
                        .filter(c -> Character.getDirectionality(c) == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC)
                        .count())
                .as("pdf.js wants three letters in ten, in: %s", read)
                .isGreaterThanOrEqualTo((long) Math.ceil(read.length() * 0.3));
    }

    @Test
    void firefoxFindsLettersFromLeftToRightWhereItLooksForThem() throws Exception {
        List<String> signs = signs(pdf(Samples.of("الهاتف +970 2 123 4567 ثم C++ هنا"), Language.AR)).stream()
                .map(TextPosition::getUnicode)
                .toList();

        assertThat(signs)
                .as("pdf.js asks the character behind the next one how a run goes on")
                .contains("\u200E2", "\u200E\u200E\u061C ");
    }

    @Test
    void aVowelSignThatComesTwiceInALigatureIsCopiedTwice() throws Exception {
        assertThat(copied(PdfiumText.of(pdf(Samples.of("مُبَاشَرَةً"), Language.AR))))
                .contains("مُبَاشَرَةً");
    }

    @ParameterizedTest
    @EnumSource
    void theFootOfThePageIsCopiedInOrder(Language language) throws Exception {
        byte[] pdf = pdf(versions.timeline(), language);
        String title = versions.timeline().version(1).orElseThrow().title().in(language);

        String foot = (language == Language.AR ? title + "، النسخة 1 – " : title + ", version 1 – ")
                + "http://localhost:8080/" + language + "/privacy/versions/1";
        assertThat(copied(PdfiumText.of(pdf))).contains(foot, "1/2", "2/2");
        assertThat(textOf(pdf)).contains(foot, "1/2", "2/2");
    }

    /** A sheet that does not say where its text stays cannot be cited. */
    @ParameterizedTest
    @EnumSource
    void theFootHasTheWholeAddressHoweverLongTheTitle(Language language) throws Exception {
        byte[] pdf = pdf(
                Samples.titled(new BilingualText(
                        "سياسة ".repeat(16).strip(), "Policy ".repeat(14).strip())),
                language);

        assertThat(textOf(pdf).replaceAll("\\s+", ""))
                .contains((language == Language.AR ? "سياسة،النسخة1–" : "Policy,version1–") + "http://localhost:8080/"
                        + language + "/privacy/versions/1");
        assertThat(violations(pdf)).isEmpty();
    }

    @Test
    void theFileCountsItsObjectsAsItsTrailerSays() throws Exception {
        try (PDDocument document = Loader.loadPDF(pdf(versions.timeline(), Language.AR))) {
            long last = document.getDocument().getXrefTable().keySet().stream()
                    .mapToLong(COSObjectKey::getNumber)
                    .max()
                    .orElseThrow();
            assertThat(document.getDocument().getTrailer().getLong(COSName.SIZE))
                    .isEqualTo(last + 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsCopiedInChromeReadsInTheOrderInWhichItWasWritten(Language language) throws Exception {
        Timeline timeline = versions.timeline();
        Version version = timeline.version(1).orElseThrow();

        String text = composed(copied(PdfiumText.of(pdf(timeline, language))));

        assertThat(text).contains(version.sha256(), "/" + language + "/privacy/versions/1");
        int at = 0;
        for (String word : wordsOf(version, language)) {
            int found = text.indexOf(composed(word), at);
            assertThat(found).as("%s, in: %s", word, text.substring(at)).isBetween(at, at + 300);
            at = found + word.length();
        }
    }

    @Test
    void aSpaceNextToALatinNameOrBehindAVowelSignRunsFromRightToLeft() throws Exception {
        try (PDDocument document =
                Loader.loadPDF(pdf(Samples.of("منصة my.domain.ps — تُحدّ البيانات مباشرةً إليك"), Language.AR))) {
            String text = new PDFTextStripper().getText(document).replaceAll("[\u200E\u200F]", "");

            assertThat(text).contains("my.domain.ps\u061C —", "مباشرةً\u061C إليك", "— تُحدّ\u061C البيانات مباشرةً");
        }
    }

    @Test
    void whatStandsSideBySideInArabicIsReadFromTheRight() throws Exception {
        byte[] pdf = pdf(Samples.of("""
                | الاسم | العنوان | المدة |
                |---|---|---|
                | المنصة | my.domain.ps | 50% |

                - بند طويل من سطرين فيه كلام كثير حتى ينكسر السطر الأول وينتقل ما بقي منه إلى السطر الثاني
                - بند ينتهي باسم my.domain.ps
                """), Language.AR);

        assertThat(textOf(pdf))
                .contains("الاسم العنوان المدة", "المنصة my.domain.ps 50%")
                .contains("• بند طويل من سطرين", "• بند ينتهي باسم my.domain.ps");
        assertThat(painted(pdf).split("•", -1)[1])
                .as("pdf.js has no space of its own where the pen goes back")
                .startsWith(" ")
                .as("a bullet comes before both lines of its item, for programs that keep to the order of painting")
                .contains(turned("بند طويل"), turned("السطر الثاني"))
                .doesNotContain(turned("المنصة"), turned("ينتهي"));
    }

    @Test
    void theSpaceBetweenABulletAndItsItemStandsBehindTheFirstLetter() throws Exception {
        List<TextPosition> signs = signs(pdf(Samples.of("- في البيت"), Language.AR)).stream()
                .dropWhile(sign -> !sign.getUnicode().equals("•"))
                .toList();

        assertThat(placeOf("\u061C ", signs))
                .as("Poppler goes by places, and the letter is of no width in a ligature")
                .isGreaterThan(placeOf("ف", signs));
    }

    @ParameterizedTest
    @EnumSource
    void theWordsOfAColumnStandWhereItsAuthorWantedThem(Language language) throws Exception {
        List<TextPosition> signs = signs(pdf(Samples.of("| QQQQQQQQ | WWWWWWWW |\n|--:|:-:|\n| X | Z |\n"), language));

        float[] wide = edgesOf("Q", signs);
        float[] narrow = edgesOf("X", signs);
        switch (language) {
            case EN -> assertThat(narrow[1]).isCloseTo(wide[1], within(0.5f));
            case AR -> assertThat(narrow[0]).isCloseTo(wide[0], within(0.5f));
        }
        wide = edgesOf("W", signs);
        narrow = edgesOf("Z", signs);
        assertThat(narrow[0] + narrow[1]).isCloseTo(wide[0] + wide[1], within(1f));
    }

    private static float[] edgesOf(String letter, List<TextPosition> signs) {
        List<TextPosition> found =
                signs.stream().filter(sign -> sign.getUnicode().equals(letter)).toList();
        return new float[] {
            found.stream().map(TextPosition::getX).min(Float::compare).orElseThrow(),
            found.stream()
                    .map(sign -> sign.getX() + sign.getWidth())
                    .max(Float::compare)
                    .orElseThrow()
        };
    }

    private static float placeOf(String text, List<TextPosition> signs) {
        return signs.stream()
                .filter(sign -> sign.getUnicode().equals(text))
                .findFirst()
                .orElseThrow()
                .getX();
    }

    @ParameterizedTest
    @EnumSource
    void nothingSeenStandsForTextThatEndsWithAMark(Language language) throws Exception {
        for (TextPosition sign : signs(pdf(Samples.difficult(), language))) {
            String text = sign.getUnicode();
            boolean mark = Character.getType(text.codePointBefore(text.length())) == Character.FORMAT;
            assertThat(mark && sign.getWidth() > 0.1)
                    .as("pdf.js leaves out whole what ends so: %s", text)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatNoFontHasIsReplacedVisiblyAndStillCopied(Language language) throws Exception {
        assertThat(textOf(pdf(Samples.difficult(), language))).contains("中文字符", "Ελληνικά", "кириллица", "Šťastný");
    }

    @ParameterizedTest
    @EnumSource
    void everyFontIsEmbedded(Language language) throws Exception {
        try (PDDocument document = Loader.loadPDF(pdf(Samples.difficult(), language))) {
            List<PDFont> fonts = new ArrayList<>();
            for (COSName name : document.getPage(0).getResources().getFontNames()) {
                fonts.add(document.getPage(0).getResources().getFont(name));
            }
            assertThat(fonts).hasSizeGreaterThan(3).allMatch(PDFont::isEmbedded);
            assertThat(fonts).extracting(PDFont::getName).allMatch(name -> name.matches("[A-Z]{6}\\+Policy.*"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everySectionHasABookmark(Language language) throws Exception {
        Version version = versions.timeline().version(1).orElseThrow();
        try (PDDocument document = Loader.loadPDF(pdf(versions.timeline(), language))) {
            List<String> titles = new ArrayList<>();
            for (PDOutlineItem item :
                    document.getDocumentCatalog().getDocumentOutline().children()) {
                titles.add(item.getTitle());
                assertThat(item.findDestinationPage(document)).isNotNull();
            }
            assertThat(titles)
                    .hasSize(11)
                    .first()
                    .isEqualTo("1. " + version.sections().getFirst().heading().in(language));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theFileSaysWhatItIs(Language language) throws Exception {
        Version version = versions.timeline().version(1).orElseThrow();
        try (PDDocument document = Loader.loadPDF(pdf(versions.timeline(), language))) {
            assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo(language.tag());
            assertThat(document.getDocumentInformation().getTitle())
                    .isEqualTo(version.title().in(language));
            assertThat(document.getDocumentInformation().getSubject()).contains("1", "2026");
            assertThat(document.getDocumentInformation().getCreationDate().toInstant())
                    .isEqualTo(Instant.parse("2026-06-09T21:00:00Z"));
            assertThat(new String(document.getDocumentCatalog().getMetadata().toByteArray(), StandardCharsets.UTF_8))
                    .contains(
                            version.title().in(language),
                            version.sha256(),
                            "<pdfuaid:part>1</pdfuaid:part>",
                            "<xmpMM:VersionID>1</xmpMM:VersionID>",
                            "<dc:language><rdf:Bag><rdf:li>" + language + "<");
        }
        assertThat(textOf(pdf(versions.timeline(), language)))
                .contains(language == Language.AR ? "البصمة (SHA-256): " + version.sha256() : version.sha256())
                .contains("1/2", "2/2", "/" + language + "/privacy/versions/1");
    }

    @Test
    void theStructureSaysWhatArabicReadsAs() throws Exception {
        try (PDDocument document = Loader.loadPDF(pdf(Samples.difficult(), Language.AR))) {
            List<String> texts = new ArrayList<>();
            addActualTexts(document.getDocumentCatalog().getStructureTreeRoot().getKids(), texts);

            assertThat(texts)
                    .startsWith("سياسةٌ صعبةٌ لِلاِختبارِ «1»", "النسخة 1، تاريخ السريان: 1 كانون الثاني 2027")
                    .containsSubsequence("سجلات my.domain.ps", "الهاتف", "اتصل بنا من 09:00 إلى 17:00", "أولًا")
                    .containsSubsequence("تُحفظ على خادم واحد، ثم تُحذف؛ انظر ", "صفحة الاتصال");
        }
    }

    private static void addActualTexts(List<Object> kids, List<String> texts) {
        for (Object kid : kids) {
            if (kid instanceof PDStructureElement element) {
                if (element.getActualText() != null) {
                    texts.add(element.getActualText());
                }
                addActualTexts(element.getKids(), texts);
            }
        }
    }

    @Test
    void linksLeadToSectionsPathsAndOtherSites() throws Exception {
        try (PDDocument document = Loader.loadPDF(pdf(Samples.difficult(), Language.AR))) {
            List<String> targets = new ArrayList<>();
            for (PDAnnotation annotation : document.getPage(0).getAnnotations()) {
                targets.add(annotation.getContents());
            }
            assertThat(targets)
                    .containsExactlyInAnyOrder(
                            "http://localhost:8080/ar/privacy/versions/1",
                            "https://domain.ps/contact",
                            "#tables",
                            "http://localhost:8080/contact");
        }
    }

    /** In a second; with the square of its length, in minutes. */
    @Test
    void aWordWithoutAnEndIsSetOnPaperInTime() {
        assertTimeout(Duration.ofMinutes(1), () -> pdf(Samples.of("x".repeat(50_000)), Language.AR));
    }

    @ParameterizedTest
    @MethodSource
    void hostileTextIsSetOnPaperToo(String body) throws Exception {
        for (Language language : Language.values()) {
            assertThat(violations(pdf(Samples.of(body), language))).isEmpty();
        }
    }

    static Stream<String> hostileTextIsSetOnPaperToo() {
        return Stream.of(
                "",
                "-\n-\n\n1.\n\n>",
                "x".repeat(20_000),
                "ل".repeat(20_000),
                "e" + "\u0301".repeat(2_000) + " " + "ب" + "\u064B".repeat(2_000),
                "\u0301\u064B",
                "> ".repeat(50) + "deep",
                "- ".repeat(50) + "deep",
                "|" + "a long word |".repeat(200) + "\n|" + "-|".repeat(200) + "\n|" + "word |".repeat(200),
                "| a |\n|---|\n| " + "very long cell ".repeat(3_000) + " |",
                "```\n" + "\u0000\u0007\tcode\n".repeat(200) + "\n```",
                "a\u200Bb\u200Cc\u200Dd\uFE0F\u2060\uFEFF\u00AD\u2028\u2029\u0085 \uD83D\uDC69\u200D\uD83D\uDCBB 𝒳 \uFFFF",
                "\u200F\u200E\u061C",
                "[](https://domain.ps) [ ](https://domain.ps) [a\\\nb](mailto:a@b.ps)",
                "###### six\n\n# one\n\n###### six");
    }

    private byte[] pdf(Timeline timeline, Language language) {
        return downloads
                .of(timeline.version(1).orElseThrow(), timeline, language, Format.PDF)
                .bytes();
    }

    private static List<String> violations(byte[] pdf) throws Exception {
        PDFAFlavour profile = PDFAFlavour.PDFUA_1;
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new ByteArrayInputStream(pdf), profile)) {
            ValidationResult result =
                    Foundries.defaultInstance().createValidator(profile, false).validate(parser);
            List<String> violations = result.getTestAssertions().stream()
                    .map(failed -> failed.getRuleId().getClause() + ": " + failed.getMessage() + " "
                            + failed.getLocation().getContext())
                    .distinct()
                    .toList();
            assertThat(result.isCompliant()).isEqualTo(violations.isEmpty());
            return violations;
        }
    }

    private static String textOf(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return copied(new PDFTextStripper().getText(document));
        }
    }

    /** Two vowel signs on a letter are the same in either order. */
    private static String composed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static String copied(String text) {
        return NOT_COMPARED.matcher(text).replaceAll("").replaceAll("\\s+", " ");
    }

    /** What stands on the pages, in the order in which it was painted. */
    private static List<TextPosition> signs(byte[] pdf) throws IOException {
        List<TextPosition> signs = new ArrayList<>();
        PDFTextStripper stripper = new PDFTextStripper() {
            @Override
            protected void processTextPosition(TextPosition sign) {
                signs.add(sign);
            }
        };
        try (PDDocument document = Loader.loadPDF(pdf)) {
            stripper.getText(document);
        }
        return signs;
    }

    private static String painted(byte[] pdf) throws IOException {
        StringBuilder text = new StringBuilder();
        signs(pdf).forEach(sign -> text.append(sign.getUnicode()));
        return NOT_COMPARED.matcher(text).replaceAll("");
    }

    private static String turned(String arabic) {
        return new StringBuilder(arabic).reverse().toString();
    }

    private static List<String> wordsOf(Version version, Language language) {
        List<String> words = new ArrayList<>();
        version.sections().forEach(section -> {
            addWords(section.heading().in(language), words);
            Markdown.toBlocks(section.body().in(language), language).forEach(block -> addWords(block, words));
        });
        return words;
    }

    private static void addWords(Block block, List<String> words) {
        switch (block) {
            case Block.Paragraph paragraph -> addWords(Inline.plain(paragraph.text()), words);
            case Block.Items items -> items.items().forEach(item -> item.forEach(inner -> addWords(inner, words)));
            default -> throw new IllegalArgumentException("Version 1 has no " + block);
        }
    }

    private static void addWords(String text, List<String> words) {
        words.addAll(
                Arrays.asList(NOT_COMPARED.matcher(text).replaceAll("").strip().split("\\s+", -1)));
    }
}
