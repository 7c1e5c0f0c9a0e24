package ps.domain.policy.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import ps.domain.policy.accounts.imports.Imports;
import ps.domain.policy.accounts.imports.Problem;
import ps.domain.policy.accounts.imports.Runs;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffPrincipal;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SignedIn;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;

@PolicyTest
class AccountHolderPagesTest {

    private static final String PAGE = "/admin/account-holders";
    private static final int RUNS = 300;
    private static final String HEADER = "client_id,name,organization,email,language,status\n";
    private static final String GOOD = HEADER + "1,Rana,,rana@example.com,ar,Active\n";

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private MessageSource messages;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private Runs runs;

    @Autowired
    private Imports imports;

    @Autowired
    private Clock clock;

    private UUID editor;

    @BeforeEach
    void anEditorWorksHere() {
        editor = staff.register(
                        "editor@example.com", "Sample Editor", Role.EDITOR, Language.EN, null, Actor.APPLICATION)
                .id();
    }

    @ParameterizedTest
    @EnumSource
    void fromTheEmptyPageOverTheComparisonToTheAppliedList(Language language) throws Exception {
        assertThat(page(PAGE, language).select(".empty h2").text()).isEqualTo(text("accounts.empty.title", language));
        assertThat(page(PAGE, language).select("form[enctype]").attr("action")).isEqualTo(PAGE + "/imports");

        String list = upload(GOOD, language);
        Document shown = page(list, language);
        assertThat(shown.select("h1").text()).isEqualTo(text("accounts.import.title", language));
        assertThat(shown.select(".figures dd").eachText()).containsExactly("1", "1", "0", "0", "0", "0");
        assertThat(page(PAGE, language).select(".empty")).hasSize(1);

        assertThat(post(list + "/application", language).getRedirectedUrl()).isEqualTo(list);
        assertThat(page(list, language).select(".message.success").text())
                .isEqualTo(text("accounts.import.applied", language));
        Document after = page(PAGE, language);
        assertThat(after.select("tfoot td").eachText()).containsExactly("1", "0", "0", "1");
        assertThat(after.select(".facts-line").text()).contains("Sample Editor");
        Instant applied = Objects.requireNonNull(
                        imports.lastApplied().orElseThrow().applied())
                .at();
        assertThat(after.select(".facts-line time").text())
                .isEqualTo(Dates.inWords(applied, clock.getZone(), language));
    }

    @ParameterizedTest
    @EnumSource
    void whatTheScheduleBroughtIsSaidToComeFromTheSchedule(Language language) throws Exception {
        long run = runs.begin(Actor.APPLICATION).orElseThrow();
        imports.finish(run, 0);
        imports.apply(run, Actor.APPLICATION);

        for (String path : List.of(PAGE, PAGE + "/imports/" + run)) {
            assertThat(page(path, language).select(".facts-line").text())
                    .contains(text("accounts.runs.schedule", language))
                    .doesNotContain(Actor.APPLICATION.name());
        }
    }

    static Stream<Arguments> everyProblemIsSaidInBothLanguages() {
        return Stream.of(Problem.Kind.values())
                .flatMap(kind -> Stream.of(Language.values()).map(language -> Arguments.of(kind, language)));
    }

    @ParameterizedTest
    @MethodSource
    void everyProblemIsSaidInBothLanguages(Problem.Kind kind, Language language) {
        assertThat(text("accounts.problem." + kind, language)).isNotBlank();
    }

    static Stream<Arguments> aBadLineIsShownInTheLanguageOfTheOneWhoLooks() {
        return Stream.of(
                Arguments.of("x,R,,,,Active", "client_id", "x", "accounts.problem.CLIENT_ID"),
                Arguments.of(
                        "1,R,,a@@example.com,,Active", "email", "a@@example.com", "accounts.problem.EMAIL_AT_SIGN"),
                Arguments.of("1,R,,,<b>,Active", "language", "<b>", "accounts.problem.LANGUAGE"),
                Arguments.of("1,R,,,ar,Gone", "status", "Gone", "accounts.problem.STATUS"));
    }

