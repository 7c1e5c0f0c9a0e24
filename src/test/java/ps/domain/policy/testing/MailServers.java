package ps.domain.policy.testing;

import com.icegreen.greenmail.util.ServerSetup;
import java.time.Duration;

/** GreenMail on this machine. */
public final class MailServers {

    private static final String HOST = "127.0.0.1";

    /** Its own limit, of two seconds, is short where much else goes on. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private MailServers() {}

    /** At any free port, for one of the protocols of {@link ServerSetup}. */
    public static ServerSetup speaking(String protocol) {
        return at(0, protocol);
    }

    /** At a port of {@link Ports}, so that it can begin again at the same. */
    public static ServerSetup at(int port, String protocol) {
        ServerSetup setup = new ServerSetup(port, HOST, protocol);
        setup.setServerStartupTimeout(PATIENCE.toMillis());
        return setup;
    }
}
