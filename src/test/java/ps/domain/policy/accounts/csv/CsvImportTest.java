package ps.domain.policy.accounts.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import ps.domain.policy.accounts.AccountHolderSummary;
import ps.domain.policy.accounts.AccountHolderSummary.Unreachable;
import ps.domain.policy.accounts.AccountHolders;
import ps.domain.policy.accounts.AccountStatus;
import ps.domain.policy.accounts.imports.CannotApply;
import ps.domain.policy.accounts.imports.CannotApply.Reason;
import ps.domain.policy.accounts.imports.Import;
import ps.domain.policy.accounts.imports.Imports;
import ps.domain.policy.accounts.imports.Problem;
import ps.domain.policy.accounts.imports.Problem.Kind;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.text.Language;

@PolicyTest
class CsvImportTest {

    private static final String HEADER = "client_id,name,organization,email,language,status\n";
    private static final String RANA = "1,رنا حداد,كتب الزيتون,rana@example.com,ar,Active\n";
    private static final Actor HUDA = new Actor(null, "Huda");

    @Autowired
    private CsvImport csv;

    @Autowired
    private Imports imports;

    @Autowired
    private AccountHolders holders;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestClock clock;

    @Test
    void nothingChangesUntilTheListIsAppliedAndThenExactlyWhatWasShown() {
        csv.importFile(file(HEADER + RANA + "2,Omar,,omar@example.com,en,Active\n3,Layla,,,,Inactive\n"), HUDA);
        clock.advance(Duration.ofHours(1));

        long id = stage(HEADER + RANA + "2,Omar,,omar@example.com,en,Closed\n" + "4,Sami,,SAMI@Example.com,,active\n");
        Import shown = imports.find(id).orElseThrow();

        assertThat(List.of(shown.added(), shown.changed(), shown.closing(), shown.unchanged(), shown.absent()))
                .containsExactly(1L, 1L, 1L, 1L, 1L);
        assertThat(holders.summary().total()).isEqualTo(3);

        imports.apply(id, HUDA);

        AccountHolderSummary summary = holders.summary();
        assertThat(summary.total()).isEqualTo(4);
        assertThat(summary.count(Language.EN, AccountStatus.CLOSED)).isEqualTo(1);
        assertThat(summary.reachable()).isEqualTo(2);
        assertThat(summary.unreachable())
                .containsEntry(Unreachable.CLOSED, 1L)
                .containsEntry(Unreachable.NO_ADDRESS, 1L);
        assertThat(jdbc.sql("SELECT client_id FROM account_holder WHERE updated_at = :now ORDER BY 1")
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .query(Long.class)
                        .list())
                .containsExactly(2L, 4L);
        assertThat(staged()).isZero();
    }

    @Test
    void theTrailSaysHowManyAndWhichFileAndNothingOfAnybody() {
        csv.importFile(file(HEADER + RANA), HUDA);

        assertThat(jdbc.sql("SELECT action || ' ' || details::text FROM audit_entry")
                        .query(String.class)
                        .single())
                .startsWith("account-holders.imported")
                .contains("\"added\": 1", "sha256")
                .doesNotContain("rana", "رنا", "example.com");
    }

    @Test
    void namesDoNotTurnRoundWhatStandsBesideThem() {
        csv.importFile(file(HEADER + "1,\u202Eanar\u202C \u2067Haddad\u2069,\u200Fكتب\u061C,,ar,Active\n"), HUDA);

        assertThat(jdbc.sql("SELECT name || '|' || organization FROM account_holder")
                        .query(String.class)
                        .single())
                .isEqualTo("anar Haddad|كتب");
    }

