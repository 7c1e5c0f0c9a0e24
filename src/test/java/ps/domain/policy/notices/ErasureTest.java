package ps.domain.policy.notices;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.accounts.AccountStatus;
import ps.domain.policy.accounts.EmailAddress;
import ps.domain.policy.accounts.Pseudonyms;
import ps.domain.policy.accounts.imports.Imports;
import ps.domain.policy.accounts.imports.Problem;
import ps.domain.policy.accounts.imports.Runs;
import ps.domain.policy.accounts.imports.Stage;
import ps.domain.policy.accounts.imports.StagedRow;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.audit.Checked;
import ps.domain.policy.audit.Verification;
import ps.domain.policy.delivery.Mailings;
import ps.domain.policy.delivery.Postman;
import ps.domain.policy.delivery.Progress;
import ps.domain.policy.delivery.SampleBounces;
import ps.domain.policy.delivery.ScriptedRelay;
import ps.domain.policy.delivery.Selection;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffPrincipal;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.SignedIn;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.testing.TestDatabase;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Version;

/** Somebody asks to be forgotten: nothing names that person any more, and what proves the notices is still proved. */
@PolicyTest
class ErasureTest {

    private static final long RANA = 7_004_211;
    private static final String ADDRESS = "Rana.Haddad@زيتون.example";
    private static final String PASSWORD = "a-long-sample-password";

    /** By openssl, as the evidence says, for the number and {@code rana.haddad@xn--pgbp5dhi.example}. */
    private static final long RANA_BY_OPENSSL = -1101939243735987854L;

    private static final String ADDRESS_BY_OPENSSL = "8337b24b3eeffaa0716c9c77b9668005@pseudonym.invalid";

    @Autowired
    private Erasure erasure;

    @Autowired
    private Evidence evidence;

    @Autowired
    private BreachDrafts breaches;

    @Autowired
    private Corrections corrections;

    @Autowired
    private Notices notices;

    @Autowired
    private Mailings mailings;

    @Autowired
    private Pseudonyms pseudonyms;

    @Autowired
    private Verification verification;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private Environment environment;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestClock clock;

    @Autowired
    private Runs runs;

    @Autowired
    private Imports imports;

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private StaffRegistration staff;

    private ScriptedRelay relay;
    private StaffPrincipal admin;

    @BeforeEach
    void start() throws IOException {
        relay = new ScriptedRelay();
        admin = staff.register(
                "admin@example.com", "Sample Admin", Role.ADMIN, Language.EN, PASSWORD, Actor.APPLICATION);
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
    }

