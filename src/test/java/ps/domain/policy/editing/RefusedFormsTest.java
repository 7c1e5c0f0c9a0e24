package ps.domain.policy.editing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.StaffBrowser;

/** A form that was refused is shown again, and its status says so too: 422 for the form, 409 for what it is about. */
@PolicyTest
class RefusedFormsTest {

    private static final String PASSWORD = "a-password-for-tests";

    @LocalServerPort
    private int port;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private ApplicationContext application;

    private StaffBrowser admin;

    @BeforeEach
    void signIn() {
        admin = StaffBrowser.of(staff, Role.ADMIN, PASSWORD, port);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "sections | key=Two words | 422",
                "sections | key=children | 422",
                "sections/children | bodyEn=[x](javascript:y)&revision=1 | 422",
                "sections/children | bodyEn=Mine&revision=0 | 409",
                "details | effective=soon&detailsRevision=0 | 422",
                "details | detailsRevision=7 | 409",
                "short-notice | reason= | 422",
                "effects | en-children=Mine&revision=7 | 409",
                "import | text-en=nothing&text-ar=-&revision=0 | 422",
                "import | text-en=## Children {#children}&then=fill&shown=other&revision=0 | 409",
                "comments | text= | 422",
                "submission | revision=0 | 409",
                "return | revision=0&remark= | 422",
                "publication | revision=0&password=wrong | 422",
                "publication | revision=0&password=a-password-for-tests | 409",
            })
    void itSaysSoByItsStatus(String form, String fields, int status) {
        SampleDraft draft = new SampleDraft(application);
        admin.get(draft.path("details"));

        HttpResponse<String> refused = admin.post(draft.path(form), fields(fields));

        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(StaffBrowser.page(refused).select("main h1")).hasSize(1);
        assertThat(StaffBrowser.page(refused).select(".error-summary").isEmpty())
                .isEqualTo(status == 409);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "withdrawal | then=withdraw&reasonAr=&reasonEn= | 422",
                "withdrawal | then=&reasonAr=&reasonEn= | 200",
                "postponement | then=postpone&to=2026-12-24 | 422",
                "postponement | then=&to=soon | 200",
            })
    void lookingAtTheMailIsNothingThatCouldBeRefused(String form, String fields, int status) {
        new SampleVersions(application).material(LocalDate.of(2027, 1, 1));
        String page = "/admin/versions/2/" + form;
        admin.get(page);

        assertThat(admin.post(page, fields(fields)).statusCode()).isEqualTo(status);
    }

    @Test
    void whatIsNotRefusedIsNotSaidToBe() {
        SampleDraft draft = new SampleDraft(application);
        admin.get(draft.path("details"));

        assertThat(admin.post(draft.path("comments"), Map.of("text", "Well done"))
                        .statusCode())
                .isEqualTo(302);
        assertThat(admin.post(draft.path("import"), fields("text-en=## Children {#children}&revision=0"))
                        .statusCode())
                .isEqualTo(200);
    }

    private static Map<String, String> fields(String fields) {
        return Arrays.stream(fields.split("&"))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(field -> field[0], field -> field[1]));
    }
}
