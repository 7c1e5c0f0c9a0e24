package ps.domain.policy;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.Accessibility;
import ps.domain.policy.testing.BrowserTest;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.text.Language;

/** The main job from end to end, as somebody does it who reads Arabic, and as somebody does it who reads English. */
@BrowserTest
class JourneyTest {

    private static final GreenMail MAIL = new GreenMail(ServerSetup.SMTP.dynamicPort());

    private static final String CSV = """
            client_id,name,organization,email,language,status
            1,Sample One,,one@example.com,arabic,Active
            2,Sample Two,Sample Company,two@example.com,english,Active
            3,Sample Three,,two@example.com,english,Active
            4,Sample Four,,four@example.com,,Inactive
            5,Sample Five,,five@example.com,english,Closed
            """;

    static {
        MAIL.start();
    }

    @DynamicPropertySource
    static void sendForReal(DynamicPropertyRegistry properties) {
        properties.add("policy.delivery.dispatching", () -> true);
        properties.add("policy.delivery.poll-interval", () -> "100ms");
        properties.add("policy.delivery.smtp.host", () -> "localhost");
        properties.add("policy.delivery.smtp.port", () -> MAIL.getSmtp().getPort());
        properties.add("policy.notices.hold", () -> "0s");
    }

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private TestClock clock;

    @BeforeEach
    void anEmptyMailbox() throws Exception {
        MAIL.purgeEmailFromAllMailboxes();
    }

    @AfterAll
    static void stop() {
        MAIL.stop();
    }

    @ParameterizedTest
    @EnumSource
    void aChangeIsWrittenPublishedReadAndTold(Language language, Page page) throws Exception {
        signIn("editor", Role.EDITOR, language, page);
        bringInAccountHolders(page);
        writeTheChange(page);
        sayWhenAndWhy(page);
        submit(page);
        signIn("approver", Role.APPROVER, language, page);
        approve(page);
        publish(page);
        watchItBeingTold(page);
        checkTheMail(page);
        readItWhenItTakesEffect(language, page);
    }

    private void signIn(String name, Role role, Language language, Page page) {
        String email = name + "@example.com";
        staff.register(email, "Sample " + name, role, language, "a-password-for-tests", Actor.APPLICATION);
        page.navigate("/admin/drafts");
        assertThat(page).hasURL(Pattern.compile("/admin/sign-in"));
        Accessibility.check(page);
        page.fill("#email", email);
        page.fill("#password", "a-password-for-tests");
        page.click("main form .button");
        assertThat(page).hasURL(Pattern.compile("/admin/drafts"));
        assertThat(page.locator("html")).hasAttribute("lang", language.tag());
        assertThat(page.locator("html")).hasAttribute("dir", language.direction());
        Accessibility.check(page);
    }

    private static void bringInAccountHolders(Page page) {
        page.navigate("/admin/account-holders");
        Accessibility.check(page);
        page.setInputFiles(
                "input[type=file]", new FilePayload("customers.csv", "text/csv", CSV.getBytes(StandardCharsets.UTF_8)));
        page.click("form[enctype] .button");
        Accessibility.check(page);
        page.click("form[action$='/application'] .button");
        assertThat(page).hasURL(Pattern.compile("/admin/account-holders"));
    }

    private static void writeTheChange(Page page) {
        page.navigate("/admin/drafts");
        page.click("form[action$='/admin/drafts'] .button");
        assertThat(page.locator(".sections > li")).hasCount(11);
        Accessibility.check(page);
        page.click("#data-retention .row-actions a.button");
        page.fill("#body-en", "We keep technical logs for **90 days**.");
        page.fill("#body-ar", "نحتفظ بالسجلات التقنية على my.domain.ps مدة **90 يومًا**.");
        assertThat(page.locator("#preview-en strong")).hasText("90 days");
        assertThat(page.locator("#preview-ar bdi")).hasText("my.domain.ps");
        Accessibility.check(page);
        page.click("button[value=draft]");
        assertThat(page).hasURL(Pattern.compile("#data-retention$"));
    }