    @Test
    void nothingNamesThatPersonAnyMoreAndTheNoticesAreStillProved() throws Exception {
        holder(RANA, "Rana Haddad", "Olive Bindery", ADDRESS, "ACTIVE");
        holder(8, "Lina", "", "lina@example.com", "ACTIVE");
        String sentTo = "Rana.Haddad@" + new EmailAddress(ADDRESS).domain();
        announce(LocalDate.of(2027, 1, 1));
        relay.answers(sentTo, "450 4.2.0 <" + sentTo + ">: Rana Haddad is busy");
        send();
        relay.isFriendly();
        relay.answers("DOT " + sentTo, "250 2.0.0 queued for " + sentTo);
        clock.advance(Duration.ofHours(1));
        send();
        UUID delivery = jdbc.sql("SELECT delivery_id FROM notice_recipient WHERE client_id = :client")
                .param("client", RANA)
                .query(UUID.class)
                .single();
        Postman.returns(application, SampleBounces.of("postfix", delivery, "bounces@domain.ps", sentTo));
        Postman.returns(
                application,
                ("From: Rana Haddad <" + sentTo + ">\r\nTo: bounces@domain.ps\r\n"
                                + "Subject: Who are you?\r\n\r\nPlease forget me.\r\n")
                        .getBytes(UTF_8));
        assertThat(mvc.get()
                        .uri("/admin/account-holders/%s/export".formatted(RANA))
                        .with(SignedIn.as(admin)))
                .hasStatusOk();
        jdbc.sql("UPDATE account_holder SET status = 'CLOSED' WHERE client_id = :client")
                .param("client", RANA)
                .update();
        announce(LocalDate.of(2027, 2, 1));
        UUID breach = breachNaming(RANA, 8);
        upload("%s,Rana Haddad,Olive Bindery,%s,ar,Closed\n9,Sami,,sami@example.com,ar,Active\n"
                .formatted(RANA, ADDRESS));
        upload("%s,Rana Haddad,,%s@,ar,Closed\n".formatted(RANA, ADDRESS));
        jdbc.sql("INSERT INTO whmcs_hint (client_id, hinted_at) VALUES (:client, now())")
                .param("client", RANA)
                .update();
        jdbc.sql("INSERT INTO whmcs_language (client_id, asked_at) VALUES (:client, now())")
                .param("client", RANA)
                .update();
        List<Progress> before = progress();
        List<String> traces = List.of("rana", "haddad", "olive bindery", "زيتون", "xn--");
        assertThat(found(traces)).hasSizeGreaterThan(12);

        assertThat(erase(RANA, "not-the-password-at-all"))
                .hasStatus(422)
                .bodyText()
                .contains("not your password");
        assertThat(erase(RANA, PASSWORD)).hasStatus3xxRedirection();

        assertThat(found(traces)).isEmpty();
        assertThat(tablesWith(RANA)).isEmpty();
        assertThat(found(List.of(Long.toString(RANA)))).containsExactly("audit_entry.subject");
        assertThat(jdbc.sql("SELECT subject FROM audit_entry WHERE action LIKE 'account-holders.e%' ORDER BY seq")
                        .query(String.class)
                        .list())
                .containsExactly("account-holder:" + RANA, "account-holder:" + RANA_BY_OPENSSL);
        assertThat(progress())
                .usingRecursiveComparison()
                .ignoringFieldsMatchingRegexes(".*lastReply")
                .isEqualTo(before);
        assertThat(verification.run(Map.of())).allMatch(Checked::isSound);
        Map<String, String> files = evidenceOf(notices.all().getLast());
        assertThat(files.get("recipients.csv"))
                .contains(RANA_BY_OPENSSL + "," + ADDRESS_BY_OPENSSL)
                .contains("BOUNCED", "8,lina@example.com");
        assertThat(files.get("README-en.txt")).contains("openssl dgst -sha256 -mac HMAC");
        assertThat(files.keySet()).noneMatch(name -> name.startsWith("bounces/"));
        assertThat(breaches.clientsOf(breach)).containsExactly(8L);

        // A report that comes later says it again, and is not kept.
        Postman.returns(application, SampleBounces.of("exim", delivery, "bounces@domain.ps", sentTo));
        assertThat(found(traces)).isEmpty();

        // Who knows number or address is still answered.
        String reference = notices.all().getLast().reference();
        for (String known : List.of(Long.toString(RANA), "RANA.haddad@زيتون.example")) {
            assertThat(Jsoup.parse(body("/admin/account-holders/kept?q=" + known, Role.APPROVER))
                            .select("main")
                            .text())
                    .contains(reference, "Bounced", "2 December 2026".substring(1))
                    .doesNotContain("Lina");
        }
        assertThat(body("/admin/account-holders/kept?q=lina@example.com", Role.APPROVER))
                .doesNotContain(reference);
    }

    @Test
    void somebodyIsErasedWhileAVersionIsBeingPublished() throws Exception {
        holder(RANA, "Rana Haddad", "", ADDRESS, "CLOSED");
        holder(8, "Lina", "", "lina@example.com", "ACTIVE");
        try (ExecutorService colleague = Executors.newSingleThreadExecutor()) {
            Future<?> erased = Objects.requireNonNull(transactions.execute(transaction -> {
                Version published = new SampleVersions(application).material(LocalDate.of(2027, 1, 1));
                Future<?> begun = colleague.submit(() -> erasure.erase(RANA, admin.actor()));
                await().until(() -> begun.isDone() || isSomebodyWaiting());
                notices.announce(published, Actor.APPLICATION);
                return begun;
            }));

            erased.get();
        }
        assertThat(tablesWith(RANA)).isEmpty();
        assertThat(notices.all().getFirst().unreached()).isEqualTo(1);
        assertThat(verification.run(Map.of())).allMatch(Checked::isSound);
    }

