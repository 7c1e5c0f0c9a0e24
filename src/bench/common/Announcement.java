package ps.domain.policy.notices;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.PolicyApplication;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.versions.Effect;
import ps.domain.policy.versions.NewVersion;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Section;
import ps.domain.policy.versions.SectionKey;
import ps.domain.policy.versions.Significance.Material;

/** A material version for any number of account holders. As a program of its own: the number first, then settings. */
public final class Announcement {

    private static final SectionKey SECTION = new SectionKey("data-retention");

    private final ConfigurableApplicationContext application;
    private final JdbcClient jdbc;

    public Announcement(ConfigurableApplicationContext application) {
        this.application = application;
        this.jdbc = application.getBean(JdbcClient.class);
    }

    public static void main(String[] arguments) {
        List<String> settings = new ArrayList<>(List.of(arguments));
        int holders = Integer.parseInt(settings.removeFirst());
        settings.add("--policy.delivery.dispatching=false");
        try (ConfigurableApplicationContext application =
                SpringApplication.run(PolicyApplication.class, settings.toArray(String[]::new))) {
            Announcement announcement = new Announcement(application);
            announcement.load(holders);
            announcement.publish();
        }
    }

    /** Half of them read Arabic, half English. */
    public void load(int holders) {
        jdbc.sql("""
                INSERT INTO account_holder (client_id, name, organization, email, email_key, language, status, updated_at)
                SELECT n, 'Sample ' || n, '', 'holder' || n || '@example.com', 'holder' || n || '@example.com',
                       CASE n % 2 WHEN 0 THEN 'ar' ELSE 'en' END, 'ACTIVE', now()
                FROM generate_series(1, :holders) AS n
                """).param("holders", holders).update();
        jdbc.sql("VACUUM ANALYZE account_holder").update();
    }

    /** Publishes and announces in one transaction; gives the notice's id. */
    public UUID publish() {
        PublishedVersions versions = application.getBean(PublishedVersions.class);
        Notices notices = application.getBean(Notices.class);
        LocalDate day = LocalDate.now(application.getBean(Clock.class)).plusDays(30);
        List<Section> sections =
                new ArrayList<>(versions.timeline().version(1).orElseThrow().sections());
        sections.replaceAll(section -> section.key().equals(SECTION)
                ? new Section(
                        SECTION,
                        section.heading(),
                        new BilingualText(
                                section.body().ar() + "\n\nنحذف السجلات بعد 90 يومًا.",
                                section.body().en() + "\n\nWe delete logs after 90 days."))
                : section);
        application.getBean(TransactionTemplate.class).executeWithoutResult(status -> notices.announce(
                versions.publish(
                        new NewVersion(
                                day,
                                new Material(),
                                versions.timeline().version(1).orElseThrow().title(),
                                new BilingualText("نحدّد مدة الاحتفاظ بالسجلات.", "We say how long we keep logs."),
                                sections,
                                List.of(new Effect(
                                        SECTION,
                                        new BilingualText("نحذف سجلاتك أسرع.", "We delete your logs sooner.")))),
                        Actor.APPLICATION),
                Actor.APPLICATION));
        return notices.all().getFirst().id();
    }
}