    @Test
    void oneBadLineKeepsAllOthersOut() {
        long id = stage(HEADER + RANA + "2,Omar,,omar@@example.com,fr,Gone\n");

        assertThat(imports.firstProblems(id, 10))
                .extracting(problem -> problem.line() + " " + problem.column() + " " + problem.kind())
                .containsExactly("3 email EMAIL_AT_SIGN", "3 language LANGUAGE", "3 status STATUS");
        assertThatExceptionOfType(CannotApply.class)
                .isThrownBy(() -> imports.apply(id, HUDA))
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Reason.PROBLEMS));
        assertThat(holders.summary().total()).isZero();
    }

    static Stream<Arguments> badFiles() {
        return Stream.of(
                Arguments.of("", 0, "", Kind.EMPTY, ""),
                Arguments.of("\uFEFF", 0, "", Kind.EMPTY, ""),
                Arguments.of("\n \n", 0, "", Kind.EMPTY, ""),
                Arguments.of(HEADER, 0, "", Kind.HEADER_ONLY, ""),
                Arguments.of(HEADER + ",,,,,\n", 0, "", Kind.HEADER_ONLY, ""),
                Arguments.of("PK\u0003\u0004xlsx", 0, "", Kind.WORKBOOK, ""),
                Arguments.of(HEADER + "1,R\u0000,,,,Active", 2, "", Kind.BINARY, ""),
                Arguments.of(
                        "client_id,name,organization,email,language\n1,R,,,\n",
                        1,
                        "",
                        Kind.COLUMNS_MISSING,
                        "client_id, name, organization, email, language"),
                Arguments.of("phone," + HEADER, 1, "", Kind.COLUMNS_UNKNOWN, "phone"),
                Arguments.of("Name," + HEADER, 1, "", Kind.COLUMNS_REPEATED, "name"),
                Arguments.of(HEADER + "1,R,,,ar\n", 2, "", Kind.COLUMN_COUNT, ""),
                Arguments.of(HEADER + "1,\"R,,,ar,Active\n", 2, "", Kind.QUOTE_OPEN, "1,\"R,,,ar,Active"),
                Arguments.of(HEADER + "1,\"R\"x,,,ar,Active\n", 2, "", Kind.QUOTE_STRAY, "1,\"R\"x,,,ar,Active"),
                Arguments.of(HEADER + "1,R\u0007,,,ar,Active\n", 2, "name", Kind.CONTROL_CHARACTER, "R\uFFFD"),
                Arguments.of(HEADER + "1,R\u2028x,,,ar,Active\n", 2, "name", Kind.CONTROL_CHARACTER, "R\uFFFDx"),
                Arguments.of(HEADER + "1,\u202E,\u200F,,ar,Active\n", 2, "name", Kind.NAMELESS, "\uFFFD"),
                Arguments.of(
                        HEADER + "1," + "R".repeat(256) + ",,,ar,Active\n",
                        2,
                        "name",
                        Kind.TOO_LONG,
                        "R".repeat(80) + "…"),
                Arguments.of(
                        HEADER + "1," + "R".repeat(5_000_000) + ",,,ar,Active\n",
                        2,
                        "",
                        Kind.LINE_TOO_LONG,
                        "1," + "R".repeat(78) + "…"),
                Arguments.of(HEADER + "0,R,,,ar,Active\n", 2, "client_id", Kind.CLIENT_ID, "0"),
                Arguments.of(HEADER + "-1,R,,,ar,Active\n", 2, "client_id", Kind.CLIENT_ID, "-1"),
                Arguments.of(HEADER + "٣,R,,,ar,Active\n", 2, "client_id", Kind.CLIENT_ID, "٣"),
                Arguments.of(
                        HEADER + "9999999999999999999,R,,,ar,Active\n",
                        2,
                        "client_id",
                        Kind.CLIENT_ID,
                        "9999999999999999999"),
                Arguments.of(HEADER + "1,,,a@example.com,ar,Active\n", 2, "name", Kind.NAMELESS, ""),
                Arguments.of(
                        HEADER + "1,R,,a b@example.com,ar,Active\n",
                        2,
                        "email",
                        Kind.EMAIL_CHARACTER,
                        "a b@example.com"),
                Arguments.of(HEADER + "1,R,,a@example,ar,Active\n", 2, "email", Kind.EMAIL_DOMAIN, "a@example"),
                Arguments.of(
                        HEADER + "1,R,,a..b@example.com,ar,Active\n",
                        2,
                        "email",
                        Kind.EMAIL_LOCAL_PART,
                        "a..b@example.com"),
                Arguments.of(HEADER + "1,R,,,fr,Active\n", 2, "language", Kind.LANGUAGE, "fr"),
                Arguments.of(HEADER + "1,R,,,ar,\n", 2, "status", Kind.STATUS, ""),
                Arguments.of(HEADER + RANA + "\n" + RANA, 4, "client_id", Kind.CLIENT_ID_TWICE, "1"));
    }

    @ParameterizedTest
    @MethodSource
    void badFiles(String text, long line, String column, Kind kind, String value) {
        List<Problem> problems = imports.firstProblems(stage(text), 10);

        assertThat(problems).hasSize(1).allSatisfy(problem -> {
            assertThat(problem.line()).isEqualTo(line);
            assertThat(problem.column()).isEqualTo(column);
            assertThat(problem.kind()).isEqualTo(kind);
            assertThat(problem.value()).isEqualTo(value);
        });
    }

    @Test
    void aClientIdThatComesTwiceIsReportedWithBothLines() {
        assertThat(imports.firstProblems(stage(HEADER + RANA + RANA), 10))
                .containsExactly(new Problem(3, "client_id", Kind.CLIENT_ID_TWICE, "1", "2"));
    }

    @Test
    void aQuotationMarkThatIsNotClosedSpoilsItsOwnLineOnly() {
        Import list = imports.find(stage(HEADER + "1,\"R,,,ar,Active\n2,O,,,xx,Active\n3,S,,,ar,Active\n"))
                .orElseThrow();

        assertThat(list.lines()).isEqualTo(3);
        assertThat(list.problemLines()).isEqualTo(2);
    }

    @Test
    void oneBrokenCharacterDoesNotTurnEverybodysNameIntoAnother() {
        byte[] bytes = (HEADER + RANA + "2,\uE000,,,ar,Active\n3,سامي,,,ar,Active\n").getBytes(StandardCharsets.UTF_8);
        for (byte[] broken : List.of(
                Arrays.copyOf(bytes, bytes.length - 14), // in the midst of a letter
                new String(bytes, StandardCharsets.ISO_8859_1)
                        .replace("\u00EE\u0080\u0080", "\u00FF\u00D1")
                        .getBytes(StandardCharsets.ISO_8859_1))) {
            long id = csv.stage(new ByteArrayInputStream(broken), "list.csv", HUDA);

            assertThat(imports.firstProblems(id, 10))
                    .extracting(Problem::kind)
                    .as(new String(broken, StandardCharsets.UTF_8))
                    .containsExactly(Kind.DAMAGED);
        }
    }

    @Test
    void aFileThatIsNoListIsNotReadToItsEnd() {
        long id = stage(HEADER + "x\n".repeat(100_010));

        Import list = imports.find(id).orElseThrow();
        assertThat(list.lines()).isEqualTo(100_000);
        assertThat(jdbc.sql("SELECT line FROM account_import_problem WHERE kind = 'TOO_MANY'")
                        .query(Long.class)
                        .single())
                .isEqualTo(100_001);
    }

    static Stream<Arguments> goodFiles() {
        return Stream.of(
                Arguments.of(HEADER + RANA, StandardCharsets.UTF_8),
                Arguments.of("\uFEFF" + HEADER + RANA, StandardCharsets.UTF_8),
                Arguments.of(HEADER + RANA, CsvFile.WINDOWS_1256),
                Arguments.of((HEADER + RANA).replace("\n", "\r\n"), StandardCharsets.UTF_8),
                Arguments.of((HEADER + RANA).replace("\n", "\r"), StandardCharsets.UTF_8),
                Arguments.of((HEADER + RANA).stripTrailing(), StandardCharsets.UTF_8),
                Arguments.of((HEADER + RANA).replace(',', ';'), CsvFile.WINDOWS_1256),
                Arguments.of(HEADER + "\n" + RANA + ",,,,,\n \n", StandardCharsets.UTF_8),
                Arguments.of("""
                        Status, EMAIL ,"Client_ID",Language,Organization,Name
                        ACTIVE, rana@example.com ,"1",Arabic,كتب الزيتون, رنا حداد
                        """, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource
    void goodFiles(String text, Charset charset) {
        long id = csv.stage(new ByteArrayInputStream(text.getBytes(charset)), "list.csv", HUDA);
        imports.apply(id, HUDA);

        assertThat(imports.find(id).orElseThrow().source().encoding()).isEqualTo(charset.name());
        assertThat(jdbc.sql(
                                "SELECT concat_ws('|', client_id, name, organization, email, language, status) FROM account_holder")
                        .query(String.class)
                        .single())
                .isEqualTo("1|رنا حداد|كتب الزيتون|rana@example.com|ar|ACTIVE");
    }

    @Test
    void whatLooksLikeAFormulaOrSqlOrMarkupStaysText() {
        csv.importFile(
                file(HEADER + "1,=cmd(),\"'); DROP TABLE account_holder; -- \\ <script>\"\"\",,,Active\n"), HUDA);

        assertThat(jdbc.sql("SELECT name || organization FROM account_holder")
                        .query(String.class)
                        .single())
                .isEqualTo("=cmd()'); DROP TABLE account_holder; -- \\ <script>\"");
    }

    @Test
    void aListIsNotAppliedToAccountHoldersThatChangedSinceAndIsAfterAnotherLook() {
        long first = stage(HEADER + RANA);
        long second = stage(HEADER + "1,Other,,,,Active\n");
        imports.apply(first, HUDA);

        assertThatExceptionOfType(CannotApply.class)
                .isThrownBy(() -> imports.apply(second, HUDA))
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Reason.OUTDATED));

        imports.compareAgain(second);
        assertThat(imports.apply(second, HUDA).changed()).isEqualTo(1);
    }

    @Test
    void twoPeopleWhoApplyTheSameListAtOnceApplyItOnce() throws Exception {
        long id = stage(HEADER + RANA);
        Callable<String> apply = () -> {
            try {
                return "added " + imports.apply(id, HUDA).added();
            } catch (CannotApply refusal) {
                return refusal.reason().name();
            }
        };

        try (ExecutorService people = Executors.newFixedThreadPool(2)) {
            List<String> outcomes = people.invokeAll(List.of(apply, apply)).stream()
                    .map(Future::resultNow)
                    .toList();
            assertThat(outcomes).containsExactlyInAnyOrder("added 1", "APPLIED");
        }
    }

    @Test
    void whatNobodyAppliesIsGoneAfterADay() {
        long id = stage(HEADER + RANA + "x,,,,,\n");
        clock.advance(Duration.ofHours(23));
        imports.discardOld();
        assertThat(imports.find(id)).isPresent();

        clock.advance(Duration.ofHours(1));
        assertThat(imports.find(id)).isEmpty();
        assertThat(staged()).isPositive();
        imports.discardOld();
        assertThat(staged()).isZero();
    }

    @Test
    void rowsThatACrashOfTheDatabaseTookAreNotAppliedAsNothing() {
        long id = stage(HEADER + RANA);
        jdbc.sql("DELETE FROM account_import_row").update();

        assertThatExceptionOfType(CannotApply.class)
                .isThrownBy(() -> imports.apply(id, HUDA))
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Reason.LOST));
    }

    @Test
    void accountHoldersWhoShareAnAddressGetOneMessageInALanguageThatIsKnown() {
        csv.importFile(
                file(HEADER
                        + "1,A,,Info@موقع.فلسطين,,Active\n"
                        + "2,B,,info@xn--4gbrim.xn--ygbi2ammx,en,Inactive\n"
                        + "3,C,,info@موقع.فلسطين,ar,Closed\n"),
                HUDA);

        assertThat(jdbc.sql("SELECT email_key || ' ' || email || ' ' || language FROM account_holder_address")
                        .query(String.class)
                        .list())
                .containsExactly("info@xn--4gbrim.xn--ygbi2ammx info@xn--4gbrim.xn--ygbi2ammx en");
        assertThat(jdbc.sql("SELECT email FROM account_holder_reachable WHERE client_id = 1")
                        .query(String.class)
                        .single())
                .isEqualTo("Info@xn--4gbrim.xn--ygbi2ammx");
        assertThat(holders.summary().reachable()).isEqualTo(2);
        assertThat(holders.summary().addresses()).isEqualTo(1);
    }

    private long stage(String text) {
        return csv.stage(file(text), "list.csv", HUDA);
    }

    private long staged() {
        return jdbc.sql(
                        "SELECT (SELECT count(*) FROM account_import_row) + (SELECT count(*) FROM account_import_problem)")
                .query(Long.class)
                .single();
    }

    private static InputStream file(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