    @Test
    void somebodyIsErasedWhileAListIsBroughtThatHasThem() throws Exception {
        holder(RANA, "Rana Haddad", "", ADDRESS, "CLOSED");
        try (ExecutorService colleague = Executors.newSingleThreadExecutor()) {
            Future<?> erased = Objects.requireNonNull(transactions.execute(transaction -> {
                upload("%s,Rana Haddad,,%s,ar,Closed\n".formatted(RANA, ADDRESS));
                Future<?> begun = colleague.submit(() -> erasure.erase(RANA, admin.actor()));
                await().until(() -> begun.isDone() || isSomebodyWaiting());
                return begun;
            }));

            erased.get();
        }
        assertThat(tablesWith(RANA)).isEmpty();
        assertThat(found(List.of("rana", "haddad"))).isEmpty();
    }

    /** What is wrong with somebody's line is written down otherwise than it is held: shortened, and safe to show. */
    @Test
    void whatWasWrongWithThatPersonInListsGoesAsWell() {
        holder(8, "Sami", "", "sami@example.com", "ACTIVE");
        long run = runs.begin(Actor.APPLICATION).orElseThrow();
        Stage stage = imports.stage(run);
        String name = "Rana " + "Haddad ".repeat(20).strip();
        stage.add(new StagedRow(1, RANA, name, "", "ra\u200Bna@example.com", null, Language.AR, AccountStatus.CLOSED));
        stage.report(new Problem(RANA, "name", Problem.Kind.TOO_LONG, name, "100"));
        stage.report(new Problem(RANA, "email", Problem.Kind.EMAIL_CHARACTER, "ra\u200Bna@example.com", ""));
        stage.report(new Problem(1, "status", Problem.Kind.STATUS, "Suspended", ""));
        stage.finish();
        imports.finish(run, 1);
        imports.apply(run, Actor.APPLICATION);
        upload("8,Sami,,sami@@example.com,ar,Gone\n%1$s,%2$s,,ra\u200Bna.h@example.com,ar,Closed\n\"%1$s\",\"Rana,,\n"
                .formatted(RANA, name.repeat(2)));

        erasure.erase(RANA, admin.actor());

        assertThat(found(List.of("rana", "haddad", "ra\uFFFDna", String.valueOf(RANA))))
                .isEmpty();
        assertThat(tablesWith(RANA)).isEmpty();
        assertThat(jdbc.sql("SELECT value FROM account_import_problem ORDER BY value")
                        .query(String.class)
                        .list())
                .containsExactly("Gone", "Suspended", "sami@@example.com");
    }

    private boolean isSomebodyWaiting() {
        return jdbc.sql("""
                SELECT EXISTS (
                  SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = database
                  WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()
                )
                """).query(Boolean.class).single();
    }

    @Test
    void aListBringsNobodyBackUntilTheAccountIsOpenAgain() {
        holder(RANA, "Rana Haddad", "Olive Bindery", ADDRESS, "CLOSED");
        erasure.erase(RANA, admin.actor());
        String list = "%s,Rana Haddad,Olive Bindery,%s,ar,%s\n9,Sami,,sami@example.com,ar,Active\n";

        apply(upload(list.formatted(RANA, ADDRESS, "Closed")));

        assertThat(found(List.of("rana", "haddad", "olive bindery", "زيتون", "xn--")))
                .isEmpty();
        assertThat(tablesWith(RANA)).isEmpty();
        assertThat(held()).containsExactly(9L);

        apply(upload(list.formatted(RANA, ADDRESS, "Active")));
        assertThat(held()).containsExactlyInAnyOrder(9L, RANA);
    }

    private void apply(String list) {
        assertThat(mvc.post()
                        .uri(list + "/application")
                        .with(SignedIn.as(admin))
                        .with(csrf()))
                .hasStatus3xxRedirection();
    }

    private List<Long> held() {
        return jdbc.sql("SELECT client_id FROM account_holder")
                .query(Long.class)
                .list();
    }

