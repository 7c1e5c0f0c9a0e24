package ps.domain.policy.tryout;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class MailPagesTest {

    @Test
    void hundredsOfMailsAreListedAndEachIsShownAsTextAndAsHtml() throws MessagingException {
        try (TryOutMail mail = TryOutMail.start()) {
            MockMvcTester pages = MockMvcTester.create(MockMvcBuilders.routerFunctions(new MailPages(mail).routes())
                    .build());
            send(mail.port(), 700);

            assertThat(pages.get().uri("/dev/mail"))
                    .hasStatusOk()
                    .bodyText()
                    .contains("700, of which the newest 500 are shown", "reader700@example.com", "تغيير &lt;b&gt;")
                    .doesNotContain("reader200@example.com");
            assertThat(pages.get().uri("/dev/mail/1"))
                    .hasStatusOk()
                    .bodyText()
                    .contains("reader1@example.com", "النص &lt;i&gt;", "Message-ID:", "src=\"1/html\"");
            assertThat(pages.get().uri("/dev/mail/1/html"))
                    .hasStatusOk()
                    .hasHeader(
                            "Content-Security-Policy",
                            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self';"
                                    + " sandbox allow-popups allow-popups-to-escape-sandbox")
                    .bodyText()
                    .contains("<base target=\"_blank\">", "<p>السياسة</p>");
            assertThat(pages.get().uri("/dev/mail/701")).hasStatus(404);
        }
    }

    private static void send(int port, int count) throws MessagingException {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", TryOutMail.HOST);
        properties.setProperty("mail.smtp.port", Integer.toString(port));
        Session session = Session.getInstance(properties);
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect();
            for (int i = 1; i <= count; i++) {
                MimeBodyPart text = new MimeBodyPart();
                text.setText("النص <i>", "UTF-8");
                MimeBodyPart html = new MimeBodyPart();
                html.setText("<html><head></head><body><p>السياسة</p></body></html>", "UTF-8", "html");
                MimeMessage message = new MimeMessage(session);
                message.setRecipients(RecipientType.TO, "reader" + i + "@example.com");
                message.setSubject("تغيير <b>", "UTF-8");
                message.setContent(new MimeMultipart("alternative", text, html));
                message.saveChanges();
                transport.sendMessage(message, message.getAllRecipients());
            }
        }
    }
}