    @ParameterizedTest
    @MethodSource
    void aBadLineIsShownInTheLanguageOfTheOneWhoLooks(String line, String column, String value, String key)
            throws Exception {
        for (Language language : Language.values()) {
            Document report = page(upload(HEADER + line, language), language);

            assertThat(report.select("tbody").getFirst().select("td").eachText())
                    .containsExactly(
                            "2", column, value, Jsoup.parse(text(key, language)).text());
            assertThat(report.select("form[action$=application]")).isEmpty();
        }
    }

    @Test
    void aWrongHeaderIsAnsweredWithWhatWasFoundAndWhatWasExpected() throws Exception {
        Document report = page(upload("id;name;email\n1;R;\n", Language.EN), Language.EN);

        assertThat(report.select("tbody").getFirst().text())
                .contains("id, name, email", "missing", "client_id, organization, language, status")
                .contains("client_id, name, organization, email, language, status");
    }

    @Test
    void thePageShowsTwoHundredProblemsAndTheReportAllOfThem() throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            lines.add(i + 1 + ",R,,,=cmd(),Active");
        }
        String list = upload(HEADER + String.join("\n", lines), Language.EN);

        Document report = page(list, Language.EN);
        assertThat(report.select("tbody").getFirst().select("tr")).hasSize(200);
        assertThat(report.text()).contains("only in the report: 50");
        String csv = get(list + "/problems.csv", Language.AR).getContentAsString(StandardCharsets.UTF_8);
        assertThat(csv.lines()).hasSize(251);
        assertThat(csv)
                .contains("2,language,'=cmd(),")
                .contains("لغة غير معروفة هنا: اكتب ar أو en")
                .doesNotContain("<");
    }

    @ParameterizedTest
    @EnumSource
    void applyingWhatIsNoLongerTrueIsRefusedAndTheListComparedAgain(Language language) throws Exception {
        String mine = upload(GOOD, language);
        String theirs = upload(GOOD.replace("Rana", "Lina"), language);
        post(theirs + "/application", language);

        MockHttpServletResponse refused = post(mine + "/application", language);
        assertThat(refused.getStatus()).isEqualTo(409);
        assertThat(document(refused).select("[role=alert]").text())
                .contains(text("accounts.refused.OUTDATED", language));

        post(mine + "/comparison", language);
        assertThat(page(mine, language).select(".figures dd").eachText()).containsExactly("1", "0", "1", "0", "0", "0");
    }

    @ParameterizedTest
    @EnumSource
    void aDiscardedListIsGoneAndThePageSaysSo(Language language) throws Exception {
        String list = upload(GOOD, language);
        post(list + "/discard", language);

        for (MockHttpServletResponse response : List.of(get(list, language), post(list + "/application", language))) {
            assertThat(response.getStatus()).isEqualTo(404);
            assertThat(document(response).select("h1").text()).isEqualTo(text("accounts.gone.title", language));
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofAListOfWhmcsThatIsGoneNobodyIsSentForAFile(Language language) throws Exception {
        long run = runs.begin(Actor.APPLICATION).orElseThrow();
        imports.finish(run, 0);
        imports.discard(run, Actor.APPLICATION);

        Document gone = document(get(PAGE + "/imports/" + run, language));

        assertThat(gone.select(".lead").text())
                .isEqualTo(text("accounts.gone.text", language))
                .doesNotContain("file", "الملف");
    }

    /** What became of a run and how far it is are one answer, so that no page is left without either. */
    @Test
    void aRunThatEndsWhileThePageIsReadIsSaidToHaveEndedOrToGoOn() throws Exception {
        long first = runs.begin(Actor.APPLICATION).orElseThrow();
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            Future<?> ended = other.submit(() -> {
                runs.fail(first, "ADDRESS", "");
                for (int i = 1; i < RUNS; i++) {
                    runs.fail(runs.begin(Actor.APPLICATION).orElseThrow(), "ADDRESS", "");
                }
            });
            do {
                assertThat(page(PAGE + "/whmcs", Language.EN).select("progress, .message.danger"))
                        .hasSize(1);
            } while (!ended.isDone());
            ended.get();
        }
    }

    static Stream<Arguments> aRunOfAnotherReleaseIsToldInWords() {
        return Stream.of(
                        // As the class was noted once.
                        Arguments.of("UNREACHABLE", "HttpTimeoutException", "NOT_REACHED"),
                        Arguments.of("NO_ANSWER", "HttpTimeoutException", "NO_ANSWER"),
                        // As one to come may note what is not known here.
                        Arguments.of("MOON_IN_THE_WAY", "EclipseException", "OTHER"))
                .flatMap(run -> Stream.of(Language.values())
                        .map(language -> Arguments.of(run.get()[0], run.get()[1], run.get()[2], language)));
    }

    @ParameterizedTest
    @MethodSource
    void aRunOfAnotherReleaseIsToldInWords(String failure, String detail, String sentence, Language language)
            throws Exception {
        runs.fail(runs.begin(Actor.APPLICATION).orElseThrow(), failure, detail);

        for (String path : List.of(PAGE, PAGE + "/runs")) {
            assertThat(page(path, language).select("#whmcs, table.data").text())
                    .contains(text("accounts.failure." + sentence, language))
                    .doesNotContain("Exception", "MOON");
        }
    }

    static Stream<String> everySentenceAboutARunIsToldOfThoseThatItIsAbout() {
        String prefix = "accounts.failure.";
        return ResourceBundle.getBundle("messages.accounts", Locale.ENGLISH).keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length()));
    }

    @ParameterizedTest
    @MethodSource
    void everySentenceAboutARunIsToldOfThoseThatItIsAbout(String failure) {
        runs.fail(runs.begin(Actor.APPLICATION).orElseThrow(), failure, "");

        assertThat(RunFailure.of(imports.history(1).getFirst()))
                .isEqualTo(new RunFailure(failure.equals("NOT_REACHED") ? "OTHER" : failure, ""));
    }

    @Test
    void whatWhmcsSaidStandsBehindItsSentence() throws Exception {
        runs.fail(runs.begin(Actor.APPLICATION).orElseThrow(), "REFUSED", "An unexpected <error>");

        for (String path : List.of(PAGE, PAGE + "/runs")) {
            assertThat(page(path, Language.EN).select("#whmcs, table.data").text())
                    .contains(text("accounts.failure.REFUSED", Language.EN) + " An unexpected <error>");
        }
    }

    private String upload(String text, Language language) {
        MockHttpServletResponse response = mvc.post()
                .uri(PAGE + "/imports")
                .multipart()
                .file(new MockMultipartFile("file", "list.csv", "text/csv", text.getBytes(StandardCharsets.UTF_8)))
                .header("Accept-Language", language.tag())
                .with(editorWhoReads(language))
                .with(csrf())
                .exchange()
                .getResponse();
        assertThat(response.getStatus()).isEqualTo(303);
        return Objects.requireNonNull(response.getRedirectedUrl());
    }

    private MockHttpServletResponse post(String path, Language language) {
        return mvc.post()
                .uri(path)
                .header("Accept-Language", language.tag())
                .with(editorWhoReads(language))
                .with(csrf())
                .exchange()
                .getResponse();
    }

    private MockHttpServletResponse get(String path, Language language) {
        return mvc.get()
                .uri(path)
                .header("Accept-Language", language.tag())
                .with(editorWhoReads(language))
                .exchange()
                .getResponse();
    }

    private RequestPostProcessor editorWhoReads(Language language) {
        return SignedIn.as(new StaffPrincipal(editor, "editor@example.com", "Sample Editor", Role.EDITOR, language));
    }

    private Document page(String path, Language language) throws UnsupportedEncodingException {
        MockHttpServletResponse response = get(path, language);
        assertThat(response.getStatus()).isEqualTo(200);
        return document(response);
    }

    private static Document document(MockHttpServletResponse response) throws UnsupportedEncodingException {
        return Jsoup.parse(response.getContentAsString(StandardCharsets.UTF_8));
    }

    private String text(String key, Language language) {
        return messages.getMessage(key, new Object[] {"", ""}, language.locale());
    }
}
