package ps.domain.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MissingDatabaseTest {

    @Test
    void aStartWithoutADatabaseEndsWithOneSentenceThatNamesTheSetting() throws IOException, InterruptedException {
        ProcessBuilder start = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PolicyApplication.class.getName())
                .redirectErrorStream(true);
        start.environment().keySet().removeIf(name -> name.startsWith("SPRING_"));
        Process process = start.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(output.lines())
                .singleElement()
                .asString()
                .contains("spring.datasource.url", "SPRING_DATASOURCE_URL");
    }
}
