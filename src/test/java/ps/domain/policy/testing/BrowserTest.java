package ps.domain.policy.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A {@link PolicyTest} that looks at the application through the installed Chromium. Each test that asks for a {@code
 * Page} or a {@code BrowserContext} gets one of its own, whose relative addresses are the application's. At its end it
 * fails if a page asked another host for something or tried what its Content-Security-Policy forbids; a picture of what
 * a failed test saw is in {@code target/browser}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@PolicyTest
@ExtendWith(BrowserExtension.class)
public @interface BrowserTest {}
