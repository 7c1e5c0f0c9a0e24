package ps.domain.policy.delivery;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A letter as it goes over the wire (RFC 5322, RFC 2045). Everything but a few headers is the same for every recipient and
 * encoded once: encoding it anew for each costs more than half the time of sending.
 */
final class EncodedLetter {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final Pattern LANGUAGE_TAG = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*");

    private final String messageIdDomain;
    private final byte[] rest;
    private final byte[] onTheWire;

    private EncodedLetter(String messageIdDomain, byte[] rest) {
        this.messageIdDomain = messageIdDomain;
        this.rest = rest;
        this.onTheWire = dotted(rest);
    }

    static EncodedLetter of(Letter letter, DeliverySettings settings) {
        Mailbox from = Mailbox.parse(settings.fromAddress());
        String boundary = "=_" + digest(letter);
        StringBuilder head = new StringBuilder();
        try {
            header(head, "From", new InternetAddress(from.toString(), settings.fromName(), "UTF-8").toString());
            String replyTo = settings.replyTo();
            if (replyTo != null && !replyTo.isEmpty()) {
                header(head, "Reply-To", Mailbox.parse(replyTo).toString());
            }
            header(head, "Subject", MimeUtility.encodeText(letter.subject(), "UTF-8", null));
        } catch (IOException everyJvmHasUtf8) {
            throw new UncheckedIOException(everyJvmHasUtf8);
        }
        header(head, "MIME-Version", "1.0");
        header(head, "Content-Type", "multipart/alternative; boundary=\"" + boundary + "\"");
        String language = letter.variant().split("\\.", 2)[0];
        if (LANGUAGE_TAG.matcher(language).matches()) {
            header(head, "Content-Language", language);
        }
        header(head, "Auto-Submitted", "auto-generated");
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        rest.writeBytes(ascii(head + "\r\n"));
        part(rest, boundary, "text/plain", letter.text());
        part(rest, boundary, "text/html", letter.html());
        rest.writeBytes(ascii("--" + boundary + "--\r\n"));
        return new EncodedLetter(from.domain(), rest.toByteArray());
    }

    /** The whole message for one recipient, without what SMTP adds to it. */
    byte[] toBytes(Relay.Message message) {
        return joined(head(message), rest);
    }

    /** The same with what SMTP adds to it: dots before dots, and one at the end (RFC 5321, section 4.5.2). */
    byte[] onTheWire(Relay.Message message) {
        return joined(head(message), onTheWire);
    }

    private byte[] head(Relay.Message message) {
        UUID follows = message.follows();
        String head = "Date: " + DATE.format(message.at()) + "\r\n"
                + "Message-ID: " + messageId(message.id()) + "\r\n"
                + (follows == null
                        ? ""
                        : "In-Reply-To: " + messageId(follows) + "\r\nReferences: " + messageId(follows) + "\r\n")
                + "To: " + message.to() + "\r\n";
        return head.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] joined(byte[] head, byte[] rest) {
        byte[] joined = Arrays.copyOf(head, head.length + rest.length);
        System.arraycopy(rest, 0, joined, head.length, rest.length);
        return joined;
    }

    /** The head has no line that begins with a dot, and ends with a line's end. */
    private static byte[] dotted(byte[] rest) {
        ByteArrayOutputStream dotted = new ByteArrayOutputStream(rest.length + 128);
        byte before = '\n';
        for (byte next : rest) {
            if (next == '.' && before == '\n') {
                dotted.write('.');
            }
            dotted.write(next);
            before = next;
        }
        dotted.writeBytes(ascii(".\r\n"));
        return dotted.toByteArray();
    }

    /** The Message-ID of a delivery: the same on every attempt. */
    String messageId(UUID id) {
        return "<" + id + "@" + messageIdDomain + ">";
    }

    private static void header(StringBuilder head, String name, String value) {
        head.append(name)
                .append(": ")
                .append(MimeUtility.fold(name.length() + 2, value))
                .append("\r\n");
    }

    /** Quoted-printable or base64, whichever is shorter: both pass every relay unchanged. */
    private static void part(ByteArrayOutputStream out, String boundary, String type, String content) {
        byte[] canonical = content.replaceAll("\\R", "\r\n").concat("\r\n").getBytes(StandardCharsets.UTF_8);
        byte[] quoted = encoded(canonical, "quoted-printable");
        byte[] base64 = encoded(canonical, "base64");
        boolean quotedIsShorter = quoted.length <= base64.length;
        out.writeBytes(ascii("--" + boundary + "\r\nContent-Type: " + type + "; charset=UTF-8\r\n"
                + "Content-Transfer-Encoding: " + (quotedIsShorter ? "quoted-printable" : "base64") + "\r\n\r\n"));
        out.writeBytes(quotedIsShorter ? quoted : base64);
        out.writeBytes(ascii("\r\n"));
    }

    private static byte[] encoded(byte[] content, String encoding) {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        try (OutputStream out = MimeUtility.encode(encoded, encoding)) {
            out.write(content);
        } catch (IOException | MessagingException impossible) {
            throw new IllegalStateException(impossible);
        }
        return encoded.toByteArray();
    }

    private static String digest(Letter letter) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((letter.subject() + letter.html() + letter.text()).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
