package ps.domain.policy.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.testing.MailServers;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.testing.TestDatabase;

@PolicyTest
class DispatcherTest {

    private static final Letter ARABIC =
            new Letter("ar", "تغيير في سياسة الخصوصية", "<p dir=\"rtl\">مرحبًا</p>", "مرحبًا\n.نقطة");
    private static final Letter ENGLISH =
            new Letter("en", "A change to the privacy policy", "<p>Hello = world</p>", "Hello\n.dot\n");

    private static final String ANSWERS = """
            RCPT     | 450 4.2.0 Busy          | RETRYING    | SENDING
            RCPT     | 552 5.2.2 Full          | RETRYING    | SENDING
            RCPT     | 550 5.1.1 Unknown       | REFUSED     | FINISHED
            DATA     | 451 4.3.0 Later         | RETRYING    | SENDING
            DOT      | 554 5.5.0 Failed        | REFUSED     | FINISHED
            DOT      | DROP                    | AMBIGUOUS   | SENDING
            DOT      | SILENCE                 | AMBIGUOUS   | SENDING
            DOT      | gibberish               | AMBIGUOUS   | SENDING
            CONTENT  | DROP                    | AMBIGUOUS   | SENDING
            RCPT     | DROP                    | RETRYING    | SENDING
            RCPT     | SILENCE                 | RETRYING    | SENDING
            RCPT     | 421 4.3.2 Closing       | RETRYING    | SENDING
            RCPT     | 999 Whatever            | RETRYING    | SENDING
            DOT      | 650 5.1.1 Whatever      | AMBIGUOUS   | SENDING
            RCPT     | 450 4.7.1 Slower        | RETRYING    | SENDING
            GREETING | 421 4.3.2 Busy          | QUEUED      | SENDING
            GREETING | SILENCE                 | QUEUED      | SENDING
            GREETING | DROP                    | QUEUED      | SENDING
            EHLO     | DROP                    | QUEUED      | SENDING
            AUTH     | 454 4.7.0 Not now       | QUEUED      | SENDING
            AUTH     | 535 5.7.8 Wrong         | QUEUED      | PAUSED
            GREETING | 554 5.7.1 Not you       | QUEUED      | PAUSED
            MAIL     | 550 5.7.1 Not yours     | RETRYING    | PAUSED
            RCPT     | 550 5.7.1 No relaying   | RETRYING    | PAUSED
            DOT      | 554 5.7.1 Spam          | RETRYING    | PAUSED
            """;

    @Autowired
    private Mailings mailings;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private DataSource database;

    @Autowired
    private Environment environment;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private TestClock clock;

    private final List<Instance> started = new ArrayList<>();
    private ScriptedRelay relay;

    @BeforeEach
    void startRelay() throws IOException {
        relay = new ScriptedRelay();
    }

    @AfterEach
    void stopRelay() throws IOException {
        started.forEach(instance -> instance.dispatcher().stop());
        relay.close();
    }

    /** In the background; not beyond the end of the test, however that ends. */
    private void start(Instance instance) {
        started.add(instance);
        instance.dispatcher().start();
    }

    @Test
    void aMessageArrivesInBothFormsWithTheHeadersThatItNeeds() throws Exception {
        GreenMail mail = new GreenMail(MailServers.speaking(ServerSetup.PROTOCOL_SMTP));
        mail.start();
        try {
            MailingId mailing = mailing(List.of("layla@example.ps", "sami@مثال.فلسطين"), "ar");
            Delivery layla = only(mailing, "layla@example.ps");

            instance().sendingTo(mail.getSmtp().getPort()).tick();

            MimeMessage[] received = mail.getReceivedMessages();
            assertThat(received).hasSize(2);
            MimeMessage message = List.of(received).stream()
                    .filter(candidate -> header(candidate, "To").equals("layla@example.ps"))
                    .findFirst()
                    .orElseThrow();
            assertThat(message.getMessageID()).isEqualTo("<" + layla.id() + "@domain.ps>");
            assertThat(message.getSubject()).isEqualTo(ARABIC.subject());
            assertThat(MimeUtility.decodeText(header(message, "From"))).isEqualTo("دومين <privacy@domain.ps>");
            assertThat(header(message, "Reply-To")).isEqualTo("help@domain.ps");
            assertThat(header(message, "Auto-Submitted")).isEqualTo("auto-generated");
            assertThat(header(message, "Content-Language")).isEqualTo("ar");
            assertThat(message.getSentDate()).isEqualTo(java.util.Date.from(TestClock.START));
            assertThat(header(message, "Return-Path")).isEqualTo("<bounces@domain.ps>");
            assertThat(message.getHeader("List-Unsubscribe")).isNull();
            MimeMultipart parts = (MimeMultipart) message.getContent();
            assertThat(parts.getContentType()).startsWith("multipart/alternative");
            assertThat(parts.getBodyPart(0).getContentType()).isEqualTo("text/plain; charset=UTF-8");
            assertThat(parts.getBodyPart(0)
                            .getContent()
                            .toString()
                            .replace("\r\n", "\n")
                            .strip())
                    .isEqualTo(ARABIC.text());
            assertThat(parts.getBodyPart(1).getContentType()).isEqualTo("text/html; charset=UTF-8");
            assertThat(parts.getBodyPart(1).getContent().toString().strip()).isEqualTo(ARABIC.html());
            assertThat(List.of(received))
                    .anySatisfy(other -> assertThat(header(other, "To")).isEqualTo("sami@xn--mgbh0fb.xn--ygbi2ammx"));
            assertThat(mailings.progress(mailing).accepted()).isEqualTo(2);
        } finally {
            mail.stop();
        }
    }