    @Test
    void whatOthersShareStaysWithThemAndTheyAloneAreCorrected() {
        holder(1, "Rana", "", "shared@example.com", "ACTIVE");
        holder(2, "Lina", "", "Shared@example.com", "ACTIVE");
        holder(3, "Omar", "", "omar@example.com", "ACTIVE");
        Version second = announce(LocalDate.of(2027, 1, 1));
        send();
        close(1, 3);
        assertThat(body("/admin/account-holders/1/erasure", Role.ADMIN))
                .contains("other account holders who have it now: 1");
        erasure.erase(1, admin.actor());
        erasure.erase(3, admin.actor());
        assertThat(found(List.of("shared@example.com"))).isNotEmpty();

        transactions.executeWithoutResult(transaction -> corrections.halt(
                second,
                () -> new SampleVersions(application).postpone(second, LocalDate.of(2027, 3, 1)),
                admin.actor()));
        corrections.settle();
        relay.recipients().clear();
        send();

        Notice correction = notices.all().getFirst();
        assertThat(correction.kind()).isEqualTo(NoticeKind.CORRECTION);
        assertThat(List.of(correction.accountHolders(), correction.unreached())).containsExactly(1L, 2L);
        assertThat(relay.recipients()).containsExactly("Shared@example.com");
        assertThat(jdbc.sql("SELECT DISTINCT reason FROM notice_unreached")
                        .query(String.class)
                        .list())
                .containsExactly("ERASED");
        assertThat(body("/admin/notices/" + correction.id(), Role.EDITOR)).contains("Data erased");
        assertThat(verification.run(Map.of())).allMatch(Checked::isSound);

        close(2);
        erasure.erase(2, admin.actor());
        assertThat(found(List.of("shared@example.com", "omar@example.com"))).isEmpty();
        assertThat(verification.run(Map.of())).allMatch(Checked::isSound);
    }

    @Test
    void nobodyIsErasedWhoIsToBeToldAndWhoWasErasedIsNeverWrittenTo() {
        holder(1, "Rana", "", "one@example.com", "ACTIVE");
        holder(2, "Lina", "", "two@example.com", "ACTIVE");
        announce(LocalDate.of(2027, 1, 1));
        assertThat(erase(1, PASSWORD)).hasStatus(409).bodyText().contains("The account is open", "still to be sent");
        relay.answers("one@example.com", "550 5.1.1 <one@example.com>: one is unknown");
        relay.answers("two@example.com", "550 5.1.1 <two@example.com>: Unknown");
        send();
        close(1, 2);
        erasure.erase(1, admin.actor());
        erasure.erase(2, admin.actor());
        assertThat(jdbc.sql("SELECT reply FROM delivery").query(String.class).list())
                .as("what still has the name of the mailbox goes as a whole")
                .containsExactlyInAnyOrder("", "5.1.1 <…>: Unknown");

        Selection everything = new Selection(Set.of(), null);
        Notice notice = notices.all().getFirst();
        assertThat(mailings.retryable(notice.mailing(), everything)).isZero();
        assertThat(notices.retry(notice.id(), everything, "Why not", admin.actor()))
                .isZero();
        holder(3, "Sami", "", "three@example.com", "ACTIVE");
        UUID draft = breachNaming(2, 3);
        erasure.erase(holderAgain(2), admin.actor());
        BreachDraft found = breaches.find(draft).orElseThrow();
        StaffPrincipal other =
                staff.register("other@example.com", "Other", Role.APPROVER, Language.EN, null, Actor.APPLICATION);
        UUID told = breaches.send(draft, found.revision(), 1, other.actor());
        assertThat(notices.notice(told).orElseThrow().unreached()).isEqualTo(1);
        assertThat(verification.run(Map.of())).allMatch(Checked::isSound);
    }

