package ps.domain.policy.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Takes connections on a free port of this machine, each for a thread of its own, and closes them all in the end. */
public final class Listening implements AutoCloseable {

    private final ServerSocket server;
    private final Consumer<Socket> conversation;
    private final List<Socket> taken = new CopyOnWriteArrayList<>();

    private Listening(ServerSocket server, Consumer<Socket> conversation) {
        this.server = server;
        this.conversation = conversation;
    }

    /** Begins, in the clear. */
    public static Listening with(Consumer<Socket> conversation) throws IOException {
        return on(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), conversation);
    }

    /** Begins on a socket that somebody else has made. */
    public static Listening on(ServerSocket server, Consumer<Socket> conversation) {
        Listening listening = new Listening(server, conversation);
        Thread.ofVirtual().start(listening::accept);
        return listening;
    }

    /** Where. */
    public int port() {
        return server.getLocalPort();
    }

    /** How many connections there were. */
    public int connections() {
        return taken.size();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : taken) {
            socket.close();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                taken.add(socket);
                if (server.isClosed()) {
                    socket.close(); // whoever closed the others did not see this one
                    return;
                }
                Thread.ofVirtual().start(() -> conversation.accept(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }
}