    @Test
    void everyLineOfAMessageIsShortAsciiAndItsDotsSurvive() {
        mailing(List.of("layla@example.ps"), "en");

        instance().sendingTo(relay.port()).tick();

        assertThat(relay.messages()).singleElement().satisfies(message -> {
            assertThat(message.lines())
                    .allSatisfy(line -> assertThat(line).hasSizeLessThan(79).matches("\\p{ASCII}*"));
            assertThat(message).contains("\r\n.dot\r\n").contains("Hello =3D world");
        });
    }

    @Test
    void whatBecameOfEachIsRecordedWithTheReply() {
        MailingId mailing = mailing(List.of("a@example.ps", "b@example.ps"), "en");
        relay.answers("b@example.ps", "550 5.1.1 No\u0007 such user");

        instance().sendingTo(relay.port()).tick();

        Delivery accepted = only(mailing, "a@example.ps");
        assertThat(accepted.state()).isEqualTo(DeliveryState.ACCEPTED);
        assertThat(accepted.attempts()).isEqualTo(1);
        assertThat(accepted.answeredAt()).isEqualTo(TestClock.START);
        assertThat(accepted.code()).isEqualTo(250);
        assertThat(accepted.enhancedCode()).isEqualTo("2.0.0");
        assertThat(accepted.reply()).isEqualTo("2.0.0 Ok: queued");
        assertThat(accepted.nextAttemptAt()).isNull();
        Delivery refused = only(mailing, "b@example.ps");
        assertThat(refused.state()).isEqualTo(DeliveryState.REFUSED);
        assertThat(refused.reply()).isEqualTo("5.1.1 No such user");
        assertThat(mailings.deliveries(mailing, Set.of(DeliveryState.REFUSED), null, 10))
                .containsExactly(refused);
        assertThat(mailings.progress(mailing).replies())
                .extracting(Replies::code, Replies::enhancedCode, Replies::answers)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(250, "2.0.0", 1L),
                        org.assertj.core.groups.Tuple.tuple(550, "5.1.1", 1L));
        Progress progress = mailings.progress(mailing);
        assertThat(progress.total()).isEqualTo(2);
        assertThat(progress.perSecond()).isEqualTo(2 / 5.0);
        assertThat(progress.phase()).isEqualTo(Progress.Phase.FINISHED);
        assertThat(relay.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = ANSWERS)
    void afterWhateverTheServerDoesEverybodyIsToldInTheEndAndNobodyIsLost(
            String step, String answer, DeliveryState state, Progress.Phase phase) {
        everybodyIsToldInTheEnd(step, answer, state, phase);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = ANSWERS)
    void noLessSoWhereCommandsAreGivenTogether(String step, String answer, DeliveryState state, Progress.Phase phase) {
        if (!step.equals("EHLO")) {
            relay.answers("EHLO", ScriptedRelay.PIPELINING);
        }
        everybodyIsToldInTheEnd(step, answer, state, phase);
    }

    private void everybodyIsToldInTheEnd(String step, String answer, DeliveryState state, Progress.Phase phase) {
        MailingId mailing = mailing(List.of("layla@example.ps"), "en");
        boolean silent = answer.equals(ScriptedRelay.SILENCE);
        Instance patient = instance().password("secret").sendingTo(relay.port());
        Instance instance = silent ? instance().hasty().password("secret").sendingTo(relay.port()) : patient;
        relay.answers(step, answer);

        instance.tick();

        assertThat(only(mailing, "layla@example.ps").state()).isEqualTo(state);
        assertThat(mailings.progress(mailing).phase()).isEqualTo(phase);
        assertCountersAreRight(mailing);

        relay.isFriendly();
        mailings.resume(mailing, "It is mended");
        clock.advance(Duration.ofMinutes(7));
        patient.tick();

        assertThat(only(mailing, "layla@example.ps").state())
                .isEqualTo(state == DeliveryState.REFUSED ? DeliveryState.REFUSED : DeliveryState.ACCEPTED);
        assertThat(mailings.progress(mailing).phase()).isEqualTo(Progress.Phase.FINISHED);
        assertCountersAreRight(mailing);
    }

    @Test
    void aRelayThatTakesCommandsTogetherGetsThemTogether() {
        relay.answersTogether();
        MailingId mailing = mailing(addresses(3), "en");

        instance().sendingTo(relay.port()).tick();

        assertThat(mailings.progress(mailing).accepted()).isEqualTo(3);
    }

