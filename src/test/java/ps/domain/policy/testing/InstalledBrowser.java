package ps.domain.policy.testing;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The Chromium of this machine, driven by Playwright. None is ever downloaded. */
final class InstalledBrowser implements AutoCloseable {

    static final String HOW_TO_GET_ONE =
            "Browser tests need Chromium: 'apt-get install chromium', or install Google Chrome, or set CHROMIUM to its program.";

    /** The one without windows is first: it does the same with less than half of the processor's time. */
    private static final List<String> NAMES = List.of(
            "chromium-headless-shell",
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
            "chrome");

    private static final List<String> PLACES = List.of(
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
            "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe");

    /** In milliseconds: ends a wait for what does not come. However much else the machine does, what comes does so sooner. */
    static final double PATIENCE = 60_000;

    private final Playwright playwright;
    private final Browser browser;

    InstalledBrowser() {
        Path program = program().orElseThrow(() -> new IllegalStateException(HOW_TO_GET_ONE));
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
        playwright = Playwright.create(new CreateOptions().setEnv(environment));
        browser = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(program)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-background-networking",
                                "--disable-gpu",
                                "--disable-component-update",
                                "--disable-sync",
                                "--no-first-run")));
    }

    /** Where the browser is, if there is one: what {@code CHROMIUM} names, else the usual places. */
    static Optional<Path> program() {
        String named = System.getenv("CHROMIUM");
        if (named != null && !named.isBlank()) {
            return Optional.of(Path.of(named)).filter(Files::isExecutable);
        }
        Stream<String> onPath = NAMES.stream()
                .flatMap(name -> Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> folder + File.separator + name));
        return Stream.concat(onPath, PLACES.stream())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Whether a missing browser is a failure rather than a reason to skip. */
    static boolean isRequired() {
        return Boolean.parseBoolean(System.getenv("CI")) || Boolean.getBoolean("browser.required");
    }

    Browser browser() {
        return browser;
    }

    @Override
    public void close() {
        playwright.close();
    }
}
