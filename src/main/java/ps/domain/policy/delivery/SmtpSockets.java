package ps.domain.policy.delivery;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.util.WriteTimeoutSocket;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of one connection, plain and then perhaps with TLS on top: ones that send at once, or every message would
 * wait 44 ms for an acknowledgement (Nagle's algorithm), and that do not wait for ever until the other side takes more.
 */
final class SmtpSockets {

    private static final int MOST_WHILE_OPENING = 1 << 20;

    private final Duration writeTimeout;
    private final ScheduledExecutorService guards;
    private @Nullable Socket last;
    private volatile @Nullable Socket wire;
    private volatile boolean opening = true;
    private final AtomicLong heard = new AtomicLong();

    SmtpSockets(Duration writeTimeout, ScheduledExecutorService guards) {
        this.writeTimeout = writeTimeout;
        this.guards = guards;
    }

    /**
     * Gives up what is not opened in time: a timeout for each piece of an answer would let a server that dribbles keep a
     * worker for ever. What Angus Mail waits for ends as if the other side had gone.
     */
    ScheduledFuture<?> giveUpAfter(Duration time) {
        return guards.schedule(this::cut, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** From now on there is no end to what may be heard. */
    void opened() {
        opening = false;
    }

    /** Below TLS, which would have to say goodbye first. */
    private void cut() {
        Socket socket = wire;
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException alreadyGone) {
                // Nothing is left to be done with it.
            }
        }
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
        Socket guarded = new Guarded(socket, Math.toIntExact(writeTimeout.toMillis()));
        wire = guarded;
        return guarded;
    }

    private final class Guarded extends WriteTimeoutSocket {

        Guarded(Socket socket, int writeTimeout) throws IOException {
            super(socket, writeTimeout, guards);
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new Heard(super.getInputStream());
        }
    }

    /** What comes in. Angus Mail keeps an answer as a whole, however long it is. */
    private final class Heard extends FilterInputStream {

        Heard(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            count(1);
            return next;
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            int read = super.read(into, from, most);
            count(read);
            return read;
        }

        private void count(int bytes) throws IOException {
            if (opening && heard.addAndGet(bytes) > MOST_WHILE_OPENING) {
                throw new IOException("The mail server says too much before it takes a message");
            }
        }
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
