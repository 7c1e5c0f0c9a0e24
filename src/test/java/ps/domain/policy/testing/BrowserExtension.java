package ps.domain.policy.testing;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** Hands pages to tests, from one browser for the whole run, and looks at what the pages did. */
final class BrowserExtension implements ExecutionCondition, ParameterResolver, AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(BrowserExtension.class);

    @Override
    @SuppressWarnings("SystemOut") // the build's output does not show why a test was skipped
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext test) {
        if (InstalledBrowser.program().isPresent()) {
            return ConditionEvaluationResult.enabled("A browser is installed");
        }
        if (InstalledBrowser.isRequired()) {
            throw new IllegalStateException(InstalledBrowser.HOW_TO_GET_ONE);
        }
        System.out.println(
                "Skipped " + test.getRequiredTestClass().getSimpleName() + ". " + InstalledBrowser.HOW_TO_GET_ONE);
        return ConditionEvaluationResult.disabled(InstalledBrowser.HOW_TO_GET_ONE);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        Class<?> type = parameter.getParameter().getType();
        return type == Page.class || type == BrowserContext.class || type == Browser.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        Class<?> type = parameter.getParameter().getType();
        if (type == Browser.class) {
            return browser(test);
        }
        Visits visits = test.getStore(NAMESPACE).computeIfAbsent(Visits.class, first -> new Visits(), Visits.class);
        // Each page that a test asks for is that of another person.
        int person = type == Page.class ? (int) pagesBefore(parameter) : 0;
        while (visits.all().size() <= person) {
            visits.all().add(visit(test));
        }
        Visit visit = visits.all().get(person);
        return type == Page.class ? visit.page() : visit.context();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        Visits visits = test.getStore(NAMESPACE).get(Visits.class, Visits.class);
        if (visits != null) {
            visits.all().forEach(visit -> lookAt(visit, visits.all().indexOf(visit), test));
        }
    }

    private static void lookAt(Visit visit, int person, ExtensionContext test) {
        if (test.getExecutionException().isPresent()) {
            Path picture = Path.of(
                    "target",
                    "browser",
                    test.getRequiredTestClass().getSimpleName() + "."
                            + test.getDisplayName().replaceAll("\\W+", "-") + (person == 0 ? "" : "-" + person)
                            + ".png");
            visit.page().screenshot(new ScreenshotOptions().setPath(picture).setFullPage(true));
        } else if (!visit.complaints().isEmpty()) {
            throw new AssertionError(String.join("\n", visit.complaints()));
        }
    }

    /** Of the session: where there are two processes, Surefire has each test class executed by itself. */
    private static Browser browser(ExtensionContext test) {
        return test.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .computeIfAbsent(InstalledBrowser.class, first -> new InstalledBrowser(), InstalledBrowser.class)
                .browser();
    }

    private static Visit visit(ExtensionContext test) {
        String port =
                SpringExtension.getApplicationContext(test).getEnvironment().getRequiredProperty("local.server.port");
        BrowserContext context = browser(test)
                .newContext(new NewContextOptions()
                        .setBaseURL("http://localhost:" + port)
                        // Or else a page may still be scrolling to its section while it is measured.
                        .setReducedMotion(ReducedMotion.REDUCE)
                        .setLocale("en-US")
                        .setViewportSize(1280, 900));
        context.setDefaultTimeout(InstalledBrowser.PATIENCE);
        List<String> complaints = new CopyOnWriteArrayList<>();
        context.onRequest(request -> {
            String host = URI.create(request.url()).getHost();
            if (host != null && !host.equals("localhost")) {
                complaints.add("A page asked another host: " + request.url());
            }
        });
        context.onConsoleMessage(message -> {
            if (message.type().equals("error") && message.text().contains("Content Security Policy")) {
                complaints.add("A page tried what it may not: " + message.text());
            }
        });
        return new Visit(context, context.newPage(), complaints);
    }

    private static long pagesBefore(ParameterContext parameter) {
        return Arrays.stream(parameter.getDeclaringExecutable().getParameterTypes())
                .limit(parameter.getIndex())
                .filter(Page.class::equals)
                .count();
    }

    /** What the people of one test do. */
    private record Visits(List<Visit> all) implements AutoCloseable {

        private Visits() {
            this(new ArrayList<>());
        }

        @Override
        public void close() {
            all.forEach(Visit::close);
        }
    }

    private record Visit(BrowserContext context, Page page, List<String> complaints) implements AutoCloseable {

        @Override
        public void close() {
            context.close();
        }
    }
}
