package ps.domain.policy.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Types;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.delivery.Letter;
import ps.domain.policy.delivery.Mailings;
import ps.domain.policy.delivery.MessageFiles;
import ps.domain.policy.delivery.Progress;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.testing.TestDatabase;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.versions.Effect;
import ps.domain.policy.versions.NewVersion;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Section;
import ps.domain.policy.versions.SectionKey;
import ps.domain.policy.versions.Significance.Material;
import ps.domain.policy.versions.Version;

@PolicyTest
class NoticesTest {

    @Autowired
    private Notices notices;

    @Autowired
    private MessageFiles files;

    @Autowired
    private Mailings mailings;

    @Autowired
    private PublishedVersions versions;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Environment environment;

    @Autowired
    private ApplicationContext application;

    @BeforeEach
    void accountHolders() {
        holder(1, "one@example.com", "ar", "ACTIVE");
        holder(2, "two@example.com", "en", "ACTIVE");
        holder(3, "Shared@example.com", null, "ACTIVE");
        holder(4, "shared@example.com", "en", "INACTIVE");
        holder(5, "closed@example.com", "ar", "CLOSED");
        holder(6, null, "ar", "ACTIVE");
        holder(7, "unknown@example.com", null, "ACTIVE");
    }

    @Test
    void everyAddressGetsOneMailAndEveryAccountHolderIsRecorded() {
        announce();
        Notice notice = notices.all().getFirst();

        assertThat(jdbc.sql("SELECT address || ' ' || variant FROM delivery ORDER BY lower(address)")
                        .query(String.class)
                        .list())
                .containsExactly(
                        "one@example.com ar", "shared@example.com en", "two@example.com en", "unknown@example.com ar");
        assertThat(notice.accountHolders()).isEqualTo(5);
        assertThat(jdbc.sql("SELECT count(DISTINCT delivery_id) FROM notice_recipient WHERE client_id IN (3, 4)")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        assertThat(jdbc.sql("SELECT client_id || ' ' || reason FROM notice_unreached ORDER BY 1")
                        .query(String.class)
                        .list())
                .containsExactly("5 CLOSED", "6 NO_ADDRESS");
        Progress progress = mailings.progress(notice.mailing());
        assertThat(progress.total()).isEqualTo(4);
        assertThat(progress.phase()).isEqualTo(Progress.Phase.HELD);
    }

    @Test
    void whoeverChangesMeanwhileIsRecordedOnceEitherAsToldOrAsNot() throws Exception {
        try (ExecutorService publisher = Executors.newSingleThreadExecutor()) {
            Future<?> announced = Objects.requireNonNull(transactions.execute(transaction -> {
                jdbc.sql("LOCK TABLE notice_recipient IN SHARE MODE").update();
                Future<?> begun = publisher.submit(this::announce);
                await().until(() -> begun.isDone() || isSomebodyWaitingForRecipients());
                jdbc.sql("UPDATE account_holder SET email = NULL, email_key = NULL WHERE client_id = 1")
                        .update();
                jdbc.sql("UPDATE account_holder SET email = 'x@example.com', email_key = 'x@example.com'"
                                + " WHERE client_id = 6")
                        .update();
                return begun;
            }));
            announced.get();
        }

        assertThat(jdbc.sql("""
                        SELECT client_id FROM notice_recipient
                        UNION ALL SELECT client_id FROM notice_unreached ORDER BY 1
                        """).query(Integer.class).list()).containsExactly(1, 2, 3, 4, 5, 6, 7);
        Notice notice = notices.all().getFirst();
        assertThat(notice.accountHolders() + notice.unreached()).isEqualTo(7);
    }

    private boolean isSomebodyWaitingForRecipients() {
        return jdbc.sql(
                        "SELECT EXISTS (SELECT FROM pg_locks WHERE relation = 'notice_recipient'::regclass AND NOT granted)")
                .query(Boolean.class)
                .single();
    }

    @Test
    void theAudienceIsCountedBeforehandAsItIsFixedAfterwards() {
        assertThat(notices.audience()).isEqualTo(new Audience(5, 4, 2, new Audience.Unreached(1, 1, 0, 0)));
    }

    @Test
    void nothingIsLeftWhenThePublicationFails() {
        assertThatThrownBy(() -> transactions.executeWithoutResult(status -> {
                    notices.announce(publish(), Actor.APPLICATION);
                    throw new IllegalStateException("something else failed");
                }))
                .hasMessage("something else failed");

        assertThat(notices.all()).isEmpty();
        assertThat(jdbc.sql("SELECT count(*) FROM delivery").query(Long.class).single())
                .isZero();
        assertThat(jdbc.sql("SELECT count(*) FROM audit_entry")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE notice SET reference = 'x'",
                "DELETE FROM notice",
                "TRUNCATE notice",
                "UPDATE notice_recipient SET email = 'x'",
                "DELETE FROM notice_recipient",
                "DELETE FROM notice_unreached"
            })
    void theDatabaseRefusesToChangeWhatWasAnnounced(String change) {
        announce();

        JdbcClient superuser = TestDatabase.of(environment).asSuperuser();

        assertThatThrownBy(() -> superuser.sql(change).update()).hasMessageContaining("is refused");
    }

    @ParameterizedTest
    @CsvSource({
        "ar, تتغيّر سياسة الخصوصية لدى domain.ps في 1 كانون الثاني 2027, تحية طيبة وبعد، , Dear customer",
        "en, domain.ps: our privacy policy changes on 1 January 2027, Dear customer, تحية طيبة وبعد،"
    })
    void bothLanguagesAreInEveryMailTheRecipientsOwnFirst(String variant, String subject, String first, String second) {
        announce();
        Letter letter = letter(variant);

        assertThat(letter.subject()).isEqualTo(subject);
        assertThat(letter.text()).containsSubsequence(first, second);
        assertThat(Jsoup.parse(letter.html()).body().text()).containsSubsequence(first, second);
        assertThat(Jsoup.parse(letter.html()).expectFirst("html").attr("lang")).isEqualTo(variant);
    }

    @Test
    void theMailSaysWhatChangesFromWhenAndLinksToTheNewVersion() {
        announce();
        String reference = notices.all().getFirst().reference();

        letters().forEach(letter -> {
            Document html = Jsoup.parse(letter.html());
            assertThat(html.select("a").eachAttr("href"))
                    .contains(
                            "http://localhost:8080/en/privacy/versions/2",
                            "http://localhost:8080/en/privacy/compare/1...2",
                            "http://localhost:8080/ar/privacy/compare/1...2#data-retention",
                            "http://localhost:8080/ar/privacy/compare/1...2#children",
                            "http://localhost:8080/ar/privacy/compare/1...2#transfers")
                    .allMatch(link -> link.startsWith("http://localhost:8080/"));
            assertThat(List.of(html.text(), letter.text()))
                    .allSatisfy(text -> assertThat(text)
                            .contains(
                                    "We name the period.",
                                    "نحدّد المدة.",
                                    "Data Retention",
                                    "Transfers (new)",
                                    "Children (removed)",
                                    "الأطفال (حُذف)",
                                    "What it means for you: We delete your data sooner.",
                                    "ماذا يعني ذلك لك: نحذف بياناتك أسرع.",
                                    "What it means for you: Accounts of minors stay open.",
                                    "until then version 1 stays in force",
                                    "Compare with version 1, word by word",
                                    "مقارنتها بالنسخة 1 كلمةً بكلمة",
                                    "Check that this email is genuine:",
                                    "لأن لديك حسابًا لدى domain.ps",
                                    "You have an account with domain.ps",
                                    reference));
            assertThat(html.select("a").eachAttr("href"))
                    .contains(
                            "http://localhost:8080/en/notice/" + reference,
                            "http://localhost:8080/ar/notice/" + reference);
        });
    }

    @Test
    void whatTakesEffectInBetweenIsSaidAndNotThatTheOneBeforeStaysInForceUntilThen() {
        SampleVersions samples = new SampleVersions(application);
        samples.minor(LocalDate.of(2026, 12, 20));
        Version third = samples.material(LocalDate.of(2027, 1, 1));
        transactions.executeWithoutResult(status -> notices.announce(third, Actor.APPLICATION));

        assertThat(letters())
                .allSatisfy(letter -> assertThat(letter.text())
                        .contains(
                                "The new text is version 3. It takes effect on 1 January 2027."
                                        + " Version 1 stays in force until version 2 takes its place on 20 December 2026.",
                                "تبقى النسخة 1 سارية إلى أن تحلّ محلّها النسخة 2 في 20 كانون الأول 2026.")
                        .doesNotContain("until then", "حتى ذلك الحين"));
    }

    @Test
    void theMailIsSmallLoadsNothingAndDeclaresTheDirectionOfEveryBlock() {
        announce();

        letters().forEach(letter -> {
            Document html = Jsoup.parse(letter.html());
            assertThat(letter.html().length()).isLessThan(60_000);
            assertThat(html.select("img, script, link, iframe, [src], [background]"))
                    .isEmpty();
            for (Element block : html.body().select("table, tr, td, p, h1, h2, div")) {
                if (!block.tagName().equals("tbody")) {
                    assertThat(block.attr("lang")).as(block.outerHtml()).isIn("ar", "en");
                    assertThat(block.attr("dir"))
                            .as(block.outerHtml())
                            .isEqualTo(block.attr("lang").equals("ar") ? "rtl" : "ltr");
                }
            }
            assertThat(html.body().select("td, p, h1, h2, div")).allMatch(block -> block.hasAttr("align"));
        });
    }

    /** Letters as small as a pixel or in the colour of the ground are what spam filters look for. */
    @Test
    void whatIsShownInTheListOfMailsIsHiddenInTheMailWithoutWhatFiltersTakeForATrick() {
        announce();

        letters().forEach(letter -> {
            Element first = Jsoup.parse(letter.html()).body().child(0);
            assertThat(first.text()).isNotBlank();
            assertThat(first.attr("style"))
                    .contains("display:none")
                    .doesNotContain("color")
                    .doesNotContain("font-size");
        });
    }

    @Test
    void aMailAboutVeryManySectionsStaysSmallAndSaysThatThereAreMore() {
        Version first = versions.timeline().version(1).orElseThrow();
        List<Section> sections = new ArrayList<>(first.sections());
        List<Effect> effects = new ArrayList<>();
        for (int i = 1; i <= 80; i++) {
            SectionKey key = new SectionKey("section-" + i);
            sections.add(new Section(
                    key,
                    new BilingualText("قسم جديد تمامًا رقمه " + i, "A wholly new section, number " + i),
                    new BilingualText("نص.", "Text.")));
            effects.add(new Effect(
                    key, new BilingualText("يعني ذلك لك أمرًا مهمًّا. ".repeat(8), "This matters to you. ".repeat(8))));
        }
        transactions.executeWithoutResult(status -> notices.announce(
                versions.publish(
                        new NewVersion(
                                LocalDate.of(2027, 1, 1),
                                new Material(),
                                first.title(),
                                new BilingualText("أضفنا أقسامًا.", "We added sections."),
                                sections,
                                effects),
                        Actor.APPLICATION),
                Actor.APPLICATION));
        Notice notice = notices.all().getFirst();
        String reference = notice.reference();

        assertThat(letters()).allSatisfy(letter -> {
            assertThat(files.sample(notice.mailing(), letter.variant(), false, TestClock.START))
                    .hasSizeBetween(40_000, 60_000);
            int listed = Jsoup.parse(letter.html())
                    .select("a[href*='/en/'][href*='#section-']")
                    .size();
            assertThat(letter.text())
                    .contains(80 - listed + " more sections change", "ويتغيّر كذلك " + (80 - listed), reference);
        });
    }

    @Test
    void everyParagraphOfTheArabicTextBeginsWithAnArabicWord() {
        announce();
        String arabic = letter("ar").text();
        String ownPart = arabic.substring(0, arabic.indexOf("===="));

        assertThat(ownPart.lines().filter(line -> !line.isBlank() && !line.startsWith("http")))
                .isNotEmpty()
                .allMatch(line -> Character.UnicodeScript.of(line.codePointAt(0)) == Character.UnicodeScript.ARABIC);
    }

    private List<Letter> letters() {
        return mailings.letters(notices.all().getFirst().mailing());
    }

    private Letter letter(String variant) {
        return letters().stream()
                .filter(letter -> letter.variant().equals(variant))
                .findFirst()
                .orElseThrow();
    }

    private void announce() {
        transactions.executeWithoutResult(status -> notices.announce(publish(), Actor.APPLICATION));
    }

    private Version publish() {
        Version first = versions.timeline().version(1).orElseThrow();
        List<Section> sections = new ArrayList<>(first.sections());
        sections.removeIf(section -> section.key().value().equals("children"));
        sections.replaceAll(section -> section.key().value().equals("data-retention")
                ? new Section(section.key(), section.heading(), new BilingualText("90 يومًا.", "90 days."))
                : section);
        sections.add(new Section(
                new SectionKey("transfers"),
                new BilingualText("نقل البيانات", "Transfers"),
                new BilingualText("نص.", "Text.")));
        return versions.publish(
                new NewVersion(
                        LocalDate.of(2027, 1, 1),
                        new Material(),
                        first.title(),
                        new BilingualText("نحدّد المدة.", "We name the period."),
                        sections,
                        List.of(
                                new Effect(
                                        new SectionKey("children"),
                                        new BilingualText(
                                                "حساب القاصر يبقى مفتوحًا.", "Accounts of minors stay open.")),
                                new Effect(
                                        new SectionKey("data-retention"),
                                        new BilingualText("نحذف بياناتك أسرع.", "We delete your data sooner.")))),
                Actor.APPLICATION);
    }

    private void holder(long id, @Nullable String email, @Nullable String language, String status) {
        jdbc.sql("""
                INSERT INTO account_holder (client_id, name, organization, email, email_key, language, status, updated_at)
                VALUES (:id, 'Sample', '', :email, lower(:email), :language, :status, now())
                """)
                .param("id", id)
                .param("email", email, Types.VARCHAR)
                .param("language", language, Types.VARCHAR)
                .param("status", status)
                .update();
    }
}
