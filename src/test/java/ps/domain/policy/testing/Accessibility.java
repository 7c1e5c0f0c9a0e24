package ps.domain.policy.testing;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.CheckedNode;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.stream.Collectors;

/** What axe-core finds in a page, WCAG 2.2, levels A and AA, and its own good practice; and what is cut off in it. */
public final class Accessibility {

    private static final List<String> RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice");

    /** A mail has no landmarks; its own tests look at it. */
    private static final List<String> MAILS = List.of("iframe.mail");

    /** What is wider than the box that hides the rest of it, unless the keyboard can scroll there (WCAG 2.2, 1.4.10). */
    private static final String CUT_OFF = """
            () => [...document.querySelectorAll('body *')]
              .filter(box => box.checkVisibility() && getComputedStyle(box).overflowX !== 'visible')
              .filter(box => getComputedStyle(box).clipPath === 'none')
              .filter(box => box.scrollWidth > box.clientWidth + 1 && box.tabIndex < 0)
              .map(box => box.outerHTML.slice(0, 160) + ' … ' + box.scrollWidth + ' in ' + box.clientWidth)
            """;

    private Accessibility() {}

    /** Fails, saying what and where, if the page, once it is there, keeps anybody out. */
    public static void check(Page page) {
        Looking.waitFor(page);
        checkThatNothingIsCutOff(page);
        // In one piece. For frames of other origins, of which there are none, it would open one more page each time,
        // and carry all that it looked at over to it, also what is well.
        AxeRunOptions options = new AxeRunOptions();
        options.setResultTypes(List.of("violations"));
        List<Rule> violations = new AxeBuilder(page)
                .setLegacyMode(true)
                .options(options)
                .withTags(RULES)
                .exclude(MAILS)
                .analyze()
                .getViolations();
        if (!violations.isEmpty()) {
            throw new AssertionError(violations.stream()
                    .map(Accessibility::describe)
                    .collect(Collectors.joining("\n", "Not accessible: " + page.url() + "\n", "")));
        }
    }

    @SuppressWarnings("unchecked")
    private static void checkThatNothingIsCutOff(Page page) {
        List<String> cutOff = (List<String>) page.evaluate(CUT_OFF);
        if (!cutOff.isEmpty()) {
            throw new AssertionError(
                    "Cut off: " + page.url() + " " + page.viewportSize().width + "\n" + String.join("\n", cutOff));
        }
    }

    private static String describe(Rule rule) {
        return rule.getNodes().stream()
                .map(Accessibility::describe)
                .collect(Collectors.joining(
                        "\n", "- %s (%s, %s)\n".formatted(rule.getHelp(), rule.getImpact(), rule.getId()), ""));
    }

    private static String describe(CheckedNode node) {
        return "    %s\n      %s"
                .formatted(
                        node.getHtml(), String.valueOf(node.getFailureSummary()).replace("\n", "\n      "));
    }
}
