package ps.domain.policy.delivery;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimePartDataSource;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.angus.mail.dsn.DeliveryStatus;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.delivery.Report.Kind;
import ps.domain.policy.delivery.ReportedRecipient.Action;

/**
 * Reads what came back: delivery status notifications (RFC 3464, RFC 6533), those of older Exims and of qmail, which have
 * forms of their own, complaints (RFC 5965) and automatic answers (RFC 3834). Whatever somebody sends, it ends in time and
 * within little memory; what cannot be read is said to be so.
 */
final class ReportReader {

    private static final int DEEPEST = 8;
    private static final int MOST_PARTS = 200;
    private static final int MOST_RECIPIENTS = 100;
    private static final int LONGEST_TEXT = 64 * 1024;
    private static final int LONGEST_SHOWN = 500;

    private static final List<String> CAME_TO =
            List.of("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To", "To", "Cc");

    private static final Pattern MESSAGE_ID = Pattern.compile(
            "([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@", Pattern.CASE_INSENSITIVE);
    private static final Pattern MESSAGE_ID_LINE =
            Pattern.compile("^[> ]*Message-ID:(.{1,200})$", Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);
    private static final Pattern STATUS = Pattern.compile("(?<![\\d.])([245]\\.\\d{1,3}\\.\\d{1,3})(?![\\d.])");
    /** An SMTP server's answer with its enhanced code. */
    private static final Pattern ANSWER =
            Pattern.compile("(?<!\\d)[45]\\d\\d[ -]([45]\\.\\d{1,3}\\.\\d{1,3})(?![\\d.])");

