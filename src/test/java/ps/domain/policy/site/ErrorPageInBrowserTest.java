package ps.domain.policy.site;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ps.domain.policy.testing.Accessibility;
import ps.domain.policy.testing.BrowserTest;

@BrowserTest
class ErrorPageInBrowserTest {

    @ParameterizedTest
    @CsvSource({"ar, rtl, الصفحة غير موجودة", "en, ltr, Page not found"})
    void aPageThatDoesNotExistIsSetInTheDirectionOfItsLanguage(
            String language, String direction, String heading, Page page) {
        Response response = page.navigate("/" + language + "/nothing-here");

        assertThat(response.status()).isEqualTo(404);
        assertThat(page.locator("html")).hasAttribute("lang", language);
        assertThat(page.locator("html")).hasCSS("direction", direction);
        assertThat(page.locator("h1")).hasText(heading);
        Accessibility.check(page);
    }
}
