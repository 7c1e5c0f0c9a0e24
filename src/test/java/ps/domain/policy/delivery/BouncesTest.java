package ps.domain.policy.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.testing.MailServers;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.testing.TestDatabase;

/** What becomes of a delivery when something comes back. */
@PolicyTest
class BouncesTest {

    private static final String GENERAL = "bounces@domain.ps";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Autowired
    private Bounces bounces;

    @Autowired
    private Mailings mailings;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private TestClock clock;

    @Autowired
    private Environment environment;

    private ScriptedRelay relay;

    @BeforeEach
    void start() throws IOException {
        relay = new ScriptedRelay();
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postfix | 5.1.1 | 550 5.1.1 No such user here",
                "exim | 5.0.0 | 550 Mailbox unavailable",
                "exchange | 5.2.2 | 554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException",
                "gmail | 5.1.1 | 550-5.1.1 The account does not exist. 550 5.1.1 sample - gsmtp",
                "qmail | 5.1.1 | Sorry, no mailbox here by that name. (#5.1.1)"
            })
    void whatWasAcceptedBouncesAndTheAcceptanceStaysOnRecord(String sample, String status, String text) {
        Delivery accepted = accepted("rana@example.com");
        clock.advance(Duration.ofMinutes(3));

        assertThat(keep(sample, accepted, GENERAL)).isTrue();

        Delivery bounced = mailings.delivery(accepted.id()).orElseThrow();
        assertThat(bounced.state()).isEqualTo(DeliveryState.BOUNCED);
        assertThat(bounced.bouncedAt()).isEqualTo(clock.instant());
        assertThat(bounced.bounceStatus()).isEqualTo(status);
        assertThat(bounced.bounceText()).isEqualTo(text);
        assertThat(bounced.code()).isEqualTo(250);
        assertThat(bounced.answeredAt()).isEqualTo(accepted.answeredAt());
        Progress progress = mailings.progress(accepted.mailing());
        assertThat(List.of(progress.accepted(), progress.bounced(), progress.total()))
                .containsExactly(0L, 1L, 1L);
        assertThat(progress.phase()).isEqualTo(Progress.Phase.FINISHED);
        assertThat(bounces.newestFirst(true, Long.MAX_VALUE, 10)).isEmpty();
        assertThat(jdbc.sql("SELECT count(*) FROM delivery_reached")
                        .query(Long.class)
                        .single())
                .as("who has to be told of a correction")
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "delayed, PROGRESS, false",
        "vacation, AUTO_REPLY, false",
        "complaint, COMPLAINT, true",
        "person, OTHER, true"
    })
    void whatReportsNoFailureChangesNothingButIsKept(String sample, String kind, boolean forStaff) {
        Delivery accepted = accepted("rana@example.com");

        keep(sample, accepted, returnPathOf(accepted));

        assertThat(mailings.delivery(accepted.id())).contains(accepted);
        assertThat(bounces.newestFirst(false, Long.MAX_VALUE, 10))
                .singleElement()
                .satisfies(kept -> {
                    assertThat(kept.kind()).isEqualTo(kind);
                    assertThat(kept.address()).isEqualTo("rana@example.com");
                    assertThat(bounces.raw(kept.id()))
                            .contains(SampleBounces.of(
                                    sample, accepted.id(), returnPathOf(accepted), "rana@example.com"));
                });
        assertThat(bounces.newestFirst(true, Long.MAX_VALUE, 10)).hasSize(forStaff ? 1 : 0);
    }

    @Test
    void theAddressThatItCameToTellsWhichMessageItIsEvenIfNothingElseDoes() {
        Delivery accepted = accepted("list@example.com");
        UUID nobodys = UUID.randomUUID();

        bounces.keep(
                SampleBounces.of("postfix", nobodys, returnPathOf(accepted), "member@elsewhere.example"),
                Bounces.Source.HOOK);

        assertThat(state(accepted)).isEqualTo(DeliveryState.BOUNCED);
        assertThat(matchedBy()).containsExactly("VERP");
    }

    @Test
    void theMessageIdTellsWhereAllMessagesReturnToOneAddress() {
        Delivery accepted = accepted("list@example.com");

        bounces.keep(
                SampleBounces.of("exchange", accepted.id(), GENERAL, "member@elsewhere.example"), Bounces.Source.HOOK);

        assertThat(state(accepted)).isEqualTo(DeliveryState.BOUNCED);
        assertThat(matchedBy()).containsExactly("MESSAGE_ID");
    }

    @Test
    void theRecipientTellsIfThereIsButOneMessageAndTheRestIsForStaff() {
        Delivery accepted = accepted("Rana@example.com");

        keep("two-recipients", accepted, GENERAL);

        assertThat(state(accepted)).isEqualTo(DeliveryState.BOUNCED);
        assertThat(matchedBy()).containsExactly("RECIPIENT", null);
        assertThat(bounces.newestFirst(true, Long.MAX_VALUE, 10)).hasSize(1);
    }

    @Test
    void anAddressThatSeveralMessagesWentToOfLateTellsNothing() {
        Delivery first = accepted("rana@example.com");
        Delivery second = accepted("rana@example.com");

        keep("two-recipients", first, GENERAL);

        assertThat(List.of(state(first), state(second))).containsOnly(DeliveryState.ACCEPTED);
        assertThat(matchedBy()).containsExactly(null, null);
    }

    @Test
    void anAddressThatAMessageWentToLongAgoTellsNothing() {
        Delivery accepted = accepted("rana@example.com");
        clock.advance(Duration.ofDays(31));

        keep("two-recipients", accepted, GENERAL);

        assertThat(state(accepted)).isEqualTo(DeliveryState.ACCEPTED);
    }

    @Test
    void addressesOfAnyScriptAreFound() {
        Delivery accepted = accepted("sami@مثال.فلسطين");

        bounces.keep(
                new String(
                                SampleBounces.of("two-recipients", accepted.id(), GENERAL, "sami@مثال.فلسطين"),
                                StandardCharsets.UTF_8)
                        .replace("message/delivery-status", "message/global-delivery-status")
                        .replace("rfc822;", "utf-8;")
                        .getBytes(StandardCharsets.UTF_8),
                Bounces.Source.HOOK);

        assertThat(state(accepted)).isEqualTo(DeliveryState.BOUNCED);
    }

    @Test
    void anAddressIsFoundByTheNameThatItsDomainHasOnTheWay() {
        Delivery accepted = accepted("sami@مثال.فلسطين");

        bounces.keep(
                SampleBounces.of("two-recipients", accepted.id(), GENERAL, "sami@xn--mgbh0fb.xn--ygbi2ammx"),
                Bounces.Source.HOOK);

        assertThat(state(accepted)).isEqualTo(DeliveryState.BOUNCED);
        assertThat(matchedBy()).containsExactly("RECIPIENT", null);
    }

    @Test
    void theSameMessageTwiceIsKeptOnce() {
        Delivery accepted = accepted("rana@example.com");

        assertThat(keep("postfix", accepted, GENERAL)).isTrue();
        assertThat(keep("postfix", accepted, GENERAL)).isFalse();

        assertThat(bounces.newestFirst(false, Long.MAX_VALUE, 10)).hasSize(1);
        assertThat(mailings.progress(accepted.mailing()).bounced()).isEqualTo(1);
    }

    @Test
    void aReportThatIsQuickerThanTheRecordOfTheAnswerIsNotLost() {
        MailingId mailing = mailing("rana@example.com");
        Delivery queued = only(mailing);
        keep("postfix", queued, GENERAL);
        assertThat(state(queued)).isEqualTo(DeliveryState.QUEUED);

        send();
        assertThat(state(queued)).isEqualTo(DeliveryState.ACCEPTED);
        bounces.settle();

        assertThat(state(queued)).isEqualTo(DeliveryState.BOUNCED);
    }

    @Test
    void aReportOfBeforeSaysNothingOfWhatWasAcceptedLater() {
        MailingId mailing = mailing("rana@example.com");
        Delivery queued = only(mailing);
        keep("postfix", queued, GENERAL);
        clock.advance(Duration.ofHours(2));

        send();
        bounces.settle();

        assertThat(state(queued)).isEqualTo(DeliveryState.ACCEPTED);
    }

    @Test
    void withItsOwnReturnPathEachMessageSaysWhereItComesBackTo() throws Exception {
        GreenMail mail = new GreenMail(MailServers.speaking(ServerSetup.PROTOCOL_SMTP));
        mail.start();
        try {
            Delivery queued = only(mailing("rana@example.com"));

            Instance.with(jdbc, mailings, clock)
                    .verp()
                    .sendingTo(mail.getSmtp().getPort())
                    .tick();

            MimeMessage received = mail.getReceivedMessages()[0];
            assertThat(received.getHeader("Return-Path", null)).isEqualTo("<" + returnPathOf(queued) + ">");
            assertThat(state(queued)).isEqualTo(DeliveryState.ACCEPTED);
        } finally {
            mail.stop();
        }
    }

    @Test
    void theMailboxIsEmptiedOnceWhatIsInItIsKept() throws Exception {
        Delivery first = accepted("rana@example.com");
        Delivery second = accepted("lina@example.com");
        GreenMail mail = new GreenMail(MailServers.speaking(ServerSetup.PROTOCOL_IMAP));
        mail.start();
        try {
            GreenMailUser user = mail.setUser(GENERAL, "bounces", "secret-of-the-mailbox");
            user.deliver(message(SampleBounces.of("postfix", first.id(), returnPathOf(first), "rana@example.com")));
            user.deliver(message(
                    "Subject: nonsense\r\nContent-Type: multipart/report\r\n\r\n--x".getBytes(StandardCharsets.UTF_8)));
            user.deliver(message(SampleBounces.of("gmail", second.id(), returnPathOf(second), "lina@example.com")));
            BounceMailbox mailbox = mailbox(mail.getImap().getPort(), TlsMode.AUTO);

            // As if the disk were full.
            JdbcClient owner = TestDatabase.of(environment).asSuperuser();
            owner.sql("ALTER TABLE bounce_report ADD CONSTRAINT full_disk CHECK (false) NOT VALID")
                    .update();
            assertThatThrownBy(mailbox::collect).hasMessageContaining("full_disk");
            assertThat(mail.getReceivedMessages()).hasSize(3);
            owner.sql("ALTER TABLE bounce_report DROP CONSTRAINT full_disk").update();

            transactions.executeWithoutResult(transaction -> {
                jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('bounce_mailbox'))")
                        .query()
                        .singleRow();
                assertThat(inAnotherThread(mailbox))
                        .as("while another instance is at it")
                        .isZero();
            });
            assertThat(mailbox.collect()).isEqualTo(3);

            assertThat(mail.getReceivedMessages()).isEmpty();
            assertThat(List.of(state(first), state(second))).containsOnly(DeliveryState.BOUNCED);
            assertThat(bounces.newestFirst(true, Long.MAX_VALUE, 10))
                    .extracting(Bounce::subject)
                    .containsExactly("nonsense");
            assertThat(mailbox.collect()).isZero();
        } finally {
            mail.stop();
        }
    }

    @Test
    void aMessageThatTheServerHangsUpAtHoldsUpNoOther() throws Exception {
        List<Delivery> accepted = List.of(
                accepted("rana@example.com"),
                accepted("lina@example.com"),
                accepted("sami@example.com"),
                accepted("hala@example.com"));
        GreenMail mail = new GreenMail(MailServers.speaking(ServerSetup.PROTOCOL_IMAP));
        mail.start();
        try (HangingUp damaged = new HangingUp(mail.getImap().getPort(), "for=damaged")) {
            GreenMailUser user = mail.setUser(GENERAL, "bounces", "secret-of-the-mailbox");
            for (Delivery delivery : accepted) {
                user.deliver(message(
                        SampleBounces.of("postfix", delivery.id(), returnPathOf(delivery), delivery.address())));
                user.deliver(message("Subject: for=damaged\r\n\r\n".getBytes(StandardCharsets.UTF_8)));
            }

            assertThat(mailbox(damaged.port(), TlsMode.AUTO).collect()).isEqualTo(4);

            assertThat(accepted.stream().map(this::state)).containsOnly(DeliveryState.BOUNCED);
            assertThat(mail.getReceivedMessages()).hasSize(4);
            assertThat(damaged.connections()).isEqualTo(5);
            assertThat(mailbox(mail.getImap().getPort(), TlsMode.AUTO).collect())
                    .as("once the server stays")
                    .isEqualTo(4);
        } finally {
            mail.stop();
        }
    }

    @Test
    void howeverManyTheServerHangsUpAtTheOthersAreReadInTheEnd() throws Exception {
        GreenMail mail = new GreenMail(MailServers.speaking(ServerSetup.PROTOCOL_IMAP));
        mail.start();
        try (HangingUp damaged = new HangingUp(mail.getImap().getPort(), "for=damaged")) {
            GreenMailUser user = mail.setUser(GENERAL, "bounces", "secret-of-the-mailbox");
            for (int i = 0; i < 8; i++) {
                user.deliver(message("Subject: for=damaged\r\n\r\n".getBytes(StandardCharsets.UTF_8)));
            }
            user.deliver(message("Subject: sample\r\n\r\n".getBytes(StandardCharsets.UTF_8)));
            BounceMailbox mailbox = mailbox(damaged.port(), TlsMode.AUTO);

            assertThat(List.of(mailbox.collect(), mailbox.collect())).containsExactly(0, 1);
        } finally {
            mail.stop();
        }
    }

    @Test
    void aMailboxThatCannotBeReachedBreaksNothing() {
        assertThat(mailbox(1, TlsMode.AUTO).collect()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "IMPLICIT, localhost, 1",
        "STARTTLS, localhost, 1",
        "IMPLICIT, other.example, 0",
        "STARTTLS, other.example, 0"
    })
    void theMailboxIsReadOverTlsFromWhomTheCertificateNames(TlsMode mode, String name, int read) throws Exception {
        TestCertificate certificate = TestCertificate.of(name);
        GreenMail mail = new GreenMail(MailServers.speaking(ServerSetup.PROTOCOL_IMAP));
        mail.start();
        try (TlsFront front =
                new TlsFront(mode, certificate.server(), mail.getImap().getPort())) {
            GreenMailUser user = mail.setUser(GENERAL, "bounces", "secret-of-the-mailbox");
            user.deliver(message("Subject: sample\r\n\r\n".getBytes(StandardCharsets.UTF_8)));

            assertThat(new BounceMailbox(
                                    settings("localhost", front.port(), mode, PATIENCE),
                                    bounces,
                                    jdbc,
                                    transactions,
                                    certificate.trusting().getSocketFactory())
                            .collect())
                    .isEqualTo(read);
            assertThat(mail.getReceivedMessages()).hasSize(1 - read);
            assertThat(front.inTheClear()).isSubsetOf("CAPABILITY", "STARTTLS");
        } finally {
            mail.stop();
        }
    }

    @ParameterizedTest
    @CsvSource({"imaps, IMPLICIT", "imap, STARTTLS"})
    void whoeverCannotProveToBeTheMailServerIsNotToldThePassword(String protocol, TlsMode tls) throws Exception {
        GreenMail mail = new GreenMail(MailServers.speaking(protocol));
        mail.start();
        try {
            // Its certificate is signed by itself; without TLS it has none.
            GreenMailUser user = mail.setUser(GENERAL, "bounces", "secret-of-the-mailbox");
            user.deliver(message("Subject: sample\r\n\r\n".getBytes(StandardCharsets.UTF_8)));
            int port = (tls == TlsMode.IMPLICIT ? mail.getImaps() : mail.getImap()).getPort();

            assertThat(mailbox(port, tls).collect()).isZero();
            assertThat(mail.getReceivedMessages()).hasSize(1);
            // Without TLS, and so without a word from where TLS is expected, the time-out is waited for.
            BounceMailbox without = tls == TlsMode.IMPLICIT
                    ? mailbox(port, TlsMode.NONE, Duration.ofSeconds(2))
                    : mailbox(port, TlsMode.AUTO);
            assertThat(without.collect())
                    .as("without TLS the one is read, and the other not")
                    .isEqualTo(tls == TlsMode.IMPLICIT ? 0 : 1);
        } finally {
            mail.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE bounce_report SET raw = ''",
                "DELETE FROM bounce_report",
                "TRUNCATE bounce_report CASCADE",
                "UPDATE bounce SET delivery_id = NULL, matched_by = NULL",
                "DELETE FROM bounce"
            })
    void whatCameBackIsKeptAsItCame(String change) {
        keep("postfix", accepted("rana@example.com"), GENERAL);

        assertThatThrownBy(() ->
                        TestDatabase.of(environment).asSuperuser().sql(change).update())
                .hasMessageContaining("is refused");
    }

    @Test
    void ofWhatIsTooLargeTheBeginningIsKept() {
        Delivery accepted = accepted("rana@example.com");
        byte[] report = SampleBounces.of("postfix", accepted.id(), GENERAL, "rana@example.com");
        byte[] large = java.util.Arrays.copyOf(report, Bounces.LARGEST + 1);

        bounces.keep(large, Bounces.Source.MAILBOX);

        assertThat(state(accepted)).isEqualTo(DeliveryState.BOUNCED);
        Bounce kept = bounces.newestFirst(false, Long.MAX_VALUE, 1).getFirst();
        assertThat(kept.cut()).isTrue();
        assertThat(bounces.raw(kept.id()).orElseThrow()).hasSize(Bounces.LARGEST);
    }

    private int inAnotherThread(BounceMailbox mailbox) {
        try (var other = java.util.concurrent.Executors.newSingleThreadExecutor()) {
            return other.submit(mailbox::collect).get();
        } catch (InterruptedException | java.util.concurrent.ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private BounceMailbox mailbox(int port, TlsMode tls) {
        return mailbox(port, tls, PATIENCE);
    }

    private BounceMailbox mailbox(int port, TlsMode tls, Duration patience) {
        return new BounceMailbox(settings("127.0.0.1", port, tls, patience), bounces, jdbc, transactions);
    }

    private static BounceMailboxSettings settings(String host, int port, TlsMode tls, Duration patience) {
        return new BounceMailboxSettings(
                host, port, tls, "bounces", "secret-of-the-mailbox", "INBOX", Duration.ofMinutes(1), patience);
    }

    private static MimeMessage message(byte[] raw) throws Exception {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(raw));
    }

    private boolean keep(String sample, Delivery about, String to) {
        return bounces.keep(SampleBounces.of(sample, about.id(), to, "rana@example.com"), Bounces.Source.HOOK);
    }

    private static String returnPathOf(Delivery delivery) {
        return new ReturnPath(Mailbox.parse(GENERAL), true).of(delivery.id());
    }

    private Delivery accepted(String address) {
        MailingId mailing = mailing(address);
        send();
        Delivery delivery = only(mailing);
        assertThat(delivery.state()).isEqualTo(DeliveryState.ACCEPTED);
        return delivery;
    }

    private void send() {
        Instance.with(jdbc, mailings, clock).sendingTo(relay.port()).tick();
    }

    private MailingId mailing(String address) {
        return transactions.execute(status -> {
            MailingId id = mailings.create(new NewMailing(
                    "Test",
                    List.of(new Letter("en", "A notice", "<p>Text</p>", "Text")),
                    clock.instant(),
                    Precaution.NONE));
            mailings.enqueue(
                    id,
                    "SELECT uuidv7() AS id, :address AS address, 'en' AS variant, NULL::uuid AS follows",
                    Map.of("address", address));
            return id;
        });
    }

    private Delivery only(MailingId mailing) {
        return mailings.deliveries(mailing, Set.of(), null, 1).getFirst();
    }

    private DeliveryState state(Delivery delivery) {
        return mailings.delivery(delivery.id()).orElseThrow().state();
    }

    private List<String> matchedBy() {
        return jdbc.sql("SELECT matched_by FROM bounce ORDER BY report_id, position")
                .query((row, n) -> row.getString(1))
                .list();
    }
}
