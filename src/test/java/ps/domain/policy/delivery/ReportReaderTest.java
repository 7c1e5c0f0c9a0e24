package ps.domain.policy.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import ps.domain.policy.delivery.Report.Kind;
import ps.domain.policy.delivery.ReportedRecipient.Action;

/** What the forms that mail systems give their reports are read as. */
class ReportReaderTest {

    private static final UUID DELIVERY = UUID.fromString("019b5a3e-9f00-7abc-8def-0123456789ab");
    private static final String TO = new ReturnPath(Mailbox.parse("bounces@domain.ps"), true).of(DELIVERY);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postfix | FAILURE | FAILED | 5.1.1 | 550 5.1.1 No such user here",
                "exim | FAILURE | FAILED | 5.0.0 | 550 Mailbox unavailable",
                "exim-full | FAILURE | FAILED | 5.2.2 | 552 5.2.2 <rana@example.com>: Recipient address rejected: Mailbox full",
                "exim-expired | FAILURE | FAILED | 5.0.0 | retry timeout exceeded",
                "opensmtpd | FAILURE | FAILED | 5.2.2 | 552 5.2.2 <rana@example.com>: Recipient address rejected: Mailbox full",
                "opensmtpd-delayed | PROGRESS | DELAYED | 4.3.0 | 550 5.1.1 <rana@example.com> User doesn't exist",
                "exim-delayed | PROGRESS | DELAYED | 4.0.0 |",
                "exim-old | FAILURE | FAILED | 5.1.1 | 550 5.1.1 Unknown user",
                "exchange | FAILURE | FAILED | 5.2.2 | 554 5.2.2 mailbox full; STOREDRV",
                "gmail | FAILURE | FAILED | 5.1.1 | 550-5.1.1 The account does not exist.",
                "qmail | FAILURE | FAILED | 5.1.1 | Sorry, no mailbox here by that name. (#5.1.1)",
                "delayed | PROGRESS | DELAYED | 4.4.1 | connect to mail.example.com: Connection timed out"
            })
    void whatBecameOfTheMessageIsRead(String sample, Kind kind, Action action, String status, String words) {
        Report report = read(sample);

        assertThat(report.kind()).isEqualTo(kind);
        assertThat(report.recipients()).singleElement().satisfies(recipient -> {
            assertThat(recipient.action()).isEqualTo(action);
            assertThat(recipient.status()).isEqualTo(status);
            if (words == null) {
                assertThat(recipient.diagnostic()).isNull();
            } else {
                assertThat(recipient.diagnostic()).contains(words);
            }
            assertThat(recipient.finalRecipient()).isEqualTo("rana@example.com");
        });
        assertThat(report.returnPaths()).containsExactly(DELIVERY);
        if (kind == Kind.FAILURE) {
            assertThat(report.messageIds()).containsExactly(DELIVERY);
        }
    }

    @Test
    void addressesAndWordsOfAnyScriptAreRead() {
        Report report = read("arabic");

        assertThat(report.kind()).isEqualTo(Kind.FAILURE);
        assertThat(report.subject()).isEqualTo("تعذّر تسليم الرسالة");
        assertThat(report.sender()).startsWith("نظام البريد");
        assertThat(report.recipients())
                .containsExactly(new ReportedRecipient(
                        Action.FAILED,
                        "5.1.1",
                        "ليلى@مثال.فلسطين",
                        "ليلى@xn--mgbh0fb.xn--ygbi2ammx",
                        "550 5.1.1 لا وجود لصندوق البريد هذا"));
        assertThat(report.messageIds()).containsExactly(DELIVERY);
    }

    @ParameterizedTest
    @CsvSource({"vacation, AUTO_REPLY", "complaint, COMPLAINT", "person, OTHER"})
    void whatReportsNothingIsToldFromReports(String sample, Kind kind) {
        Report report = read(sample);

        assertThat(report.kind()).isEqualTo(kind);
        assertThat(report.recipients()).isEmpty();
        assertThat(report.messageIds()).containsExactly(DELIVERY);
    }

    @ParameterizedTest
    @CsvSource({
        "Auto-Submitted: auto-generated, AUTO_REPLY",
        "Auto-Submitted: no, OTHER",
        "X-Autoreply: yes, AUTO_REPLY",
        "X-Autorespond: out, AUTO_REPLY",
        "Precedence: auto_reply, AUTO_REPLY",
        "Precedence: first-class, OTHER"
    })
    void automaticAnswersAreKnownByAnyOfTheirMarks(String header, Kind kind) {
        assertThat(ReportReader.read((header + "\r\n\r\nText").getBytes(StandardCharsets.UTF_8))
                        .kind())
                .isEqualTo(kind);
    }

    static Stream<Arguments> hostileInputEndsInTimeAndIsNeverTakenForAReport() {
        String report = "Content-Type: multipart/report; boundary=\"%s\"\r\n\r\n--%s\r\n";
        StringBuilder deep = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            deep.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\r\n\r\n--b")
                    .append(i)
                    .append("\r\n");
        }
        byte[] noise = new byte[500_000];
        new Random(1).nextBytes(noise);
        return Stream.of(
                Arguments.of("nothing", new byte[0]),
                Arguments.of("noise", noise),
                Arguments.of("nested deeply", bytes(deep.toString())),
                Arguments.of("nested a little too deeply", bytes(deep.substring(0, 600))),
                Arguments.of("many parts", bytes(report.formatted("b", "b") + "\r\n--b\r\n".repeat(100_000))),
                Arguments.of("a giant header", bytes("Subject: " + "x".repeat(900_000) + "\r\n\r\nText")),
                Arguments.of("many headers", bytes("X: y\r\n".repeat(150_000) + "\r\nText")),
                Arguments.of("a giant address", bytes("To: " + "a+".repeat(400_000) + "@example.com\r\n\r\nText")),
                Arguments.of(
                        "an unknown charset",
                        bytes("Subject: =?x-nonsense?B?////?=\r\n"
                                + "Content-Type: text/plain; charset=\"no such\"\r\n\r\nText")),
                Arguments.of("no boundary", bytes("Content-Type: multipart/report\r\n\r\n--x\r\n\r\nText")),
                Arguments.of("a broken type", bytes("Content-Type: ;;;=\r\n\r\nText")),
                Arguments.of(
                        "a report without recipients",
                        bytes(
                                report.formatted("b", "b")
                                        + "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\n--b--\r\n")),
                Arguments.of(
                        "broken base64",
                        bytes(report.formatted("b", "b")
                                + "Content-Type: message/delivery-status\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                                + "!!!!\r\n--b--\r\n")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @Timeout(20)
    void hostileInputEndsInTimeAndIsNeverTakenForAReport(String name, byte[] raw) {
        Report report = ReportReader.read(raw);

        assertThat(report.kind()).isIn(Kind.UNREADABLE, Kind.OTHER);
        assertThat(report.subject()).hasSizeLessThanOrEqualTo(500);
        assertThat(report.messageIds()).isEmpty();
    }

    @Test
    void whatIsShownHasNothingUnseenInIt() {
        Report report = ReportReader.read(bytes(
                "Subject: =?UTF-8?B?4oCuZXZpbA0KSW5qZWN0ZWQ6IHg=?=\r\nFrom: a\u202E\u0007b@example.com\r\n\r\nx"));

        assertThat(report.subject()).isEqualTo("evil Injected: x");
        assertThat(report.sender()).isEqualTo("a b@example.com");
    }

    private static Report read(String sample) {
        return ReportReader.read(SampleBounces.of(sample, DELIVERY, TO, "rana@example.com"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