    private static final Pattern UNSHOWN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}\\s]+");
    private static final Pattern ESCAPED = Pattern.compile("\\\\x\\{([0-9A-Fa-f]{2,6})}");
    private static final Pattern BOUNDARY_LIKE = Pattern.compile("^--", Pattern.MULTILINE);

    private static final Session SESSION = session();

    private final MimeMessage message;
    private final List<ReportedRecipient> recipients = new ArrayList<>();
    private final Set<UUID> messageIds = new LinkedHashSet<>();
    private @Nullable String text;
    private boolean status;
    private boolean complaint;
    private boolean receipt;
    private int parts;

    private ReportReader(MimeMessage message) {
        this.message = message;
    }

    /** Reads a message as it came. */
    static Report read(byte[] raw) {
        try {
            if (BOUNDARY_LIKE
                            .matcher(new String(raw, StandardCharsets.ISO_8859_1))
                            .results()
                            .limit(MOST_PARTS + 1L)
                            .count()
                    > MOST_PARTS) {
                return Report.unreadable();
            }
            return new ReportReader(new MimeMessage(SESSION, new ByteArrayInputStream(raw))).read();
        } catch (MessagingException | IOException | RuntimeException | StackOverflowError unreadable) {
            return Report.unreadable();
        }
    }

    private Report read() throws MessagingException, IOException {
        look(message, 0);
        Kind kind = kind();
        Stream.of("In-Reply-To", "References").forEach(name -> addMessageIds(headerOrEmpty(message, name)));
        if (text != null) {
            MESSAGE_ID_LINE.matcher(text).results().limit(10).forEach(line -> addMessageIds(line.group(1)));
        }
        Set<UUID> returnPaths = new LinkedHashSet<>();
        for (String name : CAME_TO) {
            String[] values = message.getHeader(name);
            if (values != null) {
                Arrays.stream(values)
                        .flatMap(value -> Arrays.stream(value.split("[\\s<>,;\"]+")))
                        .flatMap(address -> ReturnPath.deliveryIn(address).stream())
                        .forEach(returnPaths::add);
            }
        }
        return new Report(
                kind,
                shown(decoded(headerOrEmpty(message, "Subject"))),
                shown(decoded(headerOrEmpty(message, "From"))),
                List.copyOf(recipients),
                returnPaths,
                messageIds);
    }

    /** A report is looked for before an automatic answer: reports are answered automatically, and may say so. */
    private Kind kind() {
        if (status && !recipients.isEmpty()) {
            return recipients.stream().anyMatch(recipient -> recipient.action() == Action.FAILED)
                    ? Kind.FAILURE
                    : Kind.PROGRESS;
        }
        if (complaint) {
            return Kind.COMPLAINT;
        }
        if (readQmail() || readExim()) {
            return Kind.FAILURE;
        }
        if (status) {
            return Kind.UNREADABLE;
        }
        return receipt || isAutomatic() ? Kind.AUTO_REPLY : Kind.OTHER;
    }

    private void look(Part part, int depth) throws MessagingException, IOException {
        if (depth > DEEPEST || ++parts > MOST_PARTS) {
            throw new MessagingException("There are too many parts, or too deep");
        }
        String type = typeOf(part);
        if (type.startsWith("multipart/")) {
            MimeMultipart multipart = new MimeMultipart(new MimePartDataSource((MimePart) part));
            for (int i = 0; i < multipart.getCount(); i++) {
                BodyPart inner = multipart.getBodyPart(i);
                look(inner, depth + 1);
            }
            return;
        }
        switch (type) {
            case "message/delivery-status", "message/global-delivery-status" -> addStatus(part);
            case "message/feedback-report" -> complaint = true;
            case "message/disposition-notification" -> receipt = true;
            case "message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers" ->
                // What was returned: only its headers, for what is nested in it is not about our message.
                addMessageIds(headerOrEmpty(new InternetHeaders(part.getInputStream(), true), "Message-ID"));
            default -> {
                if (text == null && (type.equals("text/plain") || depth == 0)) {
                    text = new String(part.getInputStream().readNBytes(LONGEST_TEXT), StandardCharsets.UTF_8);
                }
            }
        }
    }

    private void addStatus(Part part) throws MessagingException, IOException {
        status = true;
        DeliveryStatus report = new DeliveryStatus(part.getInputStream());
        int count = Math.min(report.getRecipientDSNCount(), MOST_RECIPIENTS);
        for (int i = 0; i < count; i++) {
            InternetHeaders of = report.getRecipientDSN(i);
            String code = headerOrEmpty(of, "Status");
            Matcher enhanced = STATUS.matcher(code);
            String enhancedCode = enhanced.find() ? enhanced.group(1) : null;
            Action action = actionOf(headerOrEmpty(of, "Action"), enhancedCode);
            String finalRecipient = address(headerOrEmpty(of, "Final-Recipient"));
            if (action != null || finalRecipient != null) {
                String words = afterType(headerOrEmpty(of, "Diagnostic-Code"));
                // OpenSMTPD has them in the text alone, and so has Exim what is its own.
                String said = words.isBlank() && finalRecipient != null ? wordsAbout(finalRecipient) : words;
                recipients.add(new ReportedRecipient(
                        action,
                        moreExact(enhancedCode, said),
                        finalRecipient,
                        address(headerOrEmpty(of, "Original-Recipient")),
                        shownOrNull(said)));
            }
        }
    }

    /** Exim and OpenSMTPD leave it at "undefined" (RFC 3463, section 3.1), whatever the other server said. */
    private static @Nullable String moreExact(@Nullable String enhancedCode, String words) {
        if (enhancedCode != null && !enhancedCode.endsWith(".0.0")) {
            return enhancedCode;
        }
        Matcher answer = ANSWER.matcher(words);
        return answer.find() ? answer.group(1) : enhancedCode;
    }

    private static @Nullable Action actionOf(String word, @Nullable String enhancedCode) {
        String first = word.strip().toLowerCase(Locale.ROOT).split("[^a-z]", 2)[0];
        return switch (first) {
            case "failed" -> Action.FAILED;
            case "delayed" -> Action.DELAYED;
            case "delivered" -> Action.DELIVERED;
            case "relayed" -> Action.RELAYED;
            case "expanded" -> Action.EXPANDED;
            // The field is required, and left out all the same.
            default -> enhancedCode != null && enhancedCode.startsWith("5.") ? Action.FAILED : null;
        };
    }

    /**
     * The form of qmail: a paragraph that begins "Hi. This is the", one for each recipient that begins with the address
     * and a colon, and then, behind a line that begins with a dash, the message.
     */
    private boolean readQmail() {
        String body = text == null ? "" : text.replace("\r\n", "\n").stripLeading();
        if (!body.startsWith("Hi. This is the")) {
            return false;
        }
        for (String paragraph : body.split("\n[ \t]*\n", -1)) {
            if (paragraph.stripLeading().startsWith("-") || recipients.size() >= MOST_RECIPIENTS) {
                break;
            }
            int end = paragraph.indexOf(">:");
            if (paragraph.startsWith("<") && end > 0) {
                addFailed(paragraph.substring(1, end), paragraph.substring(end + 2));
            }
        }
        return !recipients.isEmpty();
    }

    /** Older Exims name in a header those who did not get it. */
    private boolean readExim() {
        String failed = headerOrEmpty(message, "X-Failed-Recipients");
        Arrays.stream(failed.split("[,\\s]+"))
                .filter(address -> !address.isEmpty())
                .limit(MOST_RECIPIENTS)
                .forEach(address -> addFailed(address, wordsAbout(address)));
        return !recipients.isEmpty();
    }

    /** What the text says behind an address, up to the next empty line. */
    private String wordsAbout(String address) {
        String body = text == null ? "" : text.replace("\r\n", "\n");
        int at = body.indexOf(address);
        if (at < 0) {
            return "";
        }
        int end = body.indexOf("\n\n", at);
        return body.substring(at + address.length(), end < 0 ? body.length() : end)
                .replaceFirst("^[>:\\s]+", "");
    }

    private void addFailed(String address, String words) {
        Matcher code = STATUS.matcher(words);
        recipients.add(new ReportedRecipient(
                Action.FAILED, code.find() ? code.group(1) : null, shownOrNull(address), null, shownOrNull(words)));
    }

    private boolean isAutomatic() {
        String submitted = headerOrEmpty(message, "Auto-Submitted").strip().toLowerCase(Locale.ROOT);
        String precedence = headerOrEmpty(message, "Precedence").strip().toLowerCase(Locale.ROOT);
        return (!submitted.isEmpty() && !submitted.equals("no"))
                || List.of("auto_reply", "bulk", "junk", "list").contains(precedence)
                || Stream.of("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Response-From")
                        .anyMatch(name -> !headerOrEmpty(message, name).isEmpty());
    }

    private void addMessageIds(String value) {
        MESSAGE_ID.matcher(value).results().limit(20).forEach(id -> messageIds.add(UUID.fromString(id.group(1))));
    }

    /** The part's type; as RFC 2045, section 5.2, has it where none can be read. */
    private static String typeOf(Part part) {
        try {
            return new ContentType(part.getContentType()).getBaseType().toLowerCase(Locale.ROOT);
        } catch (MessagingException unreadable) {
            return "text/plain";
        }
    }

    /** An address behind its type, {@code rfc822;} or {@code utf-8;}, with what is escaped (RFC 6533, section 3). */
    private static @Nullable String address(String value) {
        String plain = ESCAPED.matcher(afterType(value)).replaceAll(escaped -> {
            int code = Integer.parseInt(escaped.group(1), 16);
            return Matcher.quoteReplacement(Character.isValidCodePoint(code) ? Character.toString(code) : "");
        });
        return shownOrNull(plain.strip().replaceAll("^<|>$", ""));
    }

    private static String afterType(String value) {
        return value.substring(value.indexOf(';') + 1);
    }

    private static String headerOrEmpty(Part of, String name) {
        try {
            String[] values = of.getHeader(name);
            return values == null ? "" : utf8(values[0]);
        } catch (MessagingException unreadable) {
            return "";
        }
    }

    private static String headerOrEmpty(InternetHeaders of, String name) {
        String[] values = of.getHeader(name);
        return values == null ? "" : utf8(values[0]);
    }

    /** What was read byte by byte is UTF-8 after all, if it can be (RFC 6532). */
    private static String utf8(String value) {
        if (value.chars().allMatch(character -> character < 128)
                || value.chars().anyMatch(character -> character > 255)) {
            return value;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException anotherCharset) {
            return value;
        }
    }

    private static String decoded(String header) {
        try {
            return MimeUtility.decodeText(MimeUtility.unfold(header));
        } catch (UnsupportedEncodingException unknownCharset) {
            return header;
        }
    }

    private static @Nullable String shownOrNull(String text) {
        String shown = shown(text);
        return shown.isEmpty() ? null : shown;
    }

    /** One line without what cannot be seen, and not too long. */
    private static String shown(String text) {
        String line = UNSHOWN.matcher(text.substring(0, Math.min(text.length(), LONGEST_TEXT)))
                .replaceAll(" ")
                .strip();
        return line.length() <= LONGEST_SHOWN
                ? line
                : line.substring(
                        0,
                        Character.isHighSurrogate(line.charAt(LONGEST_SHOWN - 1)) ? LONGEST_SHOWN - 1 : LONGEST_SHOWN);
    }

    private static Session session() {
        Properties properties = new Properties();
        properties.setProperty("mail.mime.allowutf8", "true");
        return Session.getInstance(properties);
    }
}