    /** What each guard lets through, nobody can do twice or otherwise: neither the application nor the owner. */
    @Test
    void theDatabaseAllowsNothingButThePseudonym() {
        holder(1, "Rana", "", "one@example.com", "ACTIVE");
        holder(2, "Lina", "", "two@example.com", "CLOSED");
        announce(LocalDate.of(2027, 1, 1));
        jdbc.sql("UPDATE delivery SET reply = 'for one@example.com'").update();
        jdbc.sql("""
                INSERT INTO delivery_attempt (delivery_id, number, at, reply) SELECT id, 1, now(), 'Busy' FROM delivery
                """).update();
        Postman.returns(
                application, SampleBounces.of("postfix", UUID.randomUUID(), "bounces@domain.ps", "x@example.com"));
        String pseudonym = "'0123456789abcdef0123456789abcdef@pseudonym.invalid'";

        List<String> refused = List.of(
                "UPDATE notice_recipient SET email = 'other@example.com'",
                "UPDATE notice_recipient SET client_id = 5",
                "UPDATE notice_recipient SET email = %s, language = 'en'".formatted(pseudonym),
                "UPDATE notice_unreached SET reason = 'ERASED', client_id = -5",
                "UPDATE notice_unreached SET email = NULL",
                "UPDATE delivery SET address = 'other@example.com'",
                "UPDATE delivery SET address = %s".formatted(pseudonym),
                "UPDATE delivery SET address = %s, next_attempt_at = NULL".formatted(pseudonym),
                "UPDATE delivery_attempt SET reply = 'Ok'",
                "UPDATE delivery_attempt SET reply = '', at = now()",
                "UPDATE bounce_report SET raw = ''",
                "UPDATE bounce_report SET kind = 'OTHER', raw = '', subject = '', sender = '', open = false",
                "UPDATE bounce SET diagnostic = 'x'",
                "UPDATE bounce SET delivery_id = NULL, matched_by = NULL, status = NULL",
                "DELETE FROM delivery",
                "DELETE FROM delivery_attempt",
                "DELETE FROM letter",
                "DELETE FROM mailing");
        assertThat(refused).allSatisfy(statement -> {
            assertThatThrownBy(() -> jdbc.sql(statement).update()).as(statement).hasMessageContaining("is refused");
            assertThatThrownBy(() -> TestDatabase.of(environment)
                            .asSuperuser()
                            .sql(statement)
                            .update())
                    .as(statement)
                    .hasMessageContaining("is refused");
        });
        mailings.stop(notices.all().getFirst().mailing(), "for good");
        String change = "UPDATE %s SET email = %s, client_id = %s";
        Map<String, String> once = new java.util.LinkedHashMap<>();
        once.put("UPDATE delivery_attempt SET reply = ''", "UPDATE delivery_attempt SET reply = 'busy'");
        once.put(
                "UPDATE delivery SET address = %s, next_attempt_at = NULL, reply = 'for …'".formatted(pseudonym),
                "UPDATE delivery SET address = %s, next_attempt_at = NULL".formatted(pseudonym));
        for (String table : List.of("notice_recipient", "notice_unreached")) {
            once.put(change.formatted(table, pseudonym, "-1"), change.formatted(table, pseudonym, "5"));
        }
        once.forEach((allowed, otherwise) -> {
            assertThatThrownBy(() -> jdbc.sql(otherwise).update()).as(otherwise).hasMessageContaining("is refused");
            assertThat(jdbc.sql(allowed).update()).as(allowed).isPositive();
            assertThatThrownBy(() -> jdbc.sql(allowed).update()).as(allowed).hasMessageContaining("is refused");
        });
        assertThatThrownBy(() -> jdbc.sql("UPDATE delivery SET state = 'RETRYING', next_attempt_at = now()")
                        .update())
                .hasMessageContaining("delivery_is_not_sent_to_a_pseudonym");
    }

    @Test
    void pseudonymsAreThoseThatTheEvidenceSaysAndOfOneKindEach() {
        assertThat(pseudonyms.ofClient(RANA)).isEqualTo(RANA_BY_OPENSSL).isNegative();
        assertThat(pseudonyms.ofAddress(ADDRESS)).isEqualTo(ADDRESS_BY_OPENSSL);
        assertThat(pseudonyms.ofAddress("RANA.HADDAD@ZEITUN.example"))
                .isEqualTo(pseudonyms.ofAddress("rana.haddad@zeitun.example"));
        assertThat(pseudonyms.ofAddress("1")).doesNotContain(Long.toHexString(-pseudonyms.ofClient(1)));
    }

    private Version announce(LocalDate day) {
        return transactions.execute(transaction -> {
            Version version = new SampleVersions(application).material(day);
            notices.announce(version, Actor.APPLICATION);
            return version;
        });
    }

    private void send() {
        clock.advance(Duration.ofMinutes(10));
        Postman postman = Postman.sendingTo(relay.port(), application);
        postman.goRound();
        postman.goRound();
    }

    private UUID breachNaming(long... clients) {
        UUID draft = breaches.begin(new BilingualText("نص", "Text"), admin.actor());
        breaches.save(
                draft,
                1,
                new BilingualText("خرق", "A breach"),
                new BilingualText("نص", "Text"),
                false,
                java.util.Arrays.stream(clients).boxed().toList(),
                admin.actor());
        return draft;
    }

    /** Who comes back, and goes again. */
    private long holderAgain(long id) {
        holder(id, "Lina", "", "two@example.com", "CLOSED");
        return id;
    }