    @Test
    void aRelayThatWouldTakeAMessageForNobodyIsGivenAnEmptyOneAndTheNextOneAfterIt() {
        relay.answers("EHLO", ScriptedRelay.PIPELINING)
                .answers("DATA FOR NOBODY", "354 Go on")
                .answers("a@example.ps", "550 5.1.1 Unknown");
        MailingId mailing = mailing(List.of("a@example.ps", "b@example.ps"), "en");

        instance().sendingTo(relay.port()).tick();

        assertThat(only(mailing, "a@example.ps").state()).isEqualTo(DeliveryState.REFUSED);
        assertThat(only(mailing, "a@example.ps").enhancedCode()).isEqualTo("5.1.1");
        assertThat(only(mailing, "b@example.ps").state()).isEqualTo(DeliveryState.ACCEPTED);
        assertThat(relay.recipients()).containsExactly("b@example.ps");
        assertThat(relay.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "250 relay.example, 421 Too many messages in this connection",
        "250 relay.example, DROP",
        "PIPELINING, 421 Too many messages in this connection",
        "PIPELINING, DROP",
        "250 relay.example, 452 4.5.3 Too many recipients: Too many messages sent",
        "PIPELINING, 452 4.5.3 Too many recipients: Too many messages sent",
    })
    void aRelayThatTakesSoManyOverOneConnectionGetsTheRestOverOthersAtOnce(String hello, String end) {
        relay.answers("EHLO", hello.equals("PIPELINING") ? ScriptedRelay.PIPELINING : hello)
                .takesOnly(3, end);
        MailingId mailing = mailing(addresses(10), "en");

        instance().sendingTo(relay.port()).tick();

        assertThat(mailings.progress(mailing).accepted()).isEqualTo(10);
        assertThat(relay.recipients()).hasSize(10).doesNotHaveDuplicates();
        assertThat(relay.connections()).isEqualTo(4);
        assertThat(mailings.deliveries(mailing, Set.of(), null, 100))
                .allSatisfy(delivery -> assertThat(delivery.attempts()).isEqualTo(1));
    }

