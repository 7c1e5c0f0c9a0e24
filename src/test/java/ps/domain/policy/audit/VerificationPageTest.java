package ps.domain.policy.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import java.time.LocalDate;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffPrincipal;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.SignedIn;
import ps.domain.policy.testing.TestDatabase;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Version;

@PolicyTest
class VerificationPageTest {

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private Environment environment;

    private Version second;

    @BeforeEach
    void aSecondVersion() {
        second = new SampleVersions(application).material(LocalDate.of(2027, 1, 1));
    }

    @ParameterizedTest
    @CsvSource({"EN, Everything is as it was recorded., Publications: 2", "AR, كل شيء كما سُجّل., النسخ المنشورة: 2"})
    void anAdministratorSeesThatEverythingFits(Language language, String outcome, String count) throws Exception {
        Document page = verify(admin(language));

        assertThat(page.select("[role=status]").text()).isEqualTo(outcome);
        assertThat(page.select("#versions").text()).contains(count, second.sha256());
        assertThat(page.select("#trail, #versions, #notices")).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"EN, Version 2 does not say what was recorded", "AR, النسخة 2"})
    void anAdministratorSeesWhatDoesNotFit(Language language, String what) throws Exception {
        TestDatabase.of(environment)
                .asSuperuser()
                .sql("SET session_replication_role = replica; "
                        + "UPDATE policy_version SET title_en = 'Another' WHERE number = 2")
                .update();
        Document page = verify(admin(language));

        assertThat(page.select("[role=alert]")).hasSize(1);
        assertThat(page.select("[role=status]")).isEmpty();
        assertThat(page.select("#versions .message").text()).contains(what);
        assertThat(page.select("#versions code").eachText()).hasSize(2).contains(second.sha256());
    }

    @Test
    void lookingAtThePageIsNotVerifying() throws Exception {
        MvcTestResult result = mvc.get()
                .uri("/admin/verification")
                .with(SignedIn.as(admin(Language.EN)))
                .exchange();

        assertThat(result).hasStatusOk();
        Document page = Jsoup.parse(result.getResponse().getContentAsString());
        assertThat(page.select("#trail, [role=status]")).isEmpty();
        assertThat(page.select("nav a[aria-current=page]").attr("href")).isEqualTo("/admin/verification");
        assertThat(page.select("form[action=/admin/verification] button")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"EDITOR", "APPROVER"})
    void itIsForAdministratorsAlone(Role role) throws Exception {
        StaffPrincipal person =
                staff.register("someone@staff.example", "Someone", role, Language.EN, null, Actor.APPLICATION);

        assertThat(mvc.get().uri("/admin/verification").with(SignedIn.as(person)))
                .hasStatus(403);
        assertThat(mvc.post()
                        .uri("/admin/verification")
                        .with(SignedIn.as(person))
                        .with(csrf()))
                .hasStatus(403);
        MvcTestResult drafts =
                mvc.get().uri("/admin/drafts").with(SignedIn.as(person)).exchange();
        assertThat(Jsoup.parse(drafts.getResponse().getContentAsString()).select("nav a[href=/admin/verification]"))
                .isEmpty();
    }

    private StaffPrincipal admin(Language language) {
        return staff.register("admin@staff.example", "Admin", Role.ADMIN, language, null, Actor.APPLICATION);
    }

    private Document verify(StaffPrincipal person) throws Exception {
        MvcTestResult result = mvc.post()
                .uri("/admin/verification")
                .with(SignedIn.as(person))
                .with(csrf())
                .exchange();
        assertThat(result).hasStatusOk();
        return Jsoup.parse(result.getResponse().getContentAsString());
    }
}
