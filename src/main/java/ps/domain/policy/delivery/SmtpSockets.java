package ps.domain.policy.delivery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.util.WriteTimeoutSocket;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of one connection, plain and then perhaps with TLS on top: ones that send at once, or every message would
 * wait 44 ms for an acknowledgement (Nagle's algorithm), and that do not wait for ever until the other side takes more.
 */
final class SmtpSockets {

    private final Duration writeTimeout;
    private final ScheduledExecutorService guards;
    private @Nullable Socket last;

    SmtpSockets(Duration writeTimeout, ScheduledExecutorService guards) {
        this.writeTimeout = writeTimeout;
        this.guards = guards;
    }

    /** The socket to talk over. */
    Socket last() throws IOException {
        if (last == null) {
            throw new IOException("There is no connection");
        }
        return last;
    }

    SocketFactory plain() {
        return new Plain();
    }

    SSLSocketFactory withTls(SSLSocketFactory trusted) {
        return new WithTls(trusted);
    }

    private Socket guarded(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        return new WriteTimeoutSocket(socket, Math.toIntExact(writeTimeout.toMillis()), guards);
    }

    private Socket remember(Socket socket) {
        last = socket;
        return socket;
    }

    private final class Plain extends SocketFactory {

        @Override
        public Socket createSocket() throws IOException {
            return remember(guarded(new Socket()));
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw connectsByItself();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            throw connectsByItself();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw connectsByItself();
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
            throw connectsByItself();
        }
    }

    private final class WithTls extends SSLSocketFactory {

        private final SSLSocketFactory tls;

        WithTls(SSLSocketFactory tls) {
            this.tls = tls;
        }

        /** Puts TLS on a connection that Angus Mail made by itself (implicit TLS), or that comes from here (STARTTLS). */
        @Override
        public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
            Socket below = socket instanceof WriteTimeoutSocket ? socket : guarded(socket);
            return remember(tls.createSocket(below, host, port, autoClose));
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return tls.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return tls.getSupportedCipherSuites();
        }

        @Override
        public Socket createSocket(String host, int port) throws UnknownHostException {
            throw connectsByItself();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            throw connectsByItself();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw connectsByItself();
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
            throw connectsByItself();
        }
    }

    private static UnsupportedOperationException connectsByItself() {
        return new UnsupportedOperationException("Angus Mail connects sockets by itself");
    }
}