    @Test
    void aRelayThatWantsToKnowTheSizeIsToldBeforeAnythingElse() {
        relay.answers("EHLO", "250-relay.example\r\n250 SIZE 100");
        mailing(List.of("a@example.ps"), "en");

        instance().sendingTo(relay.port()).tick();

        int size = relay.messages().getFirst().length();
        assertThat(relay.senderCommands()).singleElement().satisfies(command -> {
            assertThat(command).startsWith("MAIL FROM:<bounces@domain.ps> SIZE=");
            // Dots that are doubled, and the last one, may count.
            assertThat(Integer.parseInt(command.substring(command.indexOf('=') + 1)))
                    .isBetween(size, size + 5);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PLAIN    | 501 5.5.2 What is cG9saWN5AHBvbGljeQBzZWNyZXQ= | 501 5.5.2 What is …
            PLAIN    | 501 5.5.2 What is cG9saWN5AHBvbGljeQBzZW       | 501 5.5.2 What is …
            PLAIN    | 535 policy/secret is wrong                     | 535 policy/… is wrong
            LOGIN    | 500 What is c2VjcmV0?                          | 500 What is …?
            GSSAPI   | 500 Never asked                                | 250 The mail server offers none of the ways to sign in
            """)
    void whatAServerSaysOfASignInDoesNotRepeatThePassword(String way, String answer, String shown) {
        relay.answers("EHLO", "250-relay.example\r\n250 AUTH " + way).answers("AUTH", answer);
        MailingId mailing = mailing(addresses(1), "en");

        instance().password("secret").sendingTo(relay.port()).tick();

        assertThat(mailings.progress(mailing).trouble()).satisfies(trouble -> {
            assertThat(trouble.kind()).isEqualTo(Trouble.Kind.SIGN_IN_REFUSED);
            assertThat(trouble.reply()).startsWith(shown);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "secret, FINISHED",
        "another, PAUSED",
    })
    void aChallengeIsAnsweredWhereNothingElseIsOffered(String password, Progress.Phase phase) throws Exception {
        String challenge = "<1896.697170952@relay.example>";
        Mac mac = Mac.getInstance("HmacMD5");
        mac.init(new SecretKeySpec("secret".getBytes(StandardCharsets.UTF_8), "HmacMD5"));
        String right = "policy " + HexFormat.of().formatHex(mac.doFinal(challenge.getBytes(StandardCharsets.UTF_8)));
        relay.answers("EHLO", "250-relay.example\r\n250 AUTH CRAM-MD5")
                .answers("AUTH", "334 " + base64(challenge))
                .answers(base64(right), "235 2.7.0 Welcome");
        MailingId mailing = mailing(addresses(1), "en");

        instance().password(password).sendingTo(relay.port()).tick();

        assertThat(mailings.progress(mailing).phase()).isEqualTo(phase);
    }

    @Test
    void aServerThatOffersAPasswordsWayTooIsNotAskedForAChallenge() {
        relay.answers("EHLO", "250-relay.example\r\n250 AUTH CRAM-MD5 LOGIN")
                .answers("AUTH", "334 " + base64("Username:"))
                .answers(base64("policy"), "334 " + base64("Password:"))
                .answers(base64("secret"), "235 2.7.0 Welcome");
        MailingId mailing = mailing(addresses(1), "en");

        instance().password("secret").sendingTo(relay.port()).tick();

        assertThat(mailings.progress(mailing).accepted()).isEqualTo(1);
    }

    @Test
    void aRelayThatTakesNothingAtAllIsInTrouble() {
        relay.takesOnly(0, "421 4.7.0 Too many messages");
        MailingId mailing = mailing(addresses(10), "en");

        instance().sendingTo(relay.port()).tick();

        assertThat(relay.connections()).isEqualTo(1);
        assertThat(mailings.progress(mailing).queued()).isEqualTo(9);
        assertThat(jdbc.sql("SELECT trouble FROM relay").query(String.class).single())
                .isEqualTo("421 4.7.0 Too many messages");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "250-2.1.0 Fine\r\n250-with more\r\n250 to say",
                "250",
            })
    void anAnswerOfAnyShapeIsRead(String answer) {
        relay.answers("EHLO", ScriptedRelay.PIPELINING).answers("MAIL", answer);
        MailingId mailing = mailing(List.of("a@example.ps"), "en");

        instance().sendingTo(relay.port()).tick();

        assertThat(mailings.progress(mailing).accepted()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsSaidBeforeTheMessageIsNoAnswerToIt(boolean together) {
        relay.answers("EHLO", together ? ScriptedRelay.PIPELINING : "250 relay.example")
                .answers("DATA", "354 Go on\r\n250 2.0.0 Ok: queued");
        MailingId mailing = mailing(List.of("a@example.ps"), "en");

        instance().sendingTo(relay.port()).tick();

        assertThat(only(mailing, "a@example.ps").state()).isEqualTo(DeliveryState.RETRYING);
        assertThat(only(mailing, "a@example.ps").reply()).isEqualTo("It answered before it was asked");
    }

    @Test
    void aPauseSaysWhatTheServerSaid() {
        MailingId mailing = mailing(List.of("layla@example.ps"), "en");
        relay.answers("AUTH", "535 5.7.8 Credentials are wrong");

        instance().password("secret").sendingTo(relay.port()).tick();

        Progress progress = mailings.progress(mailing);
        assertThat(progress.trouble())
                .isEqualTo(new Trouble(Trouble.Kind.SIGN_IN_REFUSED, "535 5.7.8 Credentials are wrong", null, 0, 0));
        assertThat(progress.reason()).isNull();
        assertThat(progress.decidedAt()).isEqualTo(TestClock.START);
        assertThat(relay.recipients()).isEmpty();
    }

    @Test
    void whatEndsAmbiguouslyIsSentOnceMoreAndNotAgain() {
        MailingId mailing = mailing(List.of("layla@example.ps"), "en");
        Instance instance = instance().sendingTo(relay.port());
        relay.answers("DOT", ScriptedRelay.DROP);

        for (int attempt = 0; attempt < 4; attempt++) {
            instance.tick();
            clock.advance(Duration.ofHours(1));
        }

        assertThat(relay.recipients()).hasSize(2);
        assertThat(only(mailing, "layla@example.ps").nextAttemptAt()).isNull();
        assertThat(mailings.progress(mailing).ambiguities()).isEqualTo(2);
        assertThat(mailings.progress(mailing).phase()).isEqualTo(Progress.Phase.FINISHED);
        String first = relay.messages().getFirst();
        assertThat(relay.messages().getLast().lines().filter(line -> line.startsWith("Message-ID")))
                .containsExactlyElementsOf(first.lines()
                        .filter(line -> line.startsWith("Message-ID"))
                        .toList());
    }

    @Test
    void afterThreeDaysOfBeingPutOffAnAddressIsUnreachable() {
        MailingId mailing = mailing(List.of("layla@example.ps"), "en");
        Instance instance = instance().sendingTo(relay.port());
        relay.answers("RCPT", "452 4.2.2 Full");

        for (int hour = 0; hour < 72; hour++) {
            instance.tick();
            assertThat(only(mailing, "layla@example.ps").state()).isEqualTo(DeliveryState.RETRYING);
            clock.advance(Duration.ofHours(1));
        }
        instance.tick();

        Delivery delivery = only(mailing, "layla@example.ps");
        assertThat(delivery.state()).isEqualTo(DeliveryState.UNREACHABLE);
        assertThat(delivery.reply()).isEqualTo("4.2.2 Full");
        assertThat(mailings.earlierAttempts(delivery.id()))
                .hasSize(delivery.attempts() - 1)
                .allSatisfy(attempt -> assertThat(attempt.code()).isEqualTo(452));
    }

    @Test
    void aRelayInTroubleIsLeftAloneForLongerEachTimeAndInTheEndAPersonIsAsked() throws IOException {
        MailingId mailing = mailing(addresses(200), "en");
        Instance instance = instance().connections(4).sendingTo(relay.port());
        relay.answers("GREETING", "421 4.3.2 Down");

        instance.tick();
        instance.tick();
        assertThat(relay.connections()).isEqualTo(1);

        for (int i = 0; i < 200; i++) {
            clock.advance(Duration.ofSeconds(5));
            instance.tick();
        }
        assertThat(relay.connections()).isLessThan(15);
        Progress progress = mailings.progress(mailing);
        assertThat(progress.phase()).isEqualTo(Progress.Phase.PAUSED);
        assertThat(progress.trouble())
                .isEqualTo(new Trouble(Trouble.Kind.RELAY_DOWN, "421 4.3.2 Down", TestClock.START, 0, 0));
        assertThat(progress.queued()).isEqualTo(200);
    }

    @Test
    void anAddressThatCannotBeSentToIsUnreachableWithTheReason() {
        MailingId mailing = mailing(
                List.of("ليلى@example.ps", "not an address", "x@example.ps\r\nRCPT TO:<y@example.ps>", "ok@example.ps"),
                "en");

        instance().sendingTo(relay.port()).tick();

        assertThat(only(mailing, "ليلى@example.ps").reply()).contains("SMTPUTF8");
        assertThat(mailings.progress(mailing).unreachable()).isEqualTo(3);
        assertThat(relay.recipients()).containsExactly("ok@example.ps");
        assertCountersAreRight(mailing);
    }

    @Test
    void anAddressInAnyScriptIsSentToWhereTheServerTakesIt() {
        MailingId mailing = mailing(List.of("ليلى@example.ps"), "ar");
        relay.answers("EHLO", "250-relay.example\r\n250 SMTPUTF8");

        instance().sendingTo(relay.port()).tick();

        assertThat(mailings.progress(mailing).accepted()).isEqualTo(1);
        assertThat(relay.recipients()).containsExactly("ليلى@example.ps");
        assertThat(relay.messages().getFirst()).contains("To: ليلى@example.ps\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"STARTTLS", "IMPLICIT"})
    void nothingIsSaidWhereTlsIsRequiredAndCannotBeHad(TlsMode mode) {
        MailingId mailing = mailing(List.of("layla@example.ps"), "en");

        instance().tls(mode).password("secret").sendingTo(relay.port()).tick();

        assertThat(mailings.progress(mailing).queued()).isEqualTo(1);
        assertThat(relay.recipients()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "STARTTLS, localhost, 1",
        "IMPLICIT, localhost, 1",
        "STARTTLS, other.example, 0",
        "IMPLICIT, other.example, 0",
    })
    void whatIsSentGoesOverTlsToWhomTheCertificateNames(TlsMode mode, String name, int accepted) throws Exception {
        TestCertificate certificate = TestCertificate.of(name);
        MailingId mailing = mailing(List.of("layla@example.ps"), "en");

        try (ScriptedRelay secure = mode == TlsMode.STARTTLS
                ? ScriptedRelay.withStartTls(certificate.server())
                : ScriptedRelay.withImplicitTls(certificate.server())) {
            instance()
                    .tls(mode)
                    .trusting(certificate.trusting())
                    .password("secret")
                    .sendingTo(secure.port())
                    .tick();

            assertThat(secure.recipients()).hasSize(accepted);
        }

        assertThat(mailings.progress(mailing).accepted()).isEqualTo(accepted);
    }

    @Test
    void aCertificateThatNobodyVouchesForIsNotTrusted() {
        GreenMail mail = new GreenMail(MailServers.speaking(ServerSetup.PROTOCOL_SMTPS));
        mail.start();
        try {
            MailingId mailing = mailing(List.of("layla@example.ps"), "en");

            instance()
                    .tls(TlsMode.IMPLICIT)
                    .sendingTo(mail.getSmtps().getPort())
                    .tick();

            assertThat(mailings.progress(mailing).queued()).isEqualTo(1);
            assertThat(jdbc.sql("SELECT trouble FROM relay").query(String.class).single())
                    .contains("SunCertPathBuilderException");
        } finally {
            mail.stop();
        }
    }

    @Test
    void twoWorkersNeverHaveTheSameDelivery() throws Exception {
        MailingId mailing = mailing(addresses(500), "en");
        DeliveryQueue queue = new DeliveryQueue(jdbc);
        Callable<List<UUID>> worker = () -> {
            List<UUID> mine = new ArrayList<>();
            List<Claim> claims;
            do {
                claims =
                        queue.claim(mailing, 7, clock.instant(), clock.instant().plus(Instance.LEASE), 0);
                claims.forEach(claim -> mine.add(claim.id()));
            } while (!claims.isEmpty());
            return mine;
        };

        List<UUID> claimed = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<List<UUID>> result : threads.invokeAll(List.of(worker, worker, worker, worker))) {
                claimed.addAll(result.get());
            }
        }

        assertThat(claimed).hasSize(500);
        assertThat(new HashSet<>(claimed)).hasSize(500);
        assertThat(mailings.progress(mailing).inFlight()).isEqualTo(500);
        assertCountersAreRight(mailing);
    }

    @Test
    void whatADeadInstanceHeldIsDeliveredOnceTheLeaseEnds() {
        MailingId mailing = mailing(addresses(10), "en");
        Instance alive = instance().sendingTo(relay.port());
        new DeliveryQueue(jdbc)
                .claim(mailing, 4, clock.instant(), clock.instant().plus(Instance.LEASE), 0);

        alive.tick();
        assertThat(relay.recipients()).hasSize(6);
        assertThat(mailings.progress(mailing).inFlight()).isEqualTo(4);

        clock.advance(Instance.LEASE);
        alive.tick();
        assertThat(relay.recipients()).hasSize(10).doesNotHaveDuplicates();
        assertThat(mailings.progress(mailing).accepted()).isEqualTo(10);
        assertCountersAreRight(mailing);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT30M", "-PT30M"})
    void anInstanceWhoseClockIsOffTakesUpNothingThatIsInHand(Duration off) {
        MailingId mailing = mailing(addresses(10), "en");
        clock.advance(Duration.ofSeconds(5));
        new DeliveryQueue(jdbc)
                .claim(mailing, 4, clock.instant(), clock.instant().plus(Instance.LEASE), 0);
        Clock wrong =
                new DatabaseClock(Clock.offset(clock, off), () -> Instant.now().plus(off), jdbc);

        Instance.with(jdbc, mailings, wrong).sendingTo(relay.port()).tick();

        assertThat(relay.recipients()).hasSize(6);
        assertThat(mailings.progress(mailing).inFlight()).isEqualTo(4);
        assertThat(only(mailing, relay.recipients().getFirst()).answeredAt())
                .isBetween(clock.instant().minusSeconds(5), clock.instant().plusSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT30M", "-PT30M"})
    void thatAClockIsFarOffIsSeenThoughTheDatabaseTakesItsTime(Duration off) {
        JdbcClient slow = JdbcClient.create(new DelegatingDataSource(database) {
            @Override
            public Connection getConnection() throws SQLException {
                LockSupport.parkNanos(Duration.ofMillis(700).toNanos());
                return super.getConnection();
            }
        });

        Clock wrong =
                new DatabaseClock(Clock.offset(clock, off), () -> Instant.now().plus(off), slow);

        assertThat(wrong.instant())
                .isBetween(clock.instant().minusSeconds(5), clock.instant().plusSeconds(5));
    }

    @Test
    void aClockThatIsNearlyRightIsLeftAsItIs() {
        Clock nearlyRight = new DatabaseClock(clock, () -> Instant.now().plusMillis(500), jdbc);

        assertThat(nearlyRight.instant()).isEqualTo(clock.instant());
    }

    @Test
    void anOutcomeThatComesAfterTheLeaseChangesNothing() {
        MailingId mailing = mailing(List.of("layla@example.ps"), "en");
        DeliveryQueue queue = new DeliveryQueue(jdbc);
        Instant leaseEnd = clock.instant().plus(Instance.LEASE);
        Claim slow = queue.claim(mailing, 1, clock.instant(), leaseEnd, 0).getFirst();
        clock.set(leaseEnd);
        Claim quick = queue.claim(mailing, 1, leaseEnd, leaseEnd.plus(Instance.LEASE), 1)
                .getFirst();

        assertThat(queue.record(List.of(outcome(slow, "550 5.1.1 Unknown")), leaseEnd, 0))
                .isZero();
        assertThat(only(mailing, "layla@example.ps").state()).isEqualTo(DeliveryState.IN_FLIGHT);
        assertThat(queue.record(List.of(outcome(quick, "250 Ok")), leaseEnd, 1)).isOne();
        assertThat(queue.record(List.of(outcome(quick, "250 Ok"), outcome(slow, "550 5.1.1 Unknown")), leaseEnd, 1))
                .isZero();

        assertThat(only(mailing, "layla@example.ps").state()).isEqualTo(DeliveryState.ACCEPTED);
        assertThat(mailings.progress(mailing).replies()).hasSize(1);
        assertCountersAreRight(mailing);
    }

    @Test
    void nothingIsSentBeforeTheHoldEnds() {
        MailingId mailing =
                mailing(List.of("layla@example.ps"), "en", clock.instant().plusSeconds(600));
        Instance instance = instance().sendingTo(relay.port());

        instance.tick();
        assertThat(mailings.progress(mailing).phase()).isEqualTo(Progress.Phase.HELD);
        clock.advance(Duration.ofSeconds(599));
        instance.tick();
        assertThat(relay.recipients()).isEmpty();

        clock.advance(Duration.ofSeconds(1));
        instance.tick();
        assertThat(relay.recipients()).hasSize(1);
    }

    @Test
    void aPausedMailingWaitsAndGoesOnWhereItWas() {
        MailingId mailing = mailing(addresses(10), "en");
        Instance instance = instance().batchSize(4).sendingTo(relay.port());
        instance.tick();

        mailings.pause(mailing, "A typo?");
        instance.tick();
        assertThat(relay.recipients()).hasSize(4);
        assertThat(mailings.progress(mailing).reason()).isEqualTo("A typo?");

        mailings.resume(mailing, "No typo");
        instance.tick();
        instance.tick();
        assertThat(relay.recipients()).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void aStoppedMailingNeverGoesOnAndTheFactIsKept() {
        MailingId mailing = mailing(addresses(10), "en");
        Instance instance = instance().batchSize(4).sendingTo(relay.port());
        instance.tick();

        mailings.stop(mailing, "Wrong version");
        mailings.stop(mailing, "Again");
        clock.advance(Duration.ofDays(10));
        instance.tick();

        assertThat(relay.recipients()).hasSize(4);
        Progress progress = mailings.progress(mailing);
        assertThat(progress.phase()).isEqualTo(Progress.Phase.STOPPED);
        assertThat(progress.reason()).isEqualTo("Wrong version");
        assertThat(progress.decidedAt()).isEqualTo(TestClock.START);
        assertThat(progress.queued()).isEqualTo(6);
        assertThatIllegalStateException().isThrownBy(() -> mailings.resume(mailing, "Please"));
        assertThatThrownBy(() -> TestDatabase.of(environment)
                        .asSuperuser()
                        .sql("DELETE FROM mailing_decision")
                        .update())
                .hasMessageContaining("refused");
    }

    @Test
    void anHourlyLimitHoldsOverTwoInstancesAndARestart() {
        mailing(addresses(300), "en");
        Instance one = instance().perHour(100).sendingTo(relay.port());
        Instance other = instance().perHour(100).sendingTo(relay.port());

        for (int minute = 0; minute < 60; minute++) {
            one.tick();
            other.tick();
            clock.advance(Duration.ofMinutes(1));
            if (minute == 30) {
                one = instance().perHour(100).sendingTo(relay.port());
            }
        }

        assertThat(relay.recipients()).hasSizeBetween(98, 100);
    }

    @Test
    void aLimitPerSecondHoldsOverTwoInstancesAndARestart() {
        mailing(addresses(300), "en");
        Instance one = instance().perSecond(10).sendingTo(relay.port());
        Instance other = instance().perSecond(10).sendingTo(relay.port());

        for (int tenth = 0; tenth < 50; tenth++) {
            one.tick();
            other.tick();
            if (tenth == 25) {
                one = instance().perSecond(10).sendingTo(relay.port());
            }
            clock.advance(Duration.ofMillis(100));
        }

        assertThat(relay.recipients()).hasSizeBetween(48, 51);
    }

    @Test
    void aLimitPerSecondHoldsWhenInstancesAskAtTheSameTime() throws Exception {
        Throttle throttle = instance().perSecond(1000).sendingTo(relay.port()).throttle();
        throttle.take(1, clock.instant());
        Callable<Integer> instance = () -> IntStream.range(0, 20)
                .map(i -> throttle.take(5, clock.instant()).messages())
                .sum();

        int granted = 1;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> result : threads.invokeAll(List.of(instance, instance, instance, instance))) {
                granted += result.get();
            }
        }
        assertThat(granted).isEqualTo(21);

        Throttle.Grant none = throttle.take(1, clock.instant());
        assertThat(none.messages()).isZero();
        clock.advance(none.untilNext());
        assertThat(throttle.take(10, clock.instant()).messages()).isOne();
    }

    @Test
    void aClockThatWentBackDoesNotStopWhatIsSent() {
        MailingId mailing = mailing(addresses(10), "en");
        clock.advance(Duration.ofHours(1));
        instance().perSecond(10).sendingTo(relay.port()).throttle().take(1, clock.instant());
        relay.answers("GREETING", "421 4.3.2 Busy");
        instance().perSecond(10).sendingTo(relay.port()).tick();
        clock.advance(Duration.ofHours(-1));
        relay.isFriendly();
        Instance instance = instance().perSecond(10).sendingTo(relay.port());

        for (int second = 0; second < 12; second++) {
            instance.tick();
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(relay.recipients()).hasSize(10);
        assertThat(mailings.progress(mailing).phase()).isEqualTo(Progress.Phase.FINISHED);
        assertThat(jdbc.sql("SELECT count(*) FROM relay WHERE trouble IS NOT NULL")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void whatIsLeftWhenTheApplicationStopsIsGivenBackAsItWas() {
        MailingId mailing = mailing(addresses(10), "en");
        Instance instance = instance().sendingTo(relay.port());
        instance.dispatcher().stop();

        instance.tick();

        assertThat(relay.recipients()).isEmpty();
        assertThat(mailings.progress(mailing).queued()).isEqualTo(10);
        assertThat(mailings.deliveries(mailing, Set.of(), null, 100)).allSatisfy(delivery -> {
            assertThat(delivery.attempts()).isZero();
            assertThat(delivery.nextAttemptAt()).isEqualTo(TestClock.START);
        });
        instance().sendingTo(relay.port()).tick();
        assertThat(relay.recipients()).hasSize(10);
    }

    @Test
    void inTheBackgroundEverybodyIsToldExactlyOnceByTwoInstances() {
        MailingId mailing = mailing(addresses(2000), "en");
        Instance one = instance().connections(3).sendingTo(relay.port());
        Instance other = instance().connections(3).sendingTo(relay.port());

        start(one);
        start(other);
        await().atMost(Duration.ofMinutes(3))
                .until(() -> mailings.progress(mailing).accepted() == 2000);
        one.dispatcher().stop();
        other.dispatcher().stop();

        assertThat(relay.recipients()).hasSize(2000).doesNotHaveDuplicates();
        assertThat(relay.connections()).isLessThanOrEqualTo(6);
        assertCountersAreRight(mailing);
    }

    @Test
    void anInstanceThatIsStoppedInTheMiddleRepeatsNobody() throws Exception {
        MailingId mailing = mailing(addresses(1000), "en");
        Instance one = instance().connections(2).sendingTo(relay.port());
        relay.holdsFrom(100);

        start(one);
        await().until(() -> relay.isHolding("DOT"));
        try (ExecutorService operator = Executors.newSingleThreadExecutor()) {
            Future<?> stopped = operator.submit(() -> one.dispatcher().stop());
            await().until(() -> one.dispatcher().isStopping());
            relay.letGo("DOT");
            stopped.get();
        }

        assertThat(mailings.progress(mailing).accepted())
                .isEqualTo(relay.recipients().size())
                .isBetween(100L, 101L);
        assertThat(mailings.progress(mailing).inFlight()).isZero();
        Instance next = instance().batchSize(1000).sendingTo(relay.port());
        next.tick();
        assertThat(relay.recipients()).hasSize(1000).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 5.7.1 Not for you", "550 relay not permitted"})
    void whatConcernedEverybodyConcernsOneWhereOthersWereAccepted(String answer) {
        MailingId mailing = mailing(List.of("a@example.ps", "b@example.ps"), "en");
        Instance instance = instance().sendingTo(relay.port());
        relay.answers("a@example.ps", answer);

        for (int i = 0; i < 4; i++) {
            instance.tick();
            clock.advance(Duration.ofMinutes(1));
            mailings.resume(mailing, "Looked at");
        }

        assertThat(only(mailing, "a@example.ps").state()).isEqualTo(DeliveryState.REFUSED);
        assertThat(only(mailing, "b@example.ps").state()).isEqualTo(DeliveryState.ACCEPTED);
    }

    @Test
    void anAddressIsToldOnceHoweverItIsWritten() {
        MailingId mailing = mailing(List.of("Layla@Example.ps", "layla@example.ps", "LAYLA@EXAMPLE.PS"), "en");

        assertThat(mailings.progress(mailing).total()).isEqualTo(1);
        assertThat(transactions.<Long>execute(status -> enqueue(mailing, List.of("layla@example.PS", "b@b.ps"), "en")))
                .isEqualTo(1);
        assertThat(mailings.progress(mailing).total()).isEqualTo(2);
    }

    @Test
    void nothingIsClaimedOnceAStopIsCommitted() throws Exception {
        MailingId mailing = mailing(addresses(10), "en");
        DeliveryQueue queue = new DeliveryQueue(jdbc);
        try (ExecutorService worker = Executors.newSingleThreadExecutor()) {
            Future<List<Claim>> claim = transactions.execute(status -> {
                mailings.stop(mailing, "It is withdrawn");
                Future<List<Claim>> begun = worker.submit(() -> queue.claim(
                        mailing, 64, clock.instant(), clock.instant().plus(Instance.LEASE), 0));
                await().until(() -> begun.isDone() || isSomebodyWaiting());
                return begun;
            });

            assertThat(claim.get()).isEmpty();
        }
        assertThat(mailings.isAnyInHand(mailing)).isFalse();
        assertThat(mailings.progress(mailing).queued()).isEqualTo(10);
    }

    @Test
    void aStopWaitsForWhoeverIsClaimingAndKnowsOfItThen() throws Exception {
        MailingId mailing = mailing(addresses(10), "en");
        DeliveryQueue queue = new DeliveryQueue(jdbc);
        try (ExecutorService staff = Executors.newSingleThreadExecutor()) {
            Future<Boolean> stop = transactions.execute(status -> {
                queue.claim(mailing, 4, clock.instant(), clock.instant().plus(Instance.LEASE), 0);
                Future<Boolean> begun = staff.submit(() -> mailings.stop(mailing, "It is withdrawn"));
                await().until(() -> begun.isDone() || isSomebodyWaiting());
                assertThat(begun.isDone()).isFalse();
                return begun;
            });

            assertThat(stop.get()).isTrue();
        }
        assertThat(mailings.isAnyInHand(mailing)).isTrue();
        clock.advance(Instance.LEASE);
        assertThat(mailings.isAnyInHand(mailing)).isFalse();
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
    void aMailingIsPartOfTheTransactionThatCreatesIt() {
        assertThatThrownBy(
                        () -> mailings.create(new NewMailing("x", List.of(ENGLISH), clock.instant(), Precaution.NONE)))
                .isInstanceOf(IllegalTransactionStateException.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mailing(List.of("layla@example.ps"), "fr"))
                .withMessageContaining("fr");
        assertThat(jdbc.sql("SELECT count(*) FROM mailing").query(Long.class).single())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE letter SET subject = 'x'",
                "DELETE FROM letter",
                "UPDATE mailing SET name = 'x'",
                "DELETE FROM mailing",
                "UPDATE delivery SET address = 'x@example.ps'",
                "DELETE FROM delivery",
                "TRUNCATE delivery",
            })
    void whatIsSentAndToWhomCannotBeChanged(String change) {
        mailing(List.of("layla@example.ps"), "en");

        JdbcClient superuser = TestDatabase.of(environment).asSuperuser();

        assertThatThrownBy(() -> superuser.sql(change).update()).hasMessageContaining("refused");
    }

    @Test
    void deliveriesAreListedPageByPage() {
        MailingId mailing = mailing(addresses(25), "en");

        List<Delivery> first = mailings.deliveries(mailing, Set.of(DeliveryState.QUEUED), null, 20);
        List<Delivery> second =
                mailings.deliveries(mailing, Set.of(), first.getLast().address(), 20);

        assertThat(first).hasSize(20);
        assertThat(second).hasSize(5).doesNotContainAnyElementsOf(first);
    }

    private Instance.Builder instance() {
        return Instance.with(jdbc, mailings, clock);
    }

    private MailingId mailing(List<String> addresses, String variant) {
        return mailing(addresses, variant, clock.instant());
    }

    private MailingId mailing(List<String> addresses, String variant, Instant notBefore) {
        return mailing(addresses, variant, notBefore, Precaution.NONE);
    }

    private MailingId mailing(List<String> addresses, String variant, Instant notBefore, Precaution precaution) {
        return transactions.execute(status -> {
            MailingId id = mailings.create(new NewMailing("Test", List.of(ARABIC, ENGLISH), notBefore, precaution));
            enqueue(id, addresses, variant);
            return id;
        });
    }

    private long enqueue(MailingId mailing, List<String> addresses, String variant) {
        return mailings.enqueue(
                mailing,
                "SELECT uuidv7() AS id, address, :variant AS variant, NULL::uuid AS follows"
                        + " FROM unnest(string_to_array(:addresses, '|')) AS address",
                Map.of("addresses", String.join("|", addresses), "variant", variant));
    }

    private Delivery only(MailingId mailing, String address) {
        return mailings.deliveries(mailing, Set.of(), null, 1000).stream()
                .filter(delivery -> delivery.address().equals(address))
                .findFirst()
                .orElseThrow();
    }

    private void assertCountersAreRight(MailingId mailing) {
        Map<String, Long> counted = new java.util.TreeMap<>();
        jdbc.sql("SELECT counted, sum(deliveries) AS n FROM mailing_count WHERE counted <> 'AMBIGUITIES' GROUP BY 1")
                .query(row -> {
                    if (row.getLong("n") != 0) {
                        counted.put(row.getString("counted"), row.getLong("n"));
                    }
                });
        Map<String, Long> actual = new java.util.TreeMap<>();
        jdbc.sql("SELECT state, count(*) AS n FROM delivery GROUP BY 1").query(row -> {
            actual.put(row.getString("state"), row.getLong("n"));
        });
        assertThat(counted).isEqualTo(actual);
        assertThat(mailings.progress(mailing).total()).isPositive();
    }

    private Outcome outcome(Claim claim, String line) {
        Answer answer = Answer.of(Answer.Phase.FINAL_DOT, Integer.parseInt(line.substring(0, 3)), line);
        return Outcome.of(
                claim, answer, Verdict.on(answer), clock.instant(), java.util.concurrent.ThreadLocalRandom.current());
    }

    private static List<String> addresses(int number) {
        return IntStream.range(0, number)
                .mapToObj(user -> String.format(Locale.ROOT, "user%05d@example.ps", user))
                .toList();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String header(MimeMessage message, String name) {
        try {
            return message.getHeader(name, null);
        } catch (jakarta.mail.MessagingException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
