package ps.domain.policy.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SignedIn;
import ps.domain.policy.testing.TestDatabase;

/** Finding one account holder, however the name is written. */
@PolicyTest
class AccountHolderSearchTest {

    @Autowired
    private AccountHolders holders;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Environment environment;

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private StaffRegistration staff;

    @BeforeEach
    void some() {
        holder(10, "أحمد الإمام", "مكتبة المُنى", "ahmad.imam@example.com");
        holder(11, "هُدى مصطفى", "", "huda+billing@مثال.فلسطين");
        holder(12, "Zoë Müller-Haddad", "O'Neil & Sons", "zoe_h@mail.example.org");
        holder(13, "رؤى آل بئر", "", null);
        holder(1012, "12 Monkeys", "", "not an address");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "احمد | 10",
                "أَحْمَد | 10",
                "احـــمد الامام | 10",
                "الإمام أحمد | 10",
                "مكتبه المنى | 10",
                "مكتبة المني | 10",
                "هدى | 11",
                "هدي مصطفي | 11",
                "مصطفى، هدى | 11",
                "huda | 11",
                "HUDA+BILLING@مثال.فلسطين | 11",
                "zoe | 12",
                "ZOË MULLER | 12",
                "haddad müll | 12",
                "o'neil | 12",
                "zoe_h@mail.ex | 12",
                "روي ال بير | 13",
                "رؤى | 13",
                "12 | 12 1012",
                "١٢ | 12",
                "10 | 10",
                "ahmad.imam@example.com | 10",
                "imam | 10",
                "' | ''",
                "!:*&| | ''",
                "example.com | ''",
                "احمد مصطفى | ''",
                "\\' | ''"
            })
    void isFoundByWhatIsTyped(String typed, String found) {
        assertThat(holders.find(typed, 50))
                .extracting(holder -> Long.toString(holder.clientId()))
                .isEqualTo(found.isEmpty() ? List.of() : List.of(found.split(" ")));
    }

    @Test
    void ofACommonBeginningAndARareOneBothCount() {
        for (int id = 20000; id < 20200; id++) {
            holder(id, "Samira " + id, "", null);
        }
        TestDatabase.of(environment).asSuperuser().sql("ANALYZE account_holder").update();

        assertThat(holders.find("samir 2007", 50))
                .extracting(AccountHolder::clientId)
                .containsExactlyInAnyOrder(
                        20070L, 20071L, 20072L, 20073L, 20074L, 20075L, 20076L, 20077L, 20078L, 20079L);
        assertThat(holders.find("2007 omar", 50)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "\0", "a\0", "\ud800", "'; DROP TABLE account_holder; --", "999999999999999999999"})
    void nonsenseFindsNobodyAndBreaksNothing(String typed) {
        assertThat(holders.find(typed, 50)).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void thePageShowsWhoWasFoundAndLeadsToThem() throws Exception {
        MvcTestResult result = mvc.get()
                .uri("/admin/account-holders?q={q}", "هدي")
                .with(SignedIn.as(staff, Role.EDITOR))
                .exchange();

        assertThat(result).hasStatusOk();
        var page = Jsoup.parse(result.getResponse().getContentAsString());
        assertThat(page.select("tbody a").attr("href")).isEqualTo("/admin/account-holders/11");
        assertThat(page.select("tbody tr").text()).contains("هُدى مصطفى", "huda+billing@مثال.فلسطين", "Active");
        assertThat(page.select("#q").val()).isEqualTo("هدي");
    }

    @Test
    void ofTooManyThePageSaysSo() throws Exception {
        for (int id = 2000; id < 2051; id++) {
            holder(id, "Many", "", null);
        }

        MvcTestResult result = mvc.get()
                .uri("/admin/account-holders?q=many")
                .with(SignedIn.as(staff, Role.EDITOR))
                .exchange();

        var page = Jsoup.parse(result.getResponse().getContentAsString());
        assertThat(page.select("tbody tr")).hasSize(50);
        assertThat(page.text()).contains("There are more than these.");
    }

    private void holder(long id, String name, String organization, @org.jspecify.annotations.Nullable String email) {
        jdbc.sql("""
                INSERT INTO account_holder (client_id, name, organization, email, email_key, language, status, updated_at)
                VALUES (:id, :name, :organization, :email, lower(:email), NULL, 'ACTIVE', now())
                """)
                .param("id", id)
                .param("name", name)
                .param("organization", organization)
                .param("email", email, java.sql.Types.VARCHAR)
                .update();
    }
}