    private static void sayWhenAndWhy(Page page) {
        page.click("a[href$='/publication'].button");
        page.fill("#effective", "2027-01-01");
        page.check("#kind-material");
        page.fill("#summary-en", "We name the period.");
        page.click("button[value=publish]");
        assertThat(page.locator(".error-summary a[href$='#summary-ar']")).isVisible();
        assertThat(page.locator("#summary-en")).hasValue("We name the period.");
        Accessibility.check(page);
        page.fill("#summary-ar", "نحدّد المدة.");
        page.click("button[value=save]");
        assertThat(page.locator(".message.success")).isVisible();
    }

    private static void submit(Page page) {
        page.click(".breadcrumbs li:last-child a");
        page.click("a[href$='/review'].button");
        assertThat(page.locator("#section-data-retention del").first()).isVisible();
        Accessibility.check(page);
        page.click("form[action$='/submission'] .button");
        assertThat(page.locator(".message.success")).isVisible();
        page.click("form[action$='/sign-out'] button");
    }

    private static void approve(Page page) {
        page.click(".message.info a[href$='/review']");
        Accessibility.check(page);
        page.click("button[formaction$='/approval']");
        assertThat(page.locator(".message.success")).isVisible();
        Accessibility.check(page);
    }

    private static void publish(Page page) {
        page.click("#decision a[href$='/publication']");
        page.click("button[value=publish]");
        assertThat(page.locator(".message.success")).isVisible();
        Accessibility.check(page);
    }

    private static void watchItBeingTold(Page page) {
        page.navigate("/admin/notices");
        Accessibility.check(page);
        page.click("th[scope=row] a");
        // Nobody reloads the page: it asks for the progress itself.
        assertThat(page.locator("#progress")).hasAttribute("data-phase", "finished");
        assertThat(page.locator("#progress .good dd")).hasText("3");
        page.reload();
        assertThat(page.locator(".badge.accepted")).hasCount(3);
        Accessibility.check(page);
    }

    private static void checkTheMail(Page page) throws Exception {
        MimeMessage[] received = MAIL.getReceivedMessages();
        assertThat(Arrays.stream(received).map(JourneyTest::recipient))
                .containsExactlyInAnyOrder("one@example.com", "two@example.com", "four@example.com");
        for (MimeMessage message : received) {
            boolean english = recipient(message).equals("two@example.com");
            assertThat(message.getSubject())
                    .isEqualTo(
                            english
                                    ? "domain.ps: our privacy policy changes on 1 January 2027"
                                    : "تتغيّر سياسة الخصوصية لدى domain.ps في 1 كانون الثاني 2027");
            MimeMultipart parts = (MimeMultipart) message.getContent();
            String text = (String) parts.getBodyPart(0).getContent();
            assertThat(text)
                    .containsSubsequence(
                            english
                                    ? List.of("We name the period.", "نحدّد المدة.")
                                    : List.of("نحدّد المدة.", "We name the period."));
            for (String link :
                    text.lines().filter(line -> line.startsWith("http")).toList()) {
                assertThat(link).startsWith("http://localhost:8080/");
                String path = link.substring("http://localhost:8080".length());
                page.navigate("about:blank"); // so that an anchor on the same page is a request, too
                assertThat(page.navigate(path).status()).as(link).isEqualTo(200);
                if (path.contains("#")) {
                    assertThat(page.locator("section:target")).hasCount(1);
                }
            }
        }
    }

    private void readItWhenItTakesEffect(Language language, Page page) {
        String address = "/" + language + "/privacy";
        page.navigate(address);
        assertThat(page.locator(".band")).isVisible();
        assertThat(page.locator("#data-retention strong")).hasCount(0);

        clock.set(Instant.parse("2026-12-31T22:00:00Z"));

        page.navigate(address);
        assertThat(page.locator("#data-retention strong")).hasCount(1);
        assertThat(page.locator(".meta time")).hasAttribute("datetime", "2027-01-01");
        Accessibility.check(page);
        page.navigate(address + "#data-retention");
        page.locator("section:target .switch-here").click();
        assertThat(page).hasURL(Pattern.compile("/" + language.other() + "/privacy#data-retention$"));
        Accessibility.check(page);
        page.navigate(address + "/versions");
        assertThat(page.locator(".version")).hasCount(2);
        Accessibility.check(page);
        page.navigate(address + "/versions/1");
        assertThat(page.locator(".band.past")).isVisible();
        Accessibility.check(page);
    }

    private static String recipient(MimeMessage message) {
        try {
            return message.getRecipients(RecipientType.TO)[0].toString();
        } catch (MessagingException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
