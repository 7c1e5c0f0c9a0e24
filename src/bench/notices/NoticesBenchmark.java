package ps.domain.policy.notices;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import ps.domain.policy.PolicyApplication;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.delivery.MailingId;
import ps.domain.policy.delivery.Mailings;
import ps.domain.policy.delivery.MessageFiles;
import ps.domain.policy.delivery.Progress;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.text.Language;

/**
 * Publishes for a number of account holders, and measures how long that takes, how fast the mail goes out, and how long
 * the page takes that shows it. The number first, then the port of the application, then settings. Prints lines of
 * {@code name=value}.
 */
final class NoticesBenchmark {

    private static final String PASSWORD = "three olive trees";

    /** So many requests are not counted. */
    private static final int WARMING_UP = 20;

    private NoticesBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int holders = Integer.parseInt(arguments[0]);
        String address = "http://127.0.0.1:" + arguments[1];
        List<String> settings = new ArrayList<>(List.of(arguments).subList(2, arguments.length));
        settings.add("--server.port=" + arguments[1]);
        try (ConfigurableApplicationContext application =
                SpringApplication.run(PolicyApplication.class, settings.toArray(String[]::new))) {
            Announcement announcement = new Announcement(application);
            announcement.load(holders);
            String session = signIn(application, address);
            resetPeaks();

            long begun = System.nanoTime();
            UUID notice = announcement.publish();
            System.out.printf("enqueue_s=%.1f%n", secondsSince(begun));

            Mailings mailings = application.getBean(Mailings.class);
            MailingId mailing =
                    application.getBean(Notices.class).notice(notice).orElseThrow().mailing();
            System.out.printf(
                    "message_bytes=%d%n",
                    application.getBean(MessageFiles.class).sizeOf(mailings.letters(mailing).getFirst()));
            String page = address + "/admin/notices/" + notice + "/progress?phase=sending";
            requireProgress(page, session);
            Process reader = read(page, session);

            // From when those who went ahead were answered, so that the wait for them is not part of the rate.
            Progress progress = mailings.progress(mailing);
            while (progress.accepted() == 0 || progress.phase() == Progress.Phase.CANARY) {
                Thread.sleep(20);
                progress = mailings.progress(mailing);
            }
            long before = progress.accepted();
            long sending = System.nanoTime();
            while (progress.phase() == Progress.Phase.SENDING) {
                Thread.sleep(100);
                progress = mailings.progress(mailing);
            }
            double seconds = secondsSince(sending);
            reader.toHandle().destroy();
            List<Double> waited = waited(reader);
            requireProgress(page, session);
            if (progress.accepted() != holders) {
                throw new IllegalStateException("Not everybody was told: " + progress);
            }
            System.out.printf("rate=%.0f%n", (holders - before) / seconds);
            System.out.printf("seconds=%.1f%n", seconds);
            System.out.printf("progress_p99_ms=%.1f%n", waited.get((int) Math.ceil(waited.size() * 0.99) - 1));
            System.out.printf("progress_requests=%d%n", waited.size());
            System.out.printf("heap_peak_mb=%d%n", heapPeak() >> 20);
            System.out.printf("rss_mb=%d%n", residentKilobytes() >> 10);
        }
    }

    /**
     * Asks for what the page asks for every second, ten times as often. By curl, since a client in this process would
     * measure how long its own threads wait for each other as well. It tells by the stream that is not buffered, so that
     * nothing is lost when it is ended.
     */
    private static Process read(String page, String session) throws IOException {
        Process curl = new ProcessBuilder("curl", "--config", "-").redirectOutput(Redirect.DISCARD).start();
        try (Writer config = curl.outputWriter()) {
            config.write("""
                    silent
                    rate = "10/s"
                    url = "%s&again=[1-1000000]"
                    header = "Cookie: %s"
                    header = "HX-Request: true"
                    header = "Unattended: true"
                    output = "/dev/null"
                    write-out = "%%{stderr}%%{http_code} %%{time_total}\\n"
                    """.formatted(page, session));
        }
        return curl;
    }

    /** How long each request took but the first two seconds' of them, in milliseconds, the shortest first. */
    private static List<Double> waited(Process curl) throws IOException {
        List<Double> waited = new ArrayList<>();
        try (BufferedReader lines = curl.errorReader()) {
            for (String line : lines.readAllLines()) {
                String[] answer = line.split(" ", -1);
                // The last one was interrupted.
                if (answer.length == 2 && !answer[0].equals("000")) {
                    if (!answer[0].equals("200")) {
                        throw new IllegalStateException("The page was answered with " + answer[0]);
                    }
                    waited.add(Double.parseDouble(answer[1]) * 1000);
                }
            }
        }
        List<Double> warm = new ArrayList<>(waited.subList(Math.min(WARMING_UP, waited.size() - 1), waited.size()));
        warm.sort(null);
        return warm;
    }

    private static void requireProgress(String page, String session) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create(page))
                            .header("Cookie", session)
                            .header("HX-Request", "true")
                            .header("Unattended", "true")
                            .build(),
                    BodyHandlers.ofString());
            if (response.statusCode() != 200 || !response.body().contains("data-phase")) {
                throw new IllegalStateException(response.statusCode() + " " + response.body());
            }
        }
    }

    private static String signIn(ConfigurableApplicationContext application, String address) throws Exception {
        application
                .getBean(StaffRegistration.class)
                .register("editor@example.com", "Editor", Role.EDITOR, Language.EN, PASSWORD, Actor.APPLICATION);
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> page = client.send(
                    HttpRequest.newBuilder(URI.create(address + "/admin/sign-in?language=en")).build(),
                    BodyHandlers.ofString());
            Matcher token = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(page.body());
            if (!token.find()) {
                throw new IllegalStateException("There is no token on the page of the sign-in");
            }
            Map<String, String> form = Map.of(
                    "email", "editor@example.com", "password", PASSWORD, "language", "en", "_csrf", token.group(1));
            HttpResponse<String> in = client.send(
                    HttpRequest.newBuilder(URI.create(address + "/admin/sign-in"))
                            .header("Cookie", cookie(page))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString(form.entrySet().stream()
                                    .map(field -> field.getKey() + "="
                                            + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                                    .collect(Collectors.joining("&"))))
                            .build(),
                    BodyHandlers.ofString());
            return cookie(in);
        }
    }

    private static String cookie(HttpResponse<?> response) {
        return response.headers().allValues("Set-Cookie").stream()
                .flatMap(header -> HttpCookie.parse(header).stream())
                .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    private static void resetPeaks() {
        System.gc();
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    private static long heapPeak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }

    private static long residentKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static double secondsSince(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }
}
