package ps.domain.policy.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;

/** Looks at pages as people do who wait until a page is there. */
public final class Looking {

    /** Playwright goes on when a page begins to come; until its letters have come, others stand in for them. */
    private static final String LETTERS = "document.fonts.ready.then(() => document.fonts.status === 'loaded')";

    private static final String TOO_WIDE =
            "document.documentElement.scrollWidth - document.documentElement.clientWidth";

    private Looking() {}

    /** Waits until all that the page is made of has come, whatever led to it. */
    public static void waitFor(Page page) {
        page.waitForLoadState();
        page.waitForFunction(LETTERS);
    }

    /** By light and in the dark, on screens that are so wide: nobody has to scroll sideways, and nobody is kept out. */
    public static void at(Page page, int... widths) {
        waitFor(page);
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new EmulateMediaOptions().setColorScheme(scheme));
            for (int width : widths) {
                page.setViewportSize(width, 900);
                waitFor(page);
                assertThat((int) page.evaluate(TOO_WIDE))
                        .as("%s at %s", page.url(), width)
                        .isZero();
                Accessibility.check(page);
            }
        }
    }
}
