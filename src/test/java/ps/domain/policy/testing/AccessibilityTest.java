package ps.domain.policy.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;

/** What tests of pages rely on. */
@BrowserTest
class AccessibilityTest {

    @Test
    void whatKeepsSomebodyOutIsFoundAndNamed(Page page) {
        page.setContent("""
                <!doctype html><html lang="en"><title>Sample</title>
                <main><h1>Sample</h1><button></button><p style="color: #ccc; background: #fff">Pale.</p></main></html>
                """);

        assertThatThrownBy(() -> Accessibility.check(page))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("button-name", "<button></button>", "color-contrast", "Pale.");
    }
}
