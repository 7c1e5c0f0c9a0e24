package ps.domain.policy.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Ports for what has to know its own before it listens, or listens again later at the same. A port that the system chose and
 * took back can be anybody's the next moment, the near end of some connection too; these it never chooses.
 */
public final class Ports {

    /** Above those of well-known services, and below those that systems choose from (Linux: from 32768). */
    private static final int LOWEST = 20_000;

    private static final int BLOCK = 200;
    private static final int BLOCKS = 60;

    /** The first of a block is held as long as the process lives, so that another process takes another block. */
    private static final ServerSocket HELD = hold();

    private static int next = HELD.getLocalPort() + 1;

    private Ports() {}

    /** One that nobody listens at, and no other test of this process is given. */
    public static synchronized int free() {
        while (next < HELD.getLocalPort() + BLOCK) {
            int port = next++;
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("All ports of the block from %s on are taken".formatted(HELD.getLocalPort()));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static ServerSocket hold() {
        for (int block = 0; block < BLOCKS; block++) {
            try {
                return new ServerSocket(LOWEST + block * BLOCK, 1, InetAddress.getLoopbackAddress());
            } catch (IOException taken) {
                // by another process
            }
        }
        throw new UncheckedIOException(new IOException("No block of ports is free"));
    }
}