    private void holder(long id, String name, String organization, String email, String status) {
        jdbc.sql("""
                INSERT INTO account_holder (client_id, name, organization, email, email_key, language, status, updated_at)
                VALUES (:id, :name, :organization, :email, :key, 'ar', :status, now())
                """)
                .param("id", id)
                .param("name", name)
                .param("organization", organization)
                .param("email", email)
                .param("key", new EmailAddress(email).key())
                .param("status", status)
                .update();
    }

    private void close(long... clients) {
        for (long client : clients) {
            jdbc.sql("UPDATE account_holder SET status = 'CLOSED' WHERE client_id = :client")
                    .param("client", client)
                    .update();
        }
    }

    /** Where the list is to be looked at. */
    private String upload(String lines) {
        MvcTestResult answer = mvc.post()
                .uri("/admin/account-holders/imports")
                .multipart()
                .file(new MockMultipartFile(
                        "file",
                        "list.csv",
                        "text/csv",
                        ("client_id,name,organization,email,language,status\n" + lines).getBytes(UTF_8)))
                .with(SignedIn.as(admin))
                .with(csrf())
                .exchange();
        assertThat(answer).hasStatus3xxRedirection();
        return Objects.requireNonNull(answer.getResponse().getRedirectedUrl());
    }

    private MvcTestResult erase(long client, String password) {
        return mvc.post()
                .uri("/admin/account-holders/%s/erasure".formatted(client))
                .param("password", password)
                .with(SignedIn.as(admin))
                .with(csrf())
                .exchange();
    }

    private String body(String path, Role role) {
        String name = role.name().toLowerCase(java.util.Locale.ROOT) + "-" + UUID.randomUUID();
        MvcTestResult result = mvc.get()
                .uri(path)
                .with(SignedIn.as(
                        staff.register(name + "@staff.example", name, role, Language.EN, null, Actor.APPLICATION)))
                .exchange();
        assertThat(result).hasStatusOk();
        return new String(result.getResponse().getContentAsByteArray(), UTF_8);
    }

    private List<Progress> progress() {
        return notices.all().stream()
                .map(notice -> mailings.progress(notice.mailing()))
                .toList();
    }

    private Map<String, String> evidenceOf(Notice notice) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        evidence.writeTo(out, notice, admin.actor());
        Map<String, String> files = new java.util.TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(
                        entry.getName().substring(entry.getName().indexOf('/') + 1),
                        new String(zip.readAllBytes(), UTF_8));
            }
        }
        return files;
    }

    /** Every column in the database, whatever it holds, in which one of the texts is found. */
    private List<String> found(List<String> texts) {
        return columns("""
                data_type IN ('text', 'character varying', 'character', 'bytea', 'jsonb', 'tsvector', 'ARRAY')
                """)
                .filter(column -> {
                    String[] name = column.split("\\.", -1);
                    String said = jdbc.sql("""
                                    SELECT coalesce(string_agg(lower(%2$s), ' '), '') FROM %1$s
                                    """.formatted(
                                            name[0],
                                            name[2].equals("bytea")
                                                    ? "encode(%s, 'escape')".formatted(name[1])
                                                    : name[1] + "::text"))
                            .query(String.class)
                            .single();
                    return texts.stream().anyMatch(text -> said.contains(text) || said.contains(escaped(text)));
                })
                .map(column -> column.substring(0, column.lastIndexOf('.')))
                .toList();
    }

    /** As PostgreSQL shows bytes. */
    private static String escaped(String text) {
        StringBuilder shown = new StringBuilder();
        for (byte one : text.getBytes(UTF_8)) {
            shown.append(one < 0 ? "\\%03o".formatted(one & 0xFF) : Character.toString(one));
        }
        return shown.toString();
    }

    private List<String> tablesWith(long client) {
        return columns("data_type = 'bigint'")
                .filter(column -> {
                    String[] name = column.split("\\.", -1);
                    return jdbc.sql("SELECT EXISTS (SELECT FROM %s WHERE %s = %s)".formatted(name[0], name[1], client))
                            .query(Boolean.class)
                            .single();
                })
                .toList();
    }

    private Stream<String> columns(String which) {
        return jdbc.sql("""
                SELECT format('%%I.%%I.%%s', table_name, column_name, data_type)
                FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
                WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> 'flyway_schema_history'
                  AND %s
                """.formatted(which)).query(String.class).list().stream();
    }
}
