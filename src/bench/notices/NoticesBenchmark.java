package ps.domain.policy.notices;

import java.io.IOException;
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
import java.util.concurrent.atomic.AtomicBoolean;
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
            AtomicBoolean over = new AtomicBoolean();
            List<Double> waited = new ArrayList<>();
            Thread reader = Thread.ofPlatform().start(() -> read(address, session, notice, over, waited));

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
            over.set(true);
            reader.join();
            if (progress.accepted() != holders) {
                throw new IllegalStateException("Not everybody was told: " + progress);
            }
            waited.sort(null);
            System.out.printf("rate=%.0f%n", (holders - before) / seconds);
            System.out.printf("seconds=%.1f%n", seconds);
            System.out.printf("progress_p99_ms=%.1f%n", waited.get((int) Math.ceil(waited.size() * 0.99) - 1));
            System.out.printf("progress_requests=%d%n", waited.size());
            System.out.printf("heap_peak_mb=%d%n", heapPeak() >> 20);
            System.out.printf("rss_mb=%d%n", residentKilobytes() >> 10);
        }
    }

    /** Asks for what the page asks for every second, ten times as often. */
    private static void read(
            String address, String session, UUID notice, AtomicBoolean over, List<Double> waited) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(address + "/admin/notices/" + notice + "/progress?phase=sending"))
                    .header("Cookie", session)
                    .header("HX-Request", "true")
                    .header("Unattended", "true")
                    .build();
            int warmingUp = 20;
            while (!over.get() || waited.isEmpty()) {
                long begun = System.nanoTime();
                HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
                if (response.statusCode() != 200 || !response.body().contains("data-phase")) {
                    throw new IllegalStateException(response.statusCode() + " " + response.body());
                }
                if (warmingUp-- <= 0 || over.get()) {
                    waited.add(secondsSince(begun) * 1000);
                }
                Thread.sleep(100);
            }
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
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
