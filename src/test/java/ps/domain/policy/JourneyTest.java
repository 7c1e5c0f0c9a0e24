package ps.domain.policy;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.microsoft.playwright.Locator;
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
import ps.domain.policy.testing.MailServers;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.text.Language;

/** The main job from end to end, as somebody does it who reads Arabic, and as somebody does it who reads English. */
@BrowserTest
class JourneyTest {

    private static final GreenMail MAIL = new GreenMail(MailServers.speaking(ServerSetup.PROTOCOL_SMTP));

    private static final String PASSWORD = "a-password-for-tests";

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
    void aChangeIsWrittenReviewedPublishedToldAndTakesEffect(Language language, Page page, Page colleague)
            throws Exception {
        signIn("editor@example.com", Role.EDITOR, language, page);
        signIn("approver@example.com", Role.APPROVER, language, colleague);
        bringInAccountHolders(page);
        writeTheChange(page);
        decideFromWhen(page);
        submit(page);
        approve(colleague);
        publish(colleague);
        watchItBeingTold(page);
        checkTheMail(page);
        readItWhenItTakesEffect(language, page);
    }

    private void signIn(String email, Role role, Language language, Page page) {
        staff.register(email, "Sample " + role, role, language, PASSWORD, Actor.APPLICATION);
        page.navigate("/admin/drafts");
        assertThat(page).hasURL(Pattern.compile("/admin/sign-in"));
        Accessibility.check(page);
        page.fill("#email", email);
        page.fill("#password", PASSWORD);
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
        assertThat(page.locator(".message.success")).isVisible();
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

    private static void decideFromWhen(Page page) {
        page.click("a[href$='/details']");
        page.fill("#effective", "2027-01-01");
        page.check("#kind-material");
        page.fill("#summary-en", "We name the period.");
        page.click("form.measure-form .button:not(.quiet)");
        assertThat(page.locator("#summary-en")).hasValue("We name the period.");
        assertThat(page.locator(".reasons a")).hasCount(1);
        Accessibility.check(page);
        page.click(".reasons a");
        page.locator("#summary-ar").fill("نحدّد المدة.");
        page.click("form.measure-form .button:not(.quiet)");
        assertThat(page.locator(".reasons a")).hasCount(0);
    }

    private static void submit(Page page) {
        page.navigate(page.url().replaceAll("/details.*", "/review"));
        page.click("form[action$='/submission'] button, button[formaction$='/submission']");
        assertThat(page.locator(".message.success")).isVisible();
        Accessibility.check(page);
    }

    private static void approve(Page page) {
        page.navigate("/admin/drafts");
        page.click("a[href$='/review']");
        assertThat(page.locator("#data-retention ins, [id$=data-retention] ins").first())
                .isVisible();
        page.click("form[action$='/approval'] button, button[formaction$='/approval']");
        assertThat(page.locator(".message.success")).isVisible();
        Accessibility.check(page);
    }

    /** With the keyboard alone, from the field for the number on. */
    private static void publish(Page page) {
        page.navigate(page.url().replaceAll("/(review|approval).*", "/publication"));
        for (Locator shown : page.locator("details.plain > summary").all()) {
            shown.click();
        }
        assertThat(page.frameLocator("iframe[src$='/text/ar']").locator("#data-retention bdi"))
                .hasText("my.domain.ps");
        assertThat(page.frameLocator("iframe[src$='/comparison/en']")
                        .locator("#data-retention ins")
                        .first())
                .isVisible();
        assertThat(page.frameLocator("iframe[src$='/mail/en']").locator("body")).containsText("We name the period.");
        page.locator("#recipients").focus();
        page.keyboard().type("30");
        page.keyboard().press("Tab");
        page.keyboard().type(PASSWORD);
        page.keyboard().press("Enter");
        assertThat(page.locator(".error-summary a[href$='#recipients']")).isVisible();
        Accessibility.check(page);
        page.locator("#recipients").focus();
        page.keyboard().press("ControlOrMeta+A");
        page.keyboard().type("3");
        page.keyboard().press("Tab");
        page.keyboard().type(PASSWORD);
        page.keyboard().press("Enter");
        assertThat(page).hasURL(Pattern.compile("/admin/drafts$"));
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
